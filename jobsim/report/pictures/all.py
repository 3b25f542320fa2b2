"""Every picture of a run, by name, in the order of a report."""

from collections.abc import Callable, Sequence

from jobsim.report.pictures import courses
from jobsim.report.pictures.durations import durations, responses
from jobsim.report.pictures.lives import job_lives
from jobsim.report.pictures.outcomes import outcomes
from jobsim.report.pictures.picture import Picture
from jobsim.report.pictures.runs import Shown

PICTURES: dict[str, Callable[[Sequence[Shown]], Picture | None]] = {
    "queue": courses.queue,
    "processors": courses.processors,
    "flow": courses.flow,
    "durations": durations,
    "responses": responses,
    "outcomes": outcomes,
    "lives": job_lives,
}
