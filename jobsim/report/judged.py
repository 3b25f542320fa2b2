"""What of a comparison is shown to people, and in which words; on the terminal and elsewhere."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from jobsim.analysis.compared import Comparison, Row
from jobsim.analysis.judging import Verdict
from jobsim.report.figures import is_share, number, spread
from jobsim.results.outcomes import LOSSES

_LEADING = {"completed", *LOSSES, "unfinished", "drop_rate", "utilisation", "mean(response)", "p95(response)"}
_WORDS = {**{verdict: str(verdict) for verdict in Verdict}, Verdict.UNDECIDED: "~"}


def worth_showing(rows: Sequence[Row], comparison: Comparison) -> list[Row]:
    """What differs, or might: all of all jobs; of submitters and pools the leading figures, and what is expected."""
    kinds = [of.partition(":")[0] for of in {row.of for row in rows}]

    def leads(row: Row) -> bool:
        is_one_of_several = kinds.count(row.of.partition(":")[0]) > 1
        return row.of == "all" or (row.metric in _LEADING and is_one_of_several) or comparison.is_expected(row)

    return [row for row in rows if leads(row) and not is_same(row) and (row.baseline_value or row.value)]


def is_same(row: Row) -> bool:
    """Whether both runs have the same, in every replication that is known."""
    if row.verdict is None:
        return row.difference == 0 or (row.baseline_value is None and row.value is None)
    return row.verdict is Verdict.SAME


def tally(rows: Sequence[Row], shown: int, margin: float, command: str = "") -> str:
    """How many figures there are of each kind; where the reader ran another command, with the one that writes all."""
    same = sum(map(is_same, rows))
    told = f"{shown} are shown, {command}--csv FILE writes all"
    if not any(row.verdict for row in rows):
        return f"{same} of {len(rows)} figures are the same; {told}"
    count = Counter(row.verdict for row in rows if not is_same(row))
    parts = [
        f"{count[Verdict.DIFFERENT]} different",
        f"{count[Verdict.EQUIVALENT]} equivalent (within {share(margin)})",
        f"{count[Verdict.UNDECIDED]} undecided (~)",
        f"{same} the same",
    ]
    if count[None]:
        parts.append(f"{count[None]} not to be judged")
    return f"{len(rows)} figures: {', '.join(parts)}; {told}"


def verdict(row: Row) -> str:
    """The verdict in a word, or the sign for none."""
    return "" if row.verdict is None else _WORDS[row.verdict]


def difference(row: Row) -> str:
    """With its sign, and half of its interval where it has one."""
    if row.difference is None:
        return ""
    half = None if row.low is None or row.high is None else _shown(row, row.high - row.low) / 2
    return ("+" if row.difference > 0 else "") + spread(_shown(row, row.difference), half)


def ratio(row: Row) -> str:
    """Nothing where there is none."""
    return "" if row.ratio is None else f"{row.ratio:.4g}"


def unit(row: Row) -> str:
    """In which values and difference are shown: percent for a share, nothing for a plain number."""
    return "%" if is_share(row.metric, row.unit) else "" if row.unit == "1" else row.unit


def values(row: Row) -> tuple[str, str]:
    """Of the baseline and of the run."""
    first, second = (None if value is None else _shown(row, value) for value in (row.baseline_value, row.value))
    return number(first), number(second)


def _shown(row: Row, value: float) -> float:
    return 100 * value if is_share(row.metric, row.unit) else value


def share(value: float) -> str:
    """A share in percent, as it was given."""
    return f"{100 * value:g} %"


def explained(comparison: Comparison, labels: Mapping[str, str]) -> Iterator[str]:
    """What the intervals and verdicts are worth, and how each run was held against the baseline."""
    if any(row.p is not None for row in comparison.rows):
        yield (
            f"± is half a {share(comparison.confidence)} interval of the difference; what is called different is so "
            "for all figures together (Holm)"
        )
    said = [manner.said for manner in comparison.manners]
    if len(set(said)) == 1:
        yield said[0][0].upper() + said[0][1:]
    else:
        yield from (f"{labels[manner.run]}: {manner.said}" for manner in comparison.manners)
