"""How a run is held against the baseline: paired by replication, each for itself, or not at all; and why."""

from dataclasses import dataclass, replace

from jobsim.analysis.judging import Method
from jobsim.results.figures import Figures

_HARDLY = 1.05
"""Intervals that are less than so many times as wide are called as wide."""


@dataclass(frozen=True)
class Manner:
    """How one run is held against the baseline."""

    run: str
    method: Method | None
    """None where there are not enough replications to judge by."""
    baseline_replications: int
    replications: int
    narrower: float | None
    """How many times narrower pairing makes the intervals: the median of all figures."""
    why: str

    @property
    def said(self) -> str:
        """The same in words."""
        if self.method is not Method.PAIRED or self.narrower is None:
            return self.why
        return f"{self.why}; {_gain(self.narrower)}"

    def with_gain(self, narrower: float | None) -> "Manner":
        """The same, when it is known."""
        return replace(self, narrower=narrower)


def manner(baseline: Figures, run: Figures, name: str) -> Manner:
    """How a run of that name is held against the baseline."""
    counts = len(baseline.replications), len(run.replications)
    both = len(baseline.replications & run.replications)
    if min(counts) < 2:
        return Manner(name, None, *counts, None, f"no intervals and no verdicts: {_too_few(*counts)}")
    if baseline.seed is None or run.seed is None or baseline.seed != run.seed:
        return Manner(name, Method.WELCH, *counts, None, _unpaired(baseline, run, *counts))
    if both < 2:
        why = "no intervals and no verdicts: the seeds are equal, and no two replications are in both"
        return Manner(name, None, *counts, None, why)
    over = f"{both} replications" if counts == (both, both) else f"the {both} replications that both have"
    return Manner(name, Method.PAIRED, both, both, None, f"paired over {over}, as the seeds are equal")


def _too_few(before: int, after: int) -> str:
    if 0 in (before, after):
        whose = "both" if before == after else "the baseline" if before == 0 else "this run"
        return f"of {whose} only means are known, and no replications to judge by"
    whose = "both have" if before == after else "the baseline has" if before == 1 else "this run has"
    return f"{whose} one replication, which shows nothing of chance; run scenarios with -r 20"


def _unpaired(baseline: Figures, run: Figures, before: int, after: int) -> str:
    unknown = [whose for whose, one in (("the baseline", baseline), ("this run", run)) if one.seed is None]
    because = f"the seed of {' and '.join(unknown)} is not known" if unknown else "the seeds differ"
    many = f"{before} replications each" if before == after else f"{after} replications, of the baseline {before}"
    return f"not paired, as {because}: Welch's intervals, over {many}; with equal seeds they can be narrower"


def _gain(narrower: float) -> str:
    if narrower > _HARDLY:
        return f"that makes the intervals {narrower:.1f} times narrower (median of all figures)"
    if narrower < 1 / _HARDLY:
        return f"that makes the intervals {1 / narrower:.1f} times wider (median of all figures)"
    return "that makes the intervals no narrower (median of all figures)"
