"""One measure of one queue that theory can solve, and how such a queue is written down."""

from dataclasses import dataclass

from jobsim.analysis.theory.expected import Expected
from jobsim.units import SECOND


@dataclass(frozen=True)
class Case:
    """One measure of one queue."""

    queue: str
    measure: str
    expected: float
    text: str
    """The scenario, but for its end."""
    rate: float
    """Jobs a second, to tell how long a run must be."""
    until: float | None = None
    """The end of the run in seconds, where theory is about a finite one."""
    of: str = "all"

    @property
    def what(self) -> str:
        """The measure, and of whom, if not of all."""
        return self.measure if self.of == "all" else f"{self.measure} {self.of}"

    @property
    def name(self) -> str:
        return f"{self.queue}: {self.what}"


POISSON_SERVICE = "{distribution: exponential, mean: 1s}"


def seconds(value: float) -> str:
    return f"{round(value * SECOND)}ns"


def scenario(
    cadence: str,
    processors: int,
    service: str,
    *,
    places: int | None = None,
    timeout: str = "null",
    submitters: int = 1,
    pacing: str = "fixed",
    of_queue: str = "",
    of_submitters: str = "",
    of_processors: str = "",
) -> str:
    """One kind of each; `of_...` is what more their mappings hold, each entry with a comma before it."""
    capacity = "null" if places is None else places
    return (
        f"queue: {{capacity: {capacity}{of_queue}}}\n"
        f"submitters: {{a: {{count: {submitters}, pacing: {pacing}, cadence: {cadence}, timeout: {timeout}"
        f"{of_submitters}}}}}\n"
        f"processors: {{w: {{count: {processors}, service: {service}{of_processors}}}}}\n"
    )


def of_mean(mean: float) -> str:
    """An exponential law, its mean in seconds."""
    return f"{{distribution: exponential, mean: {seconds(mean)}}}"


def cases(
    queue: str, expected: Expected, measures: str, text: str, rate: float, until: float | None = None
) -> list[Case]:
    """One for each of these measures (words with spaces between) of one queue."""
    return [Case(queue, measure, expected[measure], text, rate, until) for measure in measures.split()]
