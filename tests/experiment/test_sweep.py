"""A sweep: every point is the run that it would be alone, and the table is the same bytes wherever it was made."""

import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import polars as pl
import pytest

import jobsim
from jobsim.engines.choosing import choose
from jobsim.engines.interruption import Interruption
from jobsim.engines.running import run_scenario
from jobsim.errors import FileAccessError, LimitReached, UsageError
from jobsim.experiment.places import Where
from jobsim.experiment.preparing import prepare
from jobsim.experiment.sweep import Progress, go_through
from jobsim.experiment.work import measure
from jobsim.results.known_metrics import known_metrics
from jobsim.results.sweep_table import name_of
from jobsim.scenario.grids.grid import read_grid
from jobsim.scenario.schema import EngineName
from tests.experiment.sweeps import VARY, mm1, swept


def table(result: jobsim.Sweep) -> bytes:
    return result.table if isinstance(result.table, bytes) else result.table.read_bytes()


@pytest.fixture(scope="module")
def expected() -> bytes:
    """The table of the small sweep, made in this process."""
    return table(jobsim.sweep(mm1(), VARY, workers=1))


def test_each_point_is_the_run_that_it_would_be_alone() -> None:
    result = jobsim.sweep(mm1(), VARY, workers=1)
    assert repr(result) == "<Sweep of mm1: 8 of 8 points>"
    assert result.complete
    rows = result.points.to_dicts()
    assert [(row["point"], row["queue.capacity"], row["processors.w.count"]) for row in rows[:3]] == [
        (1, 0, 1),
        (2, 0, 2),
        (3, 1, 1),
    ]
    for row in rows:
        at = [f"queue.capacity={row['queue.capacity']}", f"processors.w.count={row['processors.w.count']}"]
        alone = jobsim.run(mm1(*at))
        assert (row["replications"], row["error"]) == (3, None)
        for metric, of, _, mean, low, high, *_ in alone.metrics:
            name = name_of(metric, of)
            assert (row[name], row[f"{name} low"], row[f"{name} high"]) == (mean, low, high), name
        assert len(row) == 5 + 3 * len(alone.metrics)


def test_the_columns_are_those_of_the_metrics() -> None:
    result = jobsim.sweep(mm1(), VARY, workers=1)
    names = [name_of(one.metric, one.of) for one in jobsim.run(mm1()).metrics]
    assert result.points.columns == [
        "point",
        "queue.capacity",
        "processors.w.count",
        "replications",
        "error",
        *(f"{name}{end}" for name in names for end in ("", " low", " high")),
    ]
    assert "p95(response) of submitter:a high" in result.points.columns


def test_which_metrics_there_are_is_known_beforehand(scenarios: Path) -> None:
    for file in sorted(scenarios.glob("*.yaml")):
        scenario = jobsim.load(file, ["record=summary"])
        found = jobsim.run(scenario, engine="compiled").metrics
        assert [tuple(key) for key in known_metrics(scenario)] == [one[:3] for one in found], file


def test_the_bytes_do_not_depend_on_who_made_them(expected: bytes, tmp_path: Path) -> None:
    assert table(jobsim.sweep(mm1(), VARY, workers=2)) == expected
    assert table(jobsim.sweep(mm1(), VARY, workers=1, out=tmp_path / "out")) == expected
    with ThreadPoolExecutor(3) as threads:
        assert table(jobsim.sweep(mm1(), VARY, executor=threads)) == expected
    assert table(jobsim.sweep(mm1(), VARY, engine="compiled", workers=1)) == expected


def test_nor_on_the_size_of_tasks_or_the_order_in_which_they_end(
    expected: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("jobsim.experiment.points.TASK_SECONDS", 0.0)
    order: list[int] = []

    def late(task: Any) -> Any:
        time.sleep(0.1 if task.point == 1 else 0)
        order.append(task.point)
        return measure(task)

    with ThreadPoolExecutor(8) as threads:
        result = swept(late, Where(executor=threads), tmp_path / "out")
    assert len(order) == 24
    assert order != sorted(order)
    assert table(result) == expected


def test_tables_come_back_where_they_are_asked_for(tmp_path: Path) -> None:
    result = jobsim.sweep(mm1(), VARY[:1], workers=2, tables=tmp_path / "all")
    assert sorted(path.name for path in (tmp_path / "all").iterdir()) == [f"mm1@queue.capacity={n}" for n in range(4)]
    alone = jobsim.run(mm1("queue.capacity=2")).write(tmp_path / "alone")
    for name in ("jobs.csv", "timeline.csv", "replications.csv", "summary.csv"):
        assert (alone / name).read_bytes() == (tmp_path / "all/mm1@queue.capacity=2" / name).read_bytes()
    assert result.table == jobsim.sweep(mm1(), VARY[:1], workers=1).table
    with pytest.raises(jobsim.JobsimError, match="is not a folder"):
        jobsim.sweep(mm1(), VARY, workers=1, tables=alone / "jobs.csv")


def test_the_seed_is_the_same_at_every_point() -> None:
    points = jobsim.sweep(mm1(), ["queue.capacity=50,60"], workers=1).points
    # Nothing is ever refused in either, so with the same draws all is the same.
    assert points["mean(response)"].n_unique() == 1


def test_a_point_that_fails_is_a_row_with_its_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(scenario: jobsim.Scenario, options: Any) -> Any:
        if scenario.queue.capacity == 1:
            raise LimitReached("too\nmuch")
        if scenario.queue.capacity == 2 and options.replication == 2:
            raise MemoryError
        if scenario.queue.capacity == 3:
            raise ZeroDivisionError("oh")
        return run_scenario(scenario, options)

    monkeypatch.setattr("jobsim.experiment.work.run_scenario", run)
    result = jobsim.sweep(mm1(), VARY, workers=1)
    assert result.complete
    assert result.failed == {
        3: "too\\nmuch",
        4: "too\\nmuch",
        5: "the memory is used up; fewer jobs need less of it",
        6: "the memory is used up; fewer jobs need less of it",
        7: "a fault of jobsim's own: ZeroDivisionError: oh",
        8: "a fault of jobsim's own: ZeroDivisionError: oh",
    }
    assert result.faults == 2
    assert repr(result) == "<Sweep of mm1: 8 of 8 points, 6 of them failed>"
    points = result.points
    assert points["error"].to_list()[1:3] == [None, "too\\nmuch"]
    assert points["replications"].to_list() == [3, 3, 0, 0, 0, 0, 0, 0]
    assert points["mean(waiting)"].null_count() == 6


def test_of_several_failures_the_first_replications_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    def run(scenario: jobsim.Scenario, options: Any) -> Any:
        time.sleep((4 - options.replication) / 50)
        raise LimitReached(f"replication {options.replication}")

    monkeypatch.setattr("jobsim.experiment.points.TASK_SECONDS", 0.0)
    monkeypatch.setattr("jobsim.experiment.work.run_scenario", run)
    with ThreadPoolExecutor(3) as threads:
        assert set(jobsim.sweep(mm1(), VARY, executor=threads).failed.values()) == {"replication 1"}


def test_points_may_have_different_metrics() -> None:
    points = jobsim.sweep(mm1(), {"submitters.a.retry": [None, {"attempts": 2, "delay": "1s"}]}, workers=1).points
    assert points["mean(puts)"].null_count() == 1
    assert points["submitters.a.retry"].dtype == pl.String
    assert points.columns.index("mean(puts)") > points.columns.index("max(response) of queue:queue")


def test_varied_numbers_are_numbers() -> None:
    points = jobsim.sweep(mm1("replications=1"), {"processors.w.speed": [1, 0.5], "queue.expire": ["1s"]}, workers=1)
    kinds = points.points.schema
    assert (kinds["processors.w.speed"], kinds["queue.expire"]) == (pl.Float64, pl.String)
    assert points.points["p95(response) low"].null_count() == 2


def test_the_engine_is_chosen_by_all_the_work_together() -> None:
    grid = read_grid(mm1("submitters.a.jobs=30000", "replications=1"), ["queue.capacity=1:30"])
    told: list[str] = []
    prepared = prepare(grid, told.append)
    assert choose(grid.scenario(1)).engine is EngineName.SIMPY
    assert prepared.point(1).scenario.engine is EngineName.COMPILED
    assert told[0] == "engine compiled: about 900,000 jobs would take simpy 4 s"
    assert prepare(read_grid(mm1(), VARY)).point(1).scenario.engine is EngineName.SIMPY


def test_a_sweep_waits_for_no_clock() -> None:
    with pytest.raises(UsageError, match="a sweep computes time, and does not wait for it: choose the engine auto"):
        jobsim.sweep(mm1("engine=asyncio"), VARY)
    with pytest.raises(UsageError, match="cannot run"):
        jobsim.sweep(mm1("engine=compiled"), ["processors.w.limit=1/s,0.1234567891/s"])


def test_one_place_is_enough() -> None:
    with pytest.raises(UsageError, match="choose one"):
        jobsim.sweep(mm1(), VARY, workers=2, cluster="tcp://127.0.0.1:1")
    for wrong in (0, -1, 1.5, "2", 2000):
        with pytest.raises(UsageError, match="--workers must be a number from 1 to 1,024"):
            jobsim.sweep(mm1(), VARY, workers=wrong)  # type: ignore[arg-type]


def test_what_is_wrong_with_a_setting_is_said() -> None:
    with pytest.raises(jobsim.ScenarioError, match="--engine warp: engine: must be"):
        jobsim.sweep(mm1(), VARY, engine="warp")
    with pytest.raises(jobsim.ScenarioError, match="--replications 0"):
        jobsim.sweep(mm1(), VARY, replications=0)


PRECISE = "precision={of: mean(service), within: 15%, most: 40}"


@pytest.mark.parametrize(
    "settings",
    [
        (PRECISE,),
        (PRECISE, "warmup=auto"),
        ("warmup=10s", "record=summary", "replications=3"),
        ("warmup=auto", "replications=5", "expect=['p99.9(waiting) < 1s', 'share(response > 1s, a) > 0']"),
        ("until=10000s", "submitters.a.jobs=null", "replications=1"),
    ],
)
@pytest.mark.parametrize("tables", [False, True])
def test_a_point_is_measured_as_the_same_run_alone(settings: tuple[str, ...], tables: bool, tmp_path: Path) -> None:
    kept = tmp_path / "tables" if tables else None
    points = jobsim.sweep(mm1(*settings), ["queue.capacity=0,2"], workers=1, tables=kept).points
    for row, places in enumerate((0, 2)):
        alone = jobsim.run(mm1(*settings, f"queue.capacity={places}"))
        assert points["replications"][row] == len(alone.runs)
        for found in alone.metrics:
            name = found.metric if found.of == "all" else f"{found.metric} of {found.of}"
            of_point = tuple(points[f"{name}{end}"][row] for end in ("", " low", " high"))
            assert of_point == (found.mean, found.low, found.high), name
        if kept is not None:
            folders = kept / f"mm1@queue.capacity={places}", alone.write(tmp_path / "alone")
            assert len({(folder / "summary.csv").read_bytes() for folder in folders}) == 1


@pytest.mark.parametrize(("out", "tables"), [("s", "s"), ("s", "s/tables"), ("t/s", "t")])
def test_tables_and_the_sweep_lie_beside_each_other(out: str, tables: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="must lie beside each other"):
        jobsim.sweep(mm1(), VARY, workers=1, out=tmp_path / out, tables=tmp_path / tables)
    assert not any(tmp_path.iterdir())


def test_a_place_for_tables_that_is_taken_is_told_before_anything_runs(tmp_path: Path) -> None:
    mine = tmp_path / "tables" / "mm1@queue.capacity=2"
    mine.mkdir(parents=True)
    (mine / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(FileAccessError, match="holds files but no result"):
        jobsim.sweep(mm1(), ["queue.capacity=1:3"], workers=1, out=tmp_path / "s", tables=tmp_path / "tables")
    assert [entry.name for entry in (tmp_path / "tables").iterdir()] == [mine.name]
    assert not (tmp_path / "s").exists()


def test_what_is_varied_cannot_be_set_as_well() -> None:
    with pytest.raises(UsageError, match=r"queue\.capacity is varied, and cannot be set as well"):
        read_grid(mm1(), VARY, ["queue.capacity=5"])


def test_how_far_it_is_is_told() -> None:
    told: list[Progress] = []
    go_through(prepare(read_grid(mm1(), VARY)), Where(workers=1), None, Interruption(), told=told.append)
    assert told[-1] == Progress(8, 8, 0, 1.0)
    assert [progress.share for progress in told] == sorted(progress.share for progress in told)
