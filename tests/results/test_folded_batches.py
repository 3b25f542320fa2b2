"""One long run with figures only has the intervals, by batch means, of the same run with tables."""

import math
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.results import batches
from jobsim.results.cut import BATCHES, PARTS, cut
from jobsim.results.estimates import Estimate
from jobsim.results.folding.fold import Ended, Fold
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.metrics import Metric
from jobsim.results.path import in_system, path_of
from jobsim.results.run import Run
from jobsim.units import parse_duration
from tests.model.scenarios import WHOLE_LANGUAGE, scenario
from tests.results.test_batches import MM1, WITH_ATTEMPTS

POISSON = "cadence: {{distribution: exponential, mean: {}ms}}, pacing: fixed"
SEVERAL_GROUPS = f"""
until: 6000.000001234s
queue: {{capacity: 3}}
submitters:
  a: {{{POISSON.format(900)}, count: 2, timeout: 100ms, deadline: 200ms}}
  b: {{{POISSON.format(700)}}}
processors:
  v: {{count: 2, service: {{distribution: exponential, mean: 120ms}}}}
  w: {{service: 100ms}}
expect: [p90(response) < 1s, share(waiting < 50ms) > 0, "share(response > 150ms, b) < 1"]
"""
TRIED_AGAIN = f"""
until: 5000s
warmup: 30s
queue: {{capacity: 2, redelivery: {{attempts: 3, delay: 200ms}}}}
submitters:
  a: {{{POISSON.format(600)}, timeout: 50ms, retry: {{attempts: 3, backoff: {{first: 100ms, jitter: full}}}}}}
  b: {{{POISSON.format(600)}, give_up: 1s}}
processors:
  v: {{service: {{distribution: exponential, mean: 100ms}}, failure: 10%, limit: 20/s, burst: 2}}
  w: {{count: 2, service: 80ms, time_limit: 1s, slots: 1}}
"""
LONG_ENOUGH = {
    "M/M/1": MM1,
    "M/M/1 after a warm-up": MM1 + "warmup: 123s",
    "one name, two pools": MM1.replace("w: {", "v: {service: 90ms}, w: {"),
    "several groups": SEVERAL_GROUPS,
    "attempts and breakdowns": WITH_ATTEMPTS,
    "the same after a warm-up": WITH_ATTEMPTS + "warmup: 77s",
    "puts and attempts again": TRIED_AGAIN,
}


def assert_same_intervals(found: list[Estimate], exact: list[Estimate]) -> None:
    """To the bit; but of percentiles, which are within 0.1 %, nearly."""
    for ours, theirs in zip(found, exact, strict=True):
        if not ours.metric.startswith("p"):
            assert ours == theirs
            continue
        assert (ours.low is None) == (theirs.low is None), ours
        if ours.half is None or theirs.half is None or theirs.error is None or theirs.mean is None:
            continue
        # No batch is further from the whole than √(19·20) errors, so each value is off by 0.1 % of this at the most.
        largest = theirs.mean + math.sqrt(19 * 20) * theirs.error
        assert ours.mean == pytest.approx(theirs.mean, rel=1e-3)
        assert ours.half == pytest.approx(theirs.half, abs=2.1 * 2e-3 * largest / math.sqrt(19))


@pytest.mark.parametrize("rows", [40, 1 << 14])
@pytest.mark.parametrize("name", LONG_ENOUGH)
def test_the_intervals_are_those_of_the_tables(name: str, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether pieces of rows lie in one batch, or all batches in one piece."""
    monkeypatch.setattr("jobsim.results.folding.fold.MOST_ROWS", rows)
    monkeypatch.setattr("jobsim.engines.recording.MANY_BYTES", 72 * rows)
    monkeypatch.setattr("jobsim.engines.simpy_engine._EVENTS_AT_A_TIME", rows)
    asked = jobsim.loads(LONG_ENOUGH[name])
    tables, figures = (jobsim.run(asked, engine="simpy", record=record) for record in ("jobs", "summary"))
    assert tables.in_batches
    assert figures.in_batches
    assert sum(known.half is not None for known in tables.metrics) >= 20
    assert_same_intervals(figures.metrics, tables.metrics)
    assert figures.timeline.equals(tables.timeline, null_equal=True)
    assert jobsim.run(asked, engine="compiled", record="summary").metrics == figures.metrics


PLANNED = ("jobs", "start", "stop", "stagger", "phases", "spacing", "repeat", "trace", "schedule", "on_shrink")


def steady(data: dict[str, Any]) -> dict[str, Any]:
    """A drawn scenario, changed into one that asks for the same all the time."""

    def without_plan(part: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in part.items() if key not in PLANNED}

    submitters = {name: {"cadence": "300ms", **without_plan(part)} for name, part in data["submitters"].items()}
    for part in submitters.values():
        if part["cadence"] == "0s":
            part["cadence"] = "300ms"
        if data["queue"].get("discipline") == "shortest":  # which a recording may have told
            part.setdefault("size", "300ms")
    pools = {name: without_plan(pool) for name, pool in data["processors"].items()}
    until, warmup = data.get("until", "4s"), data.get("warmup", "0s")
    if parse_duration(warmup) >= parse_duration(until):
        warmup = "0s"
    return {**data, "until": until, "warmup": warmup, "submitters": submitters, "processors": pools}


def _is_exact(metric: Metric) -> bool:
    return metric.metric != "max(queued)" and not metric.metric.startswith("p")


@settings(deadline=None, suppress_health_check=list(HealthCheck))
@given(WHOLE_LANGUAGE.map(steady), st.sampled_from([1, 5, 1 << 14]))
def test_batches_of_any_steady_scenario_are_those_of_the_tables(data: dict[str, Any], rows: int) -> None:
    asked = scenario(data)
    found = cut(asked, asked.measured_from)
    assert found is not None
    folds: list[Fold] = []

    true = Fold.end

    def end(fold: Fold, ended: Ended) -> None:
        folds.append(fold)
        true(fold, ended)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("jobsim.results.cut._MOST_CORRELATION", 1.0)
        patch.setattr("jobsim.results.folding.fold.MOST_ROWS", rows)
        patch.setattr(Fold, "end", end)
        tables, figures = (jobsim.run(asked, engine="simpy", record=record).run for record in ("jobs", "summary"))
        assert isinstance(tables, Run)
        assert isinstance(figures, FoldedRun)
        assert np.array_equal(path_of(folds[0].sums), in_system(tables, found.window, BATCHES * PARTS))
        of_figures, of_tables = batches._of_figures(figures, found), batches._of_tables(tables, found)
    assert len(of_figures) == BATCHES
    for ours, theirs in zip(of_figures, of_tables, strict=True):
        assert list(filter(_is_exact, ours)) == list(filter(_is_exact, theirs))
        for one, other in zip(ours, theirs, strict=True):
            if one.metric.startswith("p") and (one.value, other.value) != (None, None):
                assert one.value == pytest.approx(other.value, rel=1e-3), one


def many_names(names: int) -> str:
    parts = ", ".join(f"a{number}: {{{POISSON.format(1000 * names)}}}" for number in range(names))
    return MM1.replace(MM1.splitlines()[2], f"submitters: {{{parts}}}")


def test_histograms_may_take_so_much_memory_and_no_more() -> None:
    # 6,000 s are 2⁴² ns and 1,602 s: a histogram to there has 42 · 512 + 186 places of 8 bytes and one more. Of 22
    # windows there is room for 26: for four kinds of times of five names and a pool, but not of six.
    assert 24 <= 100e6 / (22 * (42 * 512 + 187) * 8) < 28
    assert jobsim.run(jobsim.loads(many_names(5)), record="summary").in_batches
    assert not jobsim.run(jobsim.loads(many_names(6)), record="summary").in_batches
    assert jobsim.run(jobsim.loads(many_names(6))).in_batches


def test_who_has_replications_needs_no_batches() -> None:
    assert len(Fold(jobsim.loads(MM1)).windows) == BATCHES + 2
    several = [
        Fold(jobsim.loads(f"{MM1}{more}")) for more in ("replications: 2", "precision: {of: p50(waiting), within: 5%}")
    ]
    for fold in (*several, Fold(jobsim.loads(MM1), replication=2)):
        assert (len(fold.windows), fold.sums.path_step) == (2, 0)


def test_words_files_and_verdicts_are_those_of_the_tables(
    command: Callable[..., subprocess.CompletedProcess[str]], tmp_path: Path
) -> None:
    (tmp_path / "long.yaml").write_text(f"{MM1}expect: [utilisation < 25%, mean(response) > 130ms]\n", encoding="utf-8")
    tables, figures = (
        command("long.yaml", "--out", "tables"),
        command("long.yaml", "--record", "summary", "--out", "figures"),
    )
    assert "one long run, ± half the width of a 95 % confidence interval by 20 batch means" in figures.stdout
    assert (figures.returncode, tables.returncode) == (3, 3)  # a response takes 125 ms
    verdicts = [
        [line for line in ran.stdout.splitlines() if "expected" in line or "met" in line or "missed" in line]
        for ran in (tables, figures)
    ]
    assert verdicts[0] == verdicts[1]
    assert any("missed" in line for line in verdicts[0])
    rows = [
        [row for row in (tmp_path / name / "summary.csv").read_text().splitlines() if not row.startswith("p")]
        for name in ("tables", "figures")
    ]
    assert rows[0] == rows[1]
    assert sum(",," not in row for row in rows[1]) >= 20
    compared = command("compare", "tables", "figures")
    assert compared.returncode == 0, compared.stderr
    assert "figures only" in compared.stdout
    assert "shows nothing of chance" in compared.stdout


def test_a_sweep_has_them_too() -> None:
    found = jobsim.sweep(jobsim.loads(f"{MM1}record: summary"), {"processors.w.count": "1:2"}, workers=1)
    exact = jobsim.sweep(jobsim.loads(MM1), {"processors.w.count": "1:2"}, workers=1)
    for column in ("mean(waiting) low", "mean(waiting) high", "utilisation low"):
        assert found.points[column].to_list() == exact.points[column].to_list()
        assert None not in found.points[column].to_list()
