"""Whose durations a summary shows, on the terminal and on a page."""

from typing import NamedTuple

from jobsim.scenario.schema import Scenario

_MOST = 12
"""Submitters; of more, summary.csv tells."""
_KINDS = ("blocked", "waiting", "service", "response")


class Timed(NamedTuple):
    """A row of the table of durations."""

    title: str
    kind: str
    of: str
    """As result files have it."""


def timed(scenario: Scenario) -> list[Timed]:
    """Each kind over all jobs, and the response of each submitter, where there are several, but not too many."""
    names = sorted(scenario.submitters) if len(scenario.submitters) <= _MOST else []
    of_each = [Timed(f"response of {name}", "response", f"submitter:{name}") for name in names if len(names) > 1]
    return [*(Timed(kind, kind, "all") for kind in _KINDS), *of_each]
