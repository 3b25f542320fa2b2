"""What the replications of two runs say of each figure: different, equivalent, or undecided."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from statistics import median
from typing import NamedTuple

from jobsim.analysis.difference import Difference, holm, paired, welch
from jobsim.results.figures import Figures, Key
from jobsim.results.student import mean_of


class Verdict(StrEnum):
    """What can be said of a difference."""

    SAME = "same"
    """Every replication has the same value in both: there is nothing to judge."""
    DIFFERENT = "different"
    EQUIVALENT = "equivalent"
    """Whatever difference there is, it is less than the margin; though it may be sure that it is not 0."""
    UNDECIDED = "undecided"


class Method(StrEnum):
    """How the replications of two runs belong together."""

    PAIRED = "paired"
    WELCH = "welch"


class Sample(NamedTuple):
    """The values of one figure that are held against each other; if paired, the i-th belong together."""

    before: tuple[float, ...]
    after: tuple[float, ...]


@dataclass(frozen=True)
class Judgement:
    """One figure's difference, as its replications show it."""

    baseline_value: float
    value: float
    baseline_replications: int
    replications: int
    low: float
    high: float
    p: float | None
    p_holm: float | None
    p_equivalent: float | None
    verdict: Verdict
    narrower: float | None
    """How many times wider the interval would be, were the pairs not known; None where it has no width."""


def samples(baseline: Figures, run: Figures, method: Method) -> dict[Key, Sample]:
    """What there is to be held against each other: of each figure two values or more on both sides."""
    found: dict[Key, Sample] = {}
    for key, earlier in baseline.each.items():
        later = run.each.get(key, {})
        if method is Method.PAIRED:
            both = sorted(earlier.keys() & later.keys())
            pairs = [(one, other) for i in both if (one := earlier[i]) is not None and (other := later[i]) is not None]
            sample = Sample(tuple(one for one, _ in pairs), tuple(other for _, other in pairs))
        else:
            sample = Sample(*(tuple(v for v in values.values() if v is not None) for values in (earlier, later)))
        if min(map(len, sample)) > 1:
            found[key] = sample
    return found


def judge(
    found: Mapping[Key, Sample], method: Method, confidence: float, margin: float
) -> tuple[dict[Key, Judgement], float | None]:
    """Every figure's difference, and how many times narrower pairing made its interval, in the middle of them all.

    Figures with the same values on both sides, like those of all jobs and of the only queue, are one question: it is
    asked once, and counts once in Holm's correction.
    """
    questions = dict.fromkeys(sample for sample in found.values() if not _same(sample))
    differences = {sample: (paired if method is Method.PAIRED else welch)(*sample) for sample in questions}
    ps = [difference.p() for difference in differences.values()]
    answers = {
        sample: _answer(sample, difference, p, p_holm, method, confidence, margin)
        for (sample, difference), p, p_holm in zip(differences.items(), ps, holm(ps), strict=True)
    }
    gains = [answer.narrower for answer in answers.values() if answer.narrower is not None]
    judged = {key: answers[sample] if sample in answers else _sameness(sample) for key, sample in found.items()}
    return judged, median(gains) if gains else None


def _same(sample: Sample) -> bool:
    return sample.before == sample.after or len({*sample.before, *sample.after}) == 1


def _sameness(sample: Sample) -> Judgement:
    return Judgement(*_both(sample), 0.0, 0.0, None, None, None, Verdict.SAME, None)


def _both(sample: Sample) -> tuple[float, float, int, int]:
    return mean_of(sample.before), mean_of(sample.after), len(sample.before), len(sample.after)


def _answer(
    sample: Sample, difference: Difference, p: float, p_holm: float, method: Method, confidence: float, margin: float
) -> Judgement:
    half = difference.half(confidence)
    alpha = 1 - confidence
    width = margin * abs(mean_of(sample.before))
    p_equivalent = difference.p_equivalent(width) if width else None
    if p_equivalent is not None and p_equivalent < min(alpha, 0.5):  # above that it could lie beyond the margin
        verdict = Verdict.EQUIVALENT
    else:
        verdict = Verdict.DIFFERENT if p_holm < alpha else Verdict.UNDECIDED
    narrower = welch(*sample).half(confidence) / half if method is Method.PAIRED and half else None
    low, high = difference.mean - half, difference.mean + half
    return Judgement(*_both(sample), low, high, p, p_holm, p_equivalent, verdict, narrower)
