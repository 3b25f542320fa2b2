"""What goes on over time: the queue, the processors, and the flow of jobs."""

from collections.abc import Sequence

from jobsim.analysis.forms.beside import beside
from jobsim.analysis.forms.form import Nature
from jobsim.analysis.words import counted
from jobsim.report.figures import number
from jobsim.report.pictures.picture import AMBER, BLUE, GREEN, GREY, PURPLE, VERMILLION, Picture
from jobsim.report.pictures.runs import Shown
from jobsim.report.pictures.steps import About, Quantity, steps
from jobsim.scenario.schema import Scenario

_BUSY = Quantity("busy", "busy", GREEN)
_THERE = Quantity("processors", "there", AMBER, "dash")
_QUEUE = About(
    "queue",
    "The queue",
    "Jobs that wait in the queue, and puts that wait for a place in it: averages over each interval of the timeline.",
    "jobs",
    (
        Quantity("queued", "waiting in the queue", BLUE),
        Quantity("blocked", "puts waiting for a place", VERMILLION, "dot"),
    ),
    banded=True,
)
_PROCESSORS = About(
    "processors",
    "The processors",
    "Processors that are busy, and how many are there: averages over each interval of the timeline.",
    "processors",
    (_BUSY, _THERE),
    banded=True,
)
_PROCESSORS_OF_SEVERAL = About(
    "processors",
    "The processors",
    "Processors that are busy: averages over each interval of the timeline.",
    "processors",
    (_BUSY,),
    banded=False,
)
_FLOW = About(
    "flow",
    "Jobs in, done and lost",
    "Jobs per second in each interval of the timeline: what was put, what was done, and what was lost.",
    "jobs/s",
    (
        Quantity("submitted", "submitted", GREY, "dash"),
        Quantity("completed", "completed", GREEN),
        Quantity("lost", "lost", VERMILLION, "dot"),
    ),
    banded=False,
)


def queue(runs: Sequence[Shown]) -> Picture | None:
    """The jobs that wait in the queue, and the puts that wait for a place in it."""
    drawn = steps(_QUEUE, runs)
    if drawn is not None and len(runs) == 1:
        if capacity := runs[0].findings.scenario.queue.capacity:
            _level(drawn, capacity, counted(capacity, "place"), AMBER, "dash")
        _theory(drawn, _in_theory(runs[0], "mean(queued)"))
    return drawn


def processors(runs: Sequence[Shown]) -> Picture | None:
    """The processors that are busy, beside those that there are."""
    if len(runs) > 1:
        return steps(_PROCESSORS_OF_SEVERAL, runs)
    drawn = steps(_PROCESSORS, runs)
    busy = _in_theory(runs[0], "utilisation")
    if drawn is not None and busy is not None:
        _theory(drawn, busy * _number(runs[0].findings.scenario))
    return drawn


def flow(runs: Sequence[Shown]) -> Picture | None:
    """Jobs submitted, completed and lost."""
    return steps(_FLOW, runs)


def _number(scenario: Scenario) -> int:
    return sum(pool.most for pool in scenario.processors.values())


def _in_theory(run: Shown, metric: str) -> float | None:
    """An exact value of theory, over all jobs; None where it has none."""
    found = beside(run.findings)
    rows = [] if found is None else [row for row in found.rows if (row.metric, row.nature) == (metric, Nature.EXACT)]
    return rows[0].theory if rows else None


def _theory(picture: Picture, value: float | None) -> None:
    if value is not None:
        _level(picture, value, f"theory, in the long run: {number(value)}", PURPLE, "dot")


def _level(picture: Picture, height: float, label: str, colour: str, dash: str) -> None:
    """A line across the picture."""
    picture.data.append(
        {
            "type": "scatter",
            "mode": "lines",
            "x": picture.layout["xaxis"]["range"],
            "y": [height, height],
            "name": label,
            "line": {"color": colour, "dash": dash, "width": 1.5},
            "hoverinfo": "skip",
        }
    )
