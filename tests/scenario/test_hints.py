"""What a problem says of what was probably meant: words of other tools, a rate, a colon, an indentation, a quote."""

from pathlib import Path

import pytest

from jobsim.errors import ScenarioError
from jobsim.scenario.loading import load
from tests.scenario.test_loading import problems

POOLS = "processors: {w: {service: 1s}}\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "submitters: {a: {cadence: 1s, rate: 5/s, jobs: 1}}\n" + POOLS,
            "f:1:31: submitters.a.rate: is not a key here; a rate is that of a cadence: {distribution: exponential, "
            "rate: 5/s}",
        ),
        (
            "submitters: {a: {cadence: 1s, interval: 1s, jobs: 1}}\n" + POOLS,
            "f:1:31: submitters.a.interval: is not a key here; the time from one job to the next is its cadence",
        ),
        (
            "submitters: {a: {cadence: 5/s, jobs: 1}}\n" + POOLS,
            "f:1:27: submitters.a.cadence: '5/s' is not a duration; it is a rate: a distribution has it, as in "
            "{distribution: exponential, rate: 5/s}",
        ),
        (
            "queue: capacity:10\nsubmitters: {a: {cadence: 1s, jobs: 1}}\n" + POOLS,
            "f:1:8: queue: must be a mapping (keys with values), not 'capacity:10'; a colon needs a space behind it",
        ),
        (
            "submitters: {a: {phases: [{rate: 1/s, for: 1s}], repeat: 'yes'}}\n" + POOLS,
            "f:1:58: submitters.a.repeat: must be true or false, not 'yes'",
        ),
        (
            "submitters: {a: {phases: [{rate: 1/s, for: 1s}], repeat: 3}}\n" + POOLS,
            "f:1:58: submitters.a.repeat: must be true or false, not 3",
        ),
    ],
)
def test_what_was_meant(text: str, expected: str) -> None:
    assert problems(text) == [expected]


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("a:\n  b:\n    c: 1\n   d: 2\n", "f:4:4: … (is it indented as the other keys that begin in line 2?)"),
        ("a:\n  b: 1\n   c: 2\n", "f:3:5: … (is it indented as the line before it? A text with a colon needs quotes)"),
        ("a: 1\nb: 'x\nc: 2\n", "f:4:1: … (the quote in line 2 has no end)"),
        ("a: 1\nb: [1, 2\nc: 3\n", "f:3:2: … (the bracket in line 2 has no end, or a comma is missing)"),
        ('a: "b\\q"\n', "f:1:6: … (in double quotes a backslash is doubled, or the text is put in single quotes)"),
        ("a: {b: 1\nc: 3\n", "f:2:2: … (the brace in line 1 has no end, or a comma is missing)"),
        ("- 1\nb: 2\n", "f:2:1: … (is it indented as the other entries that begin in line 1?)"),
        ("a: [1]]\n", "f:1:7: …"),
    ],
)
def test_what_is_no_yaml_says_what_it_may_be(text: str, hint: str) -> None:
    [problem] = problems(text)
    start, end = hint.split("…")
    assert problem.startswith(f"{start}this is not YAML: ")
    assert problem.endswith(end)


def test_a_calendar_is_no_time_of_a_recording(tmp_path: Path) -> None:
    (tmp_path / "times.csv").write_text("time\n2026-01-01T00:00:00\n")
    (tmp_path / "f.yaml").write_text("submitters: {a: {trace: {file: times.csv, at: time}}}\n" + POOLS)
    with pytest.raises(ScenarioError) as caught:
        load(tmp_path / "f.yaml")
    assert str(caught.value).endswith(
        "times.csv: row in line 2, column 'time': '2026-01-01T00:00:00': is neither a number of seconds, counted from "
        "the start, nor a duration like 1m30s"
    )
