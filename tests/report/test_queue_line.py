"""The summary's line of blocks: the queue over time, as it was worked out by hand, and on every terminal."""

import re
from collections.abc import Callable
from io import BytesIO, StringIO, TextIOWrapper
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from rich.console import Console

import jobsim
from jobsim.report.figures import number
from jobsim.report.queue_line import BLOCKS, PLAIN, QueueLine, blocks
from jobsim.report.summary import summary
from jobsim.results.shown.queue_over_time import queue_over_time

Run = Callable[..., jobsim.Result]

# Puts at 0, 1, 2 and 3 s; services from 0, 3, 6 and 9 s, of 3 s each. In the queue: none in the first second, one in
# the second, two in the third; at 3 s one starts and one comes, so two until 6 s; one until 9 s; then none until 12 s.
FOUR = """
name: four
timeline: 1s
submitters: {a: {cadence: 1s, jobs: 4, pacing: fixed}}
processors: {w: {service: 3s}}
"""
WIDE = "w" * 64


def lines(result: jobsim.Result, width: int = 80, encoding: str = "utf-8") -> list[str]:
    written = BytesIO()
    file = TextIOWrapper(written, encoding=encoding, write_through=True)
    Console(width=width, file=file).print(QueueLine(result))
    return written.getvalue().decode(encoding).splitlines()


@pytest.mark.parametrize(
    ("parts", "lengths"),
    [
        (12, [0, 1, 2, 2, 2, 2, 1, 1, 1, 0, 0, 0]),
        (24, [0, 0, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0]),
        (4, [1, 2, 1, 0]),  # three intervals each
        (8, [1 / 3, 5 / 3, 2, 2, 1, 1, 0, 0]),  # one and a half each: 1/2 · 1, then 1/2 · 1 + 2, of 3/2
        (1, [1]),
    ],
)
def test_the_lengths_are_averages_by_time(run_text: Run, parts: int, lengths: list[float]) -> None:
    found, end = queue_over_time(run_text(FOUR), parts)
    assert found.tolist() == pytest.approx(lengths)
    assert end == 12


def test_a_last_interval_that_is_shorter_counts_by_its_time(run_text: Run) -> None:
    found, _ = queue_over_time(run_text(FOUR, "timeline=5s"), 3)
    # Intervals: 0 to 5 s with 0 + 1 + 2 + 2 + 2 = 7 job-seconds, to 10 s with 2 + 1 + 1 + 1 = 5, to 12 s with none.
    assert found.tolist() == pytest.approx([(4 * 7 / 5) / 4, (7 / 5 + 3 * 5 / 5) / 4, (2 * 5 / 5) / 4])


def test_of_several_replications_it_is_the_mean(run_text: Run) -> None:
    text = """
    timeline: 100ms
    submitters: {a: {cadence: {distribution: exponential, mean: 1s}, jobs: 30}}
    processors: {w: {service: {distribution: exponential, mean: 1s}}}
    """
    result = run_text(text, replications=3)
    found, end = queue_over_time(result, 7)
    jobs = result.jobs.to_dicts()
    assert end == pytest.approx(max(float(job["ended_at"]) for job in jobs))
    assert len({float(job["ended_at"]) for job in jobs if job["job"] == 30}) == 3, "they end at different times"
    total = sum(float(job["waiting"]) for job in jobs)
    assert found.sum() * end / 7 == pytest.approx(total / 3)
    edges = np.linspace(0, end, 8)
    for part, (start, stop) in enumerate(pairwise(edges)):
        waited = sum(
            max(min(float(job["started_at"]), stop) - max(float(job["admitted_at"]), start), 0.0) for job in jobs
        )
        # The timeline averages over 0.1 s, so that a part's edge can be off by what waits in one interval.
        assert found[part] == pytest.approx(waited / 3 / (stop - start), abs=0.1 * 10 / (stop - start))


def test_the_line_has_its_scale_and_the_times_at_its_ends(run_text: Run) -> None:
    line, times = lines(run_text(FOUR))
    # 58 parts of 12 s, so 4 5/6 of them a second. In the fifth 1/6 on average, of 2 in seven steps: 0.58, one step up.
    # In the tenth 2/3 · 1 + 1/3 · 2 = 4/3, or 4.67 steps; at 6 s, after 29, it is one; in the 44th 1/2, or 1.75 steps.
    assert line == "0 to 2 jobs " + "▁" * 4 + "▂" + "▅" * 4 + "▆" + "█" * 19 + "▅" * 14 + "▃" + "▁" * 14
    assert times.split() == ["0", "s", "12", "s"]
    assert line.index("▁") == times.index("0")
    assert len(line) == len(times) == len("0 to 2 jobs ") + 58


def test_the_first_block_is_an_empty_queue_and_the_last_the_most() -> None:
    assert blocks([0, 0.001, 1, 2, 6, 6.001, 7], 7) == "▁▂▂▃▇██"
    assert blocks([0.0, 1e-12, 3.0], 3.0) == "▁▂█"
    assert blocks([0, 1, 2, 3, 4, 5, 6, 7], 7, PLAIN) == PLAIN


def test_where_nobody_waited_there_is_no_line(run_text: Run) -> None:
    assert lines(run_text("submitters: {a: {cadence: 1s, jobs: 3}}\nprocessors: {w: {service: 1s}}")) == []
    assert lines(run_text("submitters: {a: {cadence: 0s, jobs: 3}}\nprocessors: {w: {service: 0s}}")) == []


@pytest.mark.parametrize(
    ("encoding", "letters"), [("utf-8", BLOCKS), ("ascii", PLAIN), ("latin-1", PLAIN), ("cp437", PLAIN)]
)
def test_every_encoding_can_say_it(run_text: Run, encoding: str, letters: str) -> None:
    line, _ = lines(run_text(FOUR), encoding=encoding)
    assert set(line.removeprefix("0 to 2 jobs ")) <= set(letters)


@pytest.mark.parametrize("width", [10, 40, 80, 200])
def test_it_fits_where_it_is(run_text: Run, width: int) -> None:
    for line in lines(run_text(FOUR), width):
        assert len(line) <= min(width, 80)


def test_a_folded_run_has_its_line_too(run_text: Run) -> None:
    assert lines(run_text(FOUR, record="summary")) == lines(run_text(FOUR))


def test_names_fold_and_figures_do_not(run_text: Run) -> None:
    """In 80 columns, with names of the greatest length, and every column of figures there can be."""
    text = f"""
    name: {WIDE}
    until: 30s
    queue: {{capacity: 3, expire: 2s, redelivery: {{attempts: 2}}}}
    submitters:
      {WIDE}: {{cadence: 50ms, pacing: fixed, timeout: 1s, deadline: 1s, give_up: 3s, retry: {{attempts: 3}}}}
      b: {{cadence: {{distribution: exponential, mean: 50ms}}, pacing: fixed, timeout: 300ms}}
    processors:
      {WIDE}: {{count: 2, failure: 10%, service: {{distribution: exponential, mean: 1s}}, slots: 1}}
      v: {{service: 700ms, time_limit: 600ms}}
    """
    for replications in (1, 5):
        result = run_text(text, replications=replications)
        console = Console(width=80, file=StringIO(), record=True)
        console.print(summary(result, Path("results")))
        shown = console.export_text()
        assert max(map(len, shown.splitlines())) <= 80
        assert "…" not in shown
        every = shown.split()
        for name, of in (("dropped", "all"), ("expired", "submitter:b"), ("abandoned", f"submitter:{WIDE}")):
            assert number(result.value(name, of)) in every


def colours(result: jobsim.Result) -> str:
    console = Console(width=80, file=StringIO(), force_terminal=True, color_system="standard")
    console.print(summary(result, Path("results")))
    file = console.file
    assert isinstance(file, StringIO)
    return file.getvalue()


def test_losses_stand_out_and_none_does_not(run_text: Run) -> None:
    lost = colours(run_text(FOUR, "queue.capacity=1", "submitters.a.timeout=0s"))
    assert re.findall(r"\x1b\[1;31m *(\S+)\x1b", lost) == ["1", "25.0%"]  # the one at 2 s finds the place taken
    assert "\x1b[1;31m" not in colours(run_text(FOUR))
    unfinished = colours(run_text(FOUR, "until=5s"))
    assert "unfinished" in unfinished
    assert "\x1b[1;31m" not in unfinished
