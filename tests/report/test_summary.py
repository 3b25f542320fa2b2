"""The summary of a run, where figures with their intervals are too wide for one table."""

from collections.abc import Callable
from pathlib import Path

import jobsim
from jobsim.report.summary import headline, summary
from jobsim.report.terminal import console

BY_HAND = Path(__file__).parents[2] / "docs" / "by_hand.yaml"


def test_no_label_is_broken_for_the_sake_of_figures() -> None:
    result = jobsim.run(jobsim.load(BY_HAND, ["replications=100"]))
    lines = lines_of(result)
    assert max(map(len, lines)) <= 80
    tables = [line.split() for line in lines if line.startswith(("seconds", "response"))]
    assert [row[0] for row in tables] == ["seconds", "response"] * 2
    assert tables[0] == ["seconds", "mean", "p50", "p95"]
    assert tables[2] == ["seconds", "p99", "max"]


EVERY_2S = """
name: every
submitters: {a: {cadence: 2s, jobs: 2}, b: {start: 1s, cadence: 1s, jobs: 1}}
processors: {w: {service: 2s}}
"""


def lines_of(result: jobsim.Result) -> list[str]:
    page = console()
    page.width = 80
    with page.capture() as captured:
        page.print(summary(result, Path("out")))
    return captured.get().splitlines()


def test_response_times_are_shown_by_submitter(run_text: Callable[..., jobsim.Result]) -> None:
    # a puts at 0 s and 2 s, b at 1 s; each is served for 2 s, after the one before.
    rows = [line.split() for line in lines_of(run_text(EVERY_2S))]
    assert "response 3 3 4 4 4".split() in rows
    assert "response of a 3 2 4 4 4".split() in rows
    assert "response of b 3 3 3 3 3".split() in rows
    alone = lines_of(run_text("submitters: {a: {cadence: 2s, jobs: 2}}\nprocessors: {w: {service: 2s}}"))
    assert not any(line.startswith("response of") for line in alone)


def test_replications_that_end_together_are_said_to(run_text: Callable[..., jobsim.Result]) -> None:
    assert headline(run_text(EVERY_2S, "replications=3")) == "every: 3 replications, of 6 s each"
    exponential = "submitters.a.cadence={distribution: exponential, mean: 2s}"
    drawn = headline(run_text(EVERY_2S, "replications=3", exponential))
    assert drawn.startswith("every: 3 replications, which ended after ")
    assert drawn.endswith(" s on average")
    assert headline(run_text(EVERY_2S, "replications=1", "until=14400s")) == "every: every job has ended, after 6 s"
