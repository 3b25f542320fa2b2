"""`result.plot`: the pictures of a result as Plotly figures, which show themselves in a notebook."""

from importlib import import_module
from typing import Any

from jobsim.results.findings import Findings


class Plots:
    """Each picture of the report, as a `plotly.graph_objects.Figure`; None where there is nothing to be seen."""

    def __init__(self, findings: Findings) -> None:
        self._findings = findings

    def queue(self) -> Any:
        """The jobs that wait in the queue, and the puts that wait for a place in it, over time."""
        return self._drawn("queue")

    def processors(self) -> Any:
        """The processors that are busy, beside those that there are, over time."""
        return self._drawn("processors")

    def flow(self) -> Any:
        """Jobs submitted, completed and lost per second, over time."""
        return self._drawn("flow")

    def durations(self) -> Any:
        """The share of jobs that waited, or took in all, no longer than so."""
        return self._drawn("durations")

    def responses(self) -> Any:
        """The same of the response times of each submitter, where there are several."""
        return self._drawn("responses")

    def outcomes(self) -> Any:
        """What became of the jobs of each submitter."""
        return self._drawn("outcomes")

    def lives(self) -> Any:
        """When each job was blocked, waited, and was in service: of runs of 150 jobs at most."""
        return self._drawn("lives")

    def _drawn(self, name: str) -> Any:
        # Results know nothing of pictures; a notebook asks for both in one breath.
        return import_module("jobsim.report.notebook").figure(name, self._findings)
