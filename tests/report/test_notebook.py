"""A result in a notebook shows itself, and draws itself."""

from collections.abc import Callable

import plotly.graph_objects as go
import pytest

import jobsim

Run = Callable[..., jobsim.Result]
TEXT = """
name: tiny
queue: {capacity: 1}
submitters: {a: {cadence: 1s, jobs: 3}}
processors: {w: {service: 2s}}
expect: [drop_rate < 1%]
"""


@pytest.mark.parametrize("name", ["queue", "processors", "flow", "durations", "outcomes", "lives"])
def test_it_draws_itself(run_text: Run, name: str) -> None:
    figure = getattr(run_text(TEXT).plot, name)()
    assert isinstance(figure, go.Figure)
    assert figure.data
    assert figure.layout.title.text


def test_nothing_to_be_seen_is_none(run_text: Run) -> None:
    assert run_text(TEXT, "replications=2").plot.lives() is None


def test_it_shows_itself(run_text: Run) -> None:
    shown = run_text(TEXT)._repr_html_()
    assert shown.startswith("<p>Result of tiny: finished at 6 s, 3 jobs</p><table>")
    assert "<td>drop_rate &lt; 1%</td>" in shown
    # Response times of 2, 3 and 4 s.
    assert "<td>response</td><td>3</td><td>3</td><td>4</td><td>4</td><td>4</td>" in shown


def test_submitters_are_drawn_beside_each_other_where_there_are_several(run_text: Run) -> None:
    assert run_text(TEXT).plot.responses() is None
    figure = run_text(TEXT, "submitters.b={cadence: 1s, jobs: 2}").plot.responses()
    assert {trace.name for trace in figure.data} == {"a", "b"}
