"""Changes that fail a comparison, on intervals worked out by hand."""

import math
import subprocess
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from rich.console import Console

from jobsim.analysis.changes import Change, Finding, judge_changes, parse_change
from jobsim.analysis.compared import Comparison, Row
from jobsim.errors import UsageError
from jobsim.report.changes import changes_table

ROWS = [
    # metric, of, unit, baseline, run, its value, this one's, difference, ratio, low, high
    Row("p99(response)", "all", "s", "a", "b", 10.0, 12.0, 2.0, 1.2, 1.0, 3.0),
    Row("p99(response)", "submitter:x", "s", "a", "b", 10.0, 9.0, -1.0, 0.9, -1.5, -0.5),
    Row("p99(response)", "processor:y", "s", "a", "b", None, 9.0, None, None),
    Row("p99(response)", "submitter:z", "s", "a", "b", 1.0, 2.0, 1.0, 2.0),
    Row("p99(response)", "processor:z", "s", "a", "b", 1.0, 2.0, 1.0, 2.0),
    Row("drop_rate", "all", "1", "a", "b", 0.0, 0.02, 0.02, None, 0.015, 0.025),
    Row("throughput", "all", "jobs/s", "a", "b", 50.0, 50.0, 0.0, 1.0, 0.0, 0.0),
]
COMPARISON = Comparison(["a", "b"], ROWS, [], [], 0.95, 0.05)


@pytest.mark.parametrize(
    ("text", "finding"),
    [
        # From +10 % to +30 %.
        ("p99(response) > +5%", "failed"),
        ("p99(response) > +10%", "undecided"),
        ("p99(response) > +20%", "undecided"),
        ("p99(response) > +30%", "passed"),
        ("p99(response) > +900ms", "failed"),
        ("p99(response) > +3s", "passed"),
        ("p99(response) < -5%", "passed"),
        # From -15 % to -5 %.
        ("p99(response, x) < -4%", "failed"),
        ("p99(response, submitter:x) < -0.4s", "failed"),
        ("p99(response, x) < -10%", "undecided"),
        ("p99(response, x) < -20%", "passed"),
        ("p99(response, y) > +1%", "undecided"),  # there is no interval
        ("p99(response, processor:z) > +1%", "undecided"),
        # Of nothing, everything is more.
        ("drop_rate > +5%", "failed"),
        ("drop_rate > +1pp", "failed"),
        ("drop_rate > +3pp", "passed"),
        ("throughput < -2%", "passed"),
        ("throughput > +0%", "passed"),
    ],
)
def test_the_whole_interval_must_lie_beyond(text: str, finding: str) -> None:
    (judged,) = judge_changes(COMPARISON, [parse_change(text)])
    assert judged.finding == finding


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("p99(response) > 5%", "'p99(response) > 5%' is no change; write it like 'p99(response) > +5%'"),
        ("p99(response)", "is no change"),
        ("p99(respons) > +5%", "there is no p99 of 'respons'; did you mean response?"),
        ("drop_rate > +0.01", "'0.01' must be a share of the baseline's value, like 5%, or points, like 1pp"),
        ("p99(response) > +fast", "the limit of p99(response) is a duration, like 2s"),
        ("p98(response) > +5%", "no result has a metric p98(response); did you mean p99(response)?"),
        ("p99(response, w) > +5%", "there is no p99(response) of w; there are all, submitter:x, processor:y"),
        ("p99(response, z) > +5%", "z is the name of submitter:z and processor:z; write one of these"),
    ],
)
def test_what_is_no_change_is_told(text: str, message: str) -> None:
    with pytest.raises(UsageError) as refused:
        judge_changes(COMPARISON, [parse_change(text)])
    assert message in str(refused.value)


def test_a_change_keeps_its_words_and_its_direction() -> None:
    assert parse_change("  throughput  <  -2% ").text == "throughput < -2%"
    found: Change = parse_change("mean(queued) > +3")
    assert (found.limit, found.relative, found.more) == (3.0, False, True)
    assert parse_change("throughput < -5/s").limit == -5.0


def shown(*texts: str) -> list[list[str]]:
    console = Console(width=80, record=True, file=StringIO())
    console.print(changes_table(judge_changes(COMPARISON, [parse_change(text) for text in texts])))
    return [line.split() for line in console.export_text().splitlines()]


def test_how_they_are_shown() -> None:
    assert shown("p99(response) > +5%", "p99(response, x) > +3s", "p99(response, y) < -1%", "drop_rate > +1pp")[1:] == [
        ["failed", "p99(response)", ">", "+5%", "b", "+20", "±10", "%"],
        ["passed", "p99(response,", "x)", ">", "+3s", "b", "-1.00", "±0.50", "s"],
        ["undecided", "p99(response,", "y)", "<", "-1%", "b", "-"],
        ["failed", "drop_rate", ">", "+1pp", "b", "+0.0200", "±0.0050"],
    ]
    assert shown("p99(response, submitter:z) > +5%")[1][-2:] == ["+100", "%"]
    assert shown("throughput > +5/s")[1][-2:] == ["+0", "jobs/s"]


Commands = Callable[..., subprocess.CompletedProcess[str]]
MM1 = """
until: 500s
replications: 5
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 500ms}}}
"""


def test_the_command_ends_with_3(command: Commands, tmp_path: Path) -> None:
    (tmp_path / "mm1.yaml").write_text(MM1, encoding="utf-8")
    service = "processors.w.service={distribution: exponential, mean: 750ms}"
    assert command("mm1.yaml", "-q").returncode == 0
    assert command("mm1.yaml", "-q", "--set", service, "--out", "slower").returncode == 0
    folders = ("results/mm1", "slower")
    ran = command("compare", *folders, "--fail-if", "utilisation > +20%")
    assert ran.returncode == 3, ran.stderr
    assert "failed  utilisation > +20%  slower" in ran.stdout
    assert command("compare", *folders, "--fail-if", "utilisation > +90%").returncode == 0
    # A service that is half as long again: where everybody is served, utilisation is so, too, and within the interval.
    undecided = ("--fail-if", "utilisation > +50%", "--fail-if", "utilisation > +90%")
    assert command("compare", *folders, *undecided).returncode == 0
    assert command("compare", *folders, *undecided, "--strict").returncode == 3
    assert command("compare", *folders, "--fail-if", "utilisation").returncode == 2


def test_findings_are_three() -> None:
    assert [*map(str, Finding)] == ["failed", "passed", "undecided"]
    assert math.isclose(parse_change("p99(response) > +2.5%").limit, 0.025)
