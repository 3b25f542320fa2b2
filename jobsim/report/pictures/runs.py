"""Results that are shown together: each with its name, its colour and its dash."""

from collections.abc import Sequence
from dataclasses import dataclass

from jobsim.report.pictures.picture import COLOURS, DASHES, plain
from jobsim.results.findings import Findings


@dataclass(frozen=True, eq=False)
class Shown:
    """One of the results of a picture."""

    name: str
    findings: Findings
    colour: str
    dash: str


def shown(results: Sequence[tuple[str, Findings]]) -> list[Shown]:
    """Results by name, in their order."""
    return [
        Shown(plain(name), findings, COLOURS[at % len(COLOURS)], DASHES[(at + at // len(COLOURS)) % len(DASHES)])
        for at, (name, findings) in enumerate(results)
    ]
