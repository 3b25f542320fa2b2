"""Theory and simulation side by side."""

from dataclasses import dataclass

from jobsim.analysis.forms.form import Form, Nature, leading
from jobsim.analysis.forms.recognising import theory_of
from jobsim.results.findings import Findings
from jobsim.results.outcomes import LOSSES


@dataclass(frozen=True)
class Row:
    """One metric, by its name and group, in the unit of the result files (`lost`: jobs)."""

    metric: str
    of: str
    nature: Nature
    """How theory means it."""
    theory: float
    simulated: float | None
    """Over several replications the mean; None where there was nothing to measure."""
    error: float | None
    """The standard error of that; None where there is no interval."""

    @property
    def errors_off(self) -> float | None:
        """How many standard errors the simulated value lies above theory; None of a bound or an estimate."""
        if self.nature is not Nature.EXACT or self.simulated is None or not self.error:
            return None
        return (self.simulated - self.theory) / self.error


@dataclass(frozen=True)
class Beside:
    """What theory says of a run, beside what it came to."""

    form: Form
    rows: list[Row]
    """The leading values of the form."""


def beside(result: Findings) -> Beside | None:
    """None where theory says nothing, or the run was stopped before its end.

    Theory is about the long run: that a run starts with an empty queue, and ends, is not in it.
    """
    form = theory_of(result.scenario) if result.complete else None
    if form is None:
        return None
    rows = []
    for value in leading(form):
        if value.metric == "lost":
            simulated: float | None = sum(result.value(outcome) or 0 for outcome in LOSSES)
            error = None
        else:
            found = result.estimate(value.metric, value.of)
            simulated, error = found.mean, found.error
        rows.append(Row(value.metric, value.of, value.nature, value.value, simulated, error))
    return Beside(form, rows)
