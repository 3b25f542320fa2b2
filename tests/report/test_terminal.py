"""What the terminal shows: the summary, the comparison, the progress bar."""

from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console, RenderableType

import jobsim
from jobsim.analysis.comparison import compare
from jobsim.engines.engine import Progress
from jobsim.report import progress as progress_bar
from jobsim.report.figures import number, percent, percent_spread, spread
from jobsim.report.side_by_side import side_by_side
from jobsim.report.summary import summary
from tests.results.test_attempts import GIVEN_UP, RESTARTING, TRIED_AGAIN
from tests.results.test_metrics import SCENARIO

Run = Callable[..., jobsim.Result]


def shown(what: RenderableType) -> list[str]:
    console = Console(width=80, record=True, file=StringIO())
    console.print(what)
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_the_summary_says_what_a_run_came_to(run_text: Run) -> None:
    lines = shown(summary(run_text("name: tiny\n" + SCENARIO.strip()), Path("results/tiny")))
    assert lines[0] == "tiny: every job has ended, after 12 s"
    assert lines[1].startswith("  engine simpy, seed 0, 0.0")
    assert lines[2] == "  beware: load 4 on schedule from 0s to 5s: about 75% of it is too much"
    assert [line.split() for line in lines[3:]] == [
        ["jobs", "completed", "dropped", "lost", "done/s"],
        ["all", "5", "3", "2", "40.0%", "0.25"],
        ["seconds", "mean", "p50", "p95", "p99", "max"],
        ["blocked", "1.4", "2", "2.5", "2.5", "2.5"],
        ["waiting", "2.333", "3", "4", "4", "4"],
        ["service", "4", "4", "4", "4", "4"],
        ["response", "7", "7", "10", "10", "10"],
        ["number", "busy", "completed", "mean", "service"],
        ["processor:w", "1", "100.0%", "3", "4", "s"],
        ["waiting", "in", "the", "queue:", "0.5833", "jobs", "on", "average,", "1", "at", "most;", "places:", "1"],
        # One waits from 1 to 8 s; a part has 12/58 s. In the fifth it is 1/6 of one, or 1.17 of seven steps up.
        ["0", "to", "1", "jobs", "▁" * 4 + "▃" + "█" * 33 + "▆" + "▁" * 19],
        ["0", "s", "12", "s"],
        ["estimate", "(overload", "as", "a", "fluid)"],
        ["theory", "simulated"],
        ["lost", "about", "2", "jobs", "2", "jobs"],  # of 5, of which 1.25 are served, and 1 + 0.625 wait
        ["Results:", "results/tiny"],
    ]


def test_the_summary_fits_80_columns(scenarios: Path) -> None:
    for file in scenarios.glob("*.yaml"):
        result = jobsim.run(file)
        lines = shown(summary(result, Path("results")))
        assert max(map(len, lines)) <= 80
        (head,) = [line for line in lines if "done/s" in line]
        assert {"jobs", "completed", "lost", "done/s"} <= set(head.split())  # none is folded
        assert any("unfinished" in line.split() for line in lines) == bool(result.value("unfinished"))


def test_losses_that_do_not_fit_beside_stand_apart(scenarios: Path) -> None:
    lines = [line.split() for line in shown(summary(jobsim.run(scenarios / "storm.yaml", replications=5), Path("r")))]
    assert ["jobs", "completed", "lost", "puts", "tries", "done/s"] in lines
    assert ["rejected", "abandoned", "unfinished"] in lines


def test_columns_that_say_something_are_shown(run_text: Run) -> None:
    def columns(text: str) -> str:
        return "".join(line for line in shown(summary(run_text(text), Path("r"))) if "done/s" in line or "busy" in line)

    assert not {"puts", "tries", "wasted", "limited"} & set(columns(GIVEN_UP.replace("2500ms", "9s")).split())
    assert {"wasted"} == {"puts", "tries", "wasted", "limited"} & set(columns(GIVEN_UP).split())
    assert {"puts"} == {"puts", "tries", "wasted", "limited"} & set(columns(TRIED_AGAIN).split())
    assert {"tries", "wasted"} == {"puts", "tries", "wasted", "limited"} & set(columns(RESTARTING).split())


def test_real_time_shows_its_lag(run_text: Run) -> None:
    lines = shown(
        summary(run_text("submitters: {a: {cadence: 1ms, jobs: 3}}\nprocessors: {w: {}}", engine="asyncio"), Path())
    )
    assert "engine asyncio, seed 0, speed 1, worst lag 0." in lines[1]


def test_a_comparison_shows_what_differs(run_text: Run, tmp_path: Path) -> None:
    run_text(SCENARIO).write(tmp_path / "one")
    run_text(SCENARIO, "processors.w.service=2s").write(tmp_path / "two")
    lines = shown(side_by_side(compare([tmp_path / "one", tmp_path / "two"]), 80))
    assert lines[:2] == ["A = one", "B = two"]
    assert lines[2].split() == ["metric", "of", "unit", "A", "B", "B", "-", "A", "B", "/", "A"]
    rows = [line.split() for line in lines]
    assert ["completed", "all", "jobs", "3", "5", "+2", "1.667"] in rows
    assert ["mean(service)", "all", "s", "4", "2", "-2", "0.5"] in rows
    assert not any(line.startswith("jobs ") for line in lines), "what is the same is not shown"


def test_many_results_have_many_letters(run_text: Run) -> None:
    results = [run_text(SCENARIO, f"name=n{number}", f"seed={number}") for number in range(28)]
    lines = shown(side_by_side(compare(results), 80))
    assert lines[:2] == ["A = n0", "B = n1"]
    assert lines[25:28] == ["Z = n25", "R27 = n26", "R28 = n27"]


def test_equal_results_are_said_to_be_equal(run_text: Run, tmp_path: Path) -> None:
    run_text(SCENARIO).write(tmp_path / "one")
    run_text(SCENARIO).write(tmp_path / "two")
    lines = shown(side_by_side(compare([tmp_path / "one", tmp_path / "two"]), 80))
    assert lines[:2] == ["A = one", "B = two"]
    assert lines[2].startswith("All ")
    assert lines[2].endswith(" figures are the same in A and B.")


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "-"), (0, "0"), (3.0, "3"), (1234567, "1,234,567"), (0.12345, "0.1235"), (12345.6, "12,346")],
)
def test_figures(value: float | None, text: str) -> None:
    assert number(value) == text


def test_percents() -> None:
    assert [percent(0.7858), percent(None)] == ["78.6%", "-"]
    # Nearly none is not none, and nearly all not all.
    said = [percent(value) for value in (0, 0.00003, 0.0006, 0.99996, 1)]
    assert said == ["0.0%", "0.003%", "0.1%", "99.996%", "100.0%"]


def test_the_bar_appears_after_a_second_with_rate_and_time_left(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: now[0])
    scenario = jobsim.loads("until: 100s\n" + SCENARIO.strip(), "slow")
    console = Console(width=100, force_terminal=True, record=True, file=StringIO())
    with progress_bar.ProgressBar(scenario, console) as bar:
        now[0] = 100.5
        bar(Progress(10 * 10**9, 1))
        assert bar._bar is None
        now[0] = 102.0
        bar(Progress(50 * 10**9, 2))
        assert bar._bar is not None
        task = bar._bar.tasks[0]
        assert (task.completed, task.total) == (0.5, 1.0)
        assert task.fields["figures"] == "50 s, 1 jobs/s"


def test_the_share_done_is_unknown_without_an_end() -> None:
    scenario = jobsim.loads("submitters: {a: {cadence: 1s, stop: 1h}}\nprocessors: {w: {}}")
    assert progress_bar.ProgressBar(scenario, Console())._total() is None


def test_a_run_of_so_many_jobs_is_done_by_its_jobs(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(progress_bar.time, "monotonic", lambda: now[0])
    scenario = jobsim.loads("submitters: {a: {cadence: 1s, jobs: 20, count: 2}}\nprocessors: {w: {}}")
    with progress_bar.ProgressBar(scenario, Console(force_terminal=True, file=StringIO())) as bar:
        now[0] = 102.0
        bar(Progress(10 * 10**9, 10))
        drawn = bar._bar
        assert drawn is not None
        assert drawn.tasks[0].completed == 0.25
        now[0] = 104.0
        bar(Progress(20 * 10**9, 40))
        assert bar._bar is drawn
        assert [task.completed for task in drawn.tasks] == [1.0]


def test_a_run_that_is_over_soon_draws_no_bar() -> None:
    drawn = StringIO()
    with progress_bar.ProgressBar(jobsim.loads(SCENARIO), Console(force_terminal=True, file=drawn)) as bar:
        bar(Progress(10**9, 1))
    assert drawn.getvalue() == ""


@pytest.mark.parametrize(
    ("mean", "half", "text"),
    [
        (0.84712, 0.2871, "0.85 ±0.29"),
        (1.2044, 0.0261, "1.204 ±0.026"),
        (10.03, 0.69, "10.03 ±0.69"),
        (12_345.6, 123.4, "12,346 ±123"),
        (5.0, 9.96, "5.0 ±10.0"),
        (1.0, 1e-12, "1.000000 ±0.000000"),
        (0.5, 0.0, "0.5"),
        (0.5, None, "0.5"),
        (None, None, "-"),
    ],
)
def test_a_mean_has_as_many_places_as_its_interval_gives_sense(
    mean: float | None, half: float | None, text: str
) -> None:
    assert spread(mean, half) == text


@pytest.mark.parametrize(
    ("mean", "half", "text"),
    [
        (0.4268, 0.0088, "42.68% ±0.88"),
        (0.927, 0.017, "92.7% ±1.7"),
        (0.5, None, "50.0%"),
        (0.0, 0.01, "0.0%"),
        (None, None, "-"),
    ],
)
def test_a_share_has_as_many_places_as_its_interval_gives_sense(
    mean: float | None, half: float | None, text: str
) -> None:
    assert percent_spread(mean, half) == text
