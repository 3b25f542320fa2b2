"""What is shown of a sweep: what is usual, and what the scenario expects something of."""

from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

import jobsim
from jobsim.report.page.page import Grid
from jobsim.report.page.sweeps import page_of_sweep
from jobsim.report.pictures.picture import Picture
from jobsim.report.sweep_figures import SweepFigure, expected
from jobsim.report.sweep_summary import sweep_summary
from jobsim.results.sweep_table import Columns

# Each job of a takes a second and that of b two; one processor, so the other waits. Nobody has a reason to be lost.
TEXT = """
name: two
submitters: {a: {cadence: 10s, jobs: 2}, b: {cadence: 10s, jobs: 1, size: 2s}}
processors: {w: {service: 1s}}
"""
EXPECTED = """
expect:
  - p95(response, b) < 2500ms
  - loss_rate < 1%
  - share(waiting < 500ms) > 10%
  - share(waiting < 500ms) < 90%
  - throughput > 1/min
  - max(queued) < 9
"""


def test_each_metric_is_shown_once_with_its_limit_if_it_has_one(sweep: jobsim.Sweep) -> None:
    assert list(expected(sweep.grid.base, sweep.columns)) == [
        SweepFigure("p95(response) of submitter:b", "p95(response, b)", "s", 2.5),
        SweepFigure("loss_rate", "loss_rate", "", 0.01),
        SweepFigure("share(waiting < 500ms)", "share(waiting < 500ms)", "", None),
        SweepFigure("throughput", "throughput", "jobs/s", pytest.approx(1 / 60)),
        SweepFigure("max(queued)", "max(queued)", "jobs", 9),
    ]


@pytest.fixture(scope="module")
def sweep(tmp_path_factory: pytest.TempPathFactory) -> jobsim.Sweep:
    scenario = jobsim.loads(TEXT + EXPECTED)
    return jobsim.sweep(scenario, {"processors.w.count": [1, 2]}, workers=1, out=tmp_path_factory.mktemp("s") / "out")


def test_the_terminal_shows_as_much_of_it_as_there_is_room_for(sweep: jobsim.Sweep) -> None:
    def lines(found: jobsim.Sweep) -> list[str]:
        console = Console(width=80, record=True, file=StringIO())
        console.print(sweep_summary(found, None))
        return [line.rstrip() for line in console.export_text().splitlines()]

    head = next(line for line in lines(sweep) if line.startswith("count"))
    assert head.endswith("p95 response  p95(response, b)")
    # b comes second: it waits for a second, and takes two; with two processors it only takes its own time.
    rows = [line.split() for line in lines(sweep) if line[:5].strip() in ("1", "2")]
    assert [row[-2:] for row in rows] == [["3", "s"], ["2", "s"]]


def test_the_page_draws_it_with_its_limit(sweep: jobsim.Sweep) -> None:
    page = page_of_sweep(sweep)
    pictures = {part.title: part for section in page.sections for part in section.parts if isinstance(part, Picture)}
    assert next(iter(pictures)) == "p95(response, b)"
    assert [trace["y"] for trace in pictures["p95(response, b)"].data] == [[3, 2], [2.5, 2.5]]
    assert "limit" in {trace["name"] for trace in pictures["Jobs done"].data}
    [table] = [part for section in page.sections for part in section.parts if isinstance(part, Grid)]
    assert "p95(response) of submitter:b, s" in table.columns
    assert "max(queued), jobs" in table.columns
    assert [row[0] for row in table.rows] == ["1", "2"]


def test_without_expectations_nothing_is_added(tmp_path: Path) -> None:
    plain = jobsim.sweep(jobsim.loads(TEXT), {"processors.w.count": [1, 2]}, workers=1, out=tmp_path / "out")
    page = page_of_sweep(plain)
    titles = [part.title for section in page.sections for part in section.parts if isinstance(part, Picture)]
    assert titles[0] == "The 95th percentile of the response time"


@pytest.mark.parametrize("expected_of", [["[]", "[loss_rate < 2%]"], ["[p99.9(response) < 9s]", "[loss_rate < 1%]"]])
def test_points_may_expect_something_else(tmp_path: Path, expected_of: list[str]) -> None:
    scenario = jobsim.loads(TEXT + "expect: [p99.5(waiting) < 9s]")
    swept = jobsim.sweep(scenario, {"expect": ",".join(expected_of)}, workers=1, out=tmp_path / "out")
    assert not swept.failed
    titles = [
        part.title for section in page_of_sweep(swept).sections for part in section.parts if isinstance(part, Picture)
    ]
    assert titles[0] == "The 95th percentile of the response time"
    console = Console(width=80, record=True, file=StringIO())
    console.print(sweep_summary(swept, None))
    assert expected_of[1][:10] in console.export_text()  # a value is no markup


def test_a_value_may_look_like_markup(tmp_path: Path) -> None:
    swept = jobsim.sweep(jobsim.loads(TEXT), {"description": ["[/x] y", "[b]"]}, workers=1, out=tmp_path / "out")
    console = Console(width=80, record=True, file=StringIO())
    console.print(sweep_summary(swept, None))
    assert {"[/x]", "[b]"} <= set(console.export_text().split())


def test_units_are_those_of_what_is_counted() -> None:
    text = """
submitters: {a: {cadence: 10s, jobs: 2}}
processors: {w: {service: 1s, failure: 0%, schedule: [{at: 9s, count: 2}]}}
expect: [mean(attempts) < 2, mean(processors) < 3, completed > 1, mean(queued) < 2]
"""
    scenario = jobsim.loads(text)
    metrics = [("mean(attempts)", "all"), ("mean(processors)", "all"), ("completed", "all"), ("mean(queued)", "all")]
    figures = expected(scenario, Columns((), tuple(metrics)))
    assert [figure.unit for figure in figures] == ["attempts", "processors", "jobs", "jobs"]
