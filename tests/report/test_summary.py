"""The summary of a run, where figures with their intervals are too wide for one table."""

from pathlib import Path

import jobsim
from jobsim.report.summary import summary
from jobsim.report.terminal import console

BY_HAND = Path(__file__).parents[2] / "docs" / "by_hand.yaml"


def test_no_label_is_broken_for_the_sake_of_figures() -> None:
    result = jobsim.run(jobsim.load(BY_HAND, ["replications=100"]))
    page = console()
    page.width = 80
    with page.capture() as captured:
        page.print(summary(result, Path("out")))
    lines = captured.get().splitlines()
    assert max(map(len, lines)) <= 80
    tables = [line.split() for line in lines if line.startswith(("seconds", "response"))]
    assert [row[0] for row in tables] == ["seconds", "response"] * 2
    assert tables[0] == ["seconds", "mean", "p50", "p95"]
    assert tables[2] == ["seconds", "p99", "max"]
