"""What an editor shows: the real YAML language server completes, explains and flags."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from jobsim.scenario.starting import write_starter
from tests.editor.client import SERVER, Editor
from tests.editor.wrong import BEYOND, FLAGGED

pytestmark = pytest.mark.skipif(SERVER is None, reason="no yaml-language-server; npm installs it, see CONTRIBUTING.md")
ROOT = Path(__file__).parents[2]
HEAD = "# yaml-language-server: $schema=jobsim.schema.json\n"


@pytest.fixture(scope="module")
def editor(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    """An editor in a folder in which `jobsim new` was run."""
    folder = tmp_path_factory.mktemp("a folder with spaces")
    write_starter(folder / "mine.yaml")
    opened = Editor(folder)
    yield opened
    opened.close()


@pytest.mark.parametrize(
    ("text", "expected", "others"),
    [
        ("|", "queue submitters processors seed until expect extends scenario", "Whole capacity"),
        ("queue:\n  |", "capacity overflow discipline expire redelivery", "count cadence"),
        ("queue:\n  overflow: |", "block reject drop_oldest", "fifo"),
        ("queue:\n  capacity: |", "10 null", "Default"),
        ("submitters:\n  a:\n    |", "cadence phases trace count timeout retry", "service source"),
        ("submitters:\n  a:\n    pacing: |", "after_put after_response fixed", ""),
        ("submitters:\n  a:\n    retry:\n      |", "attempts delay backoff", "first"),
        ("submitters:\n  a:\n    phases:\n      - |", "for rate", "from"),
        ("submitters:\n  a:\n    trace:\n      |", "file at size value priority", "source"),
        ("processors:\n  w:\n    |", "count service speed failure schedule breakdowns slots", "cadence"),
        ("processors:\n  w:\n    service: {distribution: |}", "constant exponential lognormal weibull", "geometric"),
        ("processors:\n  w:\n    service:\n      distribution: |", "constant exponential empirical", "poisson"),
        (
            "processors:\n  w:\n    service:\n      distribution: lognormal\n      |",
            "mean cv median p99",
            "shape scale",
        ),
        (
            "processors:\n  w:\n    service:\n      distribution: empirical\n      |",
            "values weights file column",
            "source",
        ),
        ("submitters:\n  a:\n    batch:\n      distribution: |", "geometric poisson uniform", "exponential"),
        ("processors:\n  w:\n    breakdowns:\n      |", "every repair job", "mean"),
        ("expect:\n  - |", "p95(waiting)_<_2s", ""),
    ],
)
def test_it_completes_keys_and_words(editor: Editor, text: str, expected: str, others: str) -> None:
    offered = [str(item["label"]).replace(" ", "_") for item in editor.complete(HEAD + text)]
    assert set(expected.split()) <= set(offered)
    assert not set(others.split()) & set(offered)
    assert len(offered) == len(set(offered))


def test_what_it_completes_is_explained(editor: Editor) -> None:
    [item] = [item for item in editor.complete(f"{HEAD}queue:\n  |") if item["label"] == "discipline"]
    assert "Which of the waiting jobs is next." in str(item["documentation"])
    [item] = [item for item in editor.complete(f"{HEAD}queue:\n  overflow: |") if item["label"] == "reject"]
    assert "It is refused at once." in str(item["documentation"])


def test_a_distribution_is_offered_as_a_whole(editor: Editor) -> None:
    offered = editor.complete(f"{HEAD}processors:\n  w:\n    service: |")
    labels = [item["label"] for item in offered]
    assert "{distribution: exponential, mean: 400ms}" in labels
    assert "1s" in labels
    assert "[object Object]" not in labels


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("se|ed: 7", ["All chance follows from it", "Default: 0."]),
        ("queue: {capa|city: 3}", ["How many jobs may wait", "A whole number, 0 or more.", "Default: null."]),
        ("que|ue:\n  capacity: 3", ["The waiting places between submitters and processors."]),
        (
            "queue: {over|flow: block}",
            ["a put that finds no place", "Default: block.", "`reject`: It is refused at once."],
        ),
        ("submitters:\n  a:\n    time|out: 2s", ["How long a put waits", "A duration (250ms,", "Default: null."]),
        ("submitters:\n  a:\n    ca|dence: {distribution: exponential, mean: 1s}", ["The time between puts"]),
        ("submitters:\n  a|bc:\n    cadence: 1s", ["A submitter, or several alike"]),
        ("submitters:\n  a:\n    re|try: {attempts: 3}", ["puts a job again", "Default: null.", "Example:"]),
        (
            "processors:\n  w:\n    service: {distribution: expo|nential, mean: 1s}",
            ["Memoryless", "Parameters: mean, rate."],
        ),
        ("processors:\n  w:\n    service: {distribution: exponential, me|an: 1s}", ["The mean.", "A duration above 0"]),
        (
            "processors:\n  w:\n    li|mit: 5/s",
            ["How many attempts may begin", "A rate above 0 (50/s,", "Default: null."],
        ),
        ("processors:\n  w:\n    fail|ure: 5%", ["How likely an attempt at a job fails", "A share (2%,"]),
        (
            "processors:\n  w:\n    slots: {sha|red: db, slots: 3}",
            ["The name under which the pools share", "Required."],
        ),
    ],
)
def test_it_explains_a_key(editor: Editor, text: str, expected: list[str]) -> None:
    shown = editor.hover(HEAD + text).replace("\\", "")
    assert all(part in shown for part in expected), shown


def test_it_finds_nothing_in_what_is_shipped_and_in_what_new_writes() -> None:
    files = [*(ROOT / "scenarios").glob("*.yaml")]
    assert len(files) > 20
    opened = Editor(ROOT / "scenarios")
    found = opened.problems(*(file.read_text(encoding="utf-8") for file in files))
    # Not because it reads no schema: the same with one wrong key.
    [wrong] = opened.problems((ROOT / "scenarios/burst.yaml").read_text() + "sed: 7\n")
    opened.close()
    assert {file.name: problems for file, problems in zip(files, found, strict=True) if problems} == {}
    assert wrong == ["26: Property sed is not allowed."]


def test_it_flags_what_check_refuses_as_far_as_a_schema_can(editor: Editor) -> None:
    beyond = [text for texts in BEYOND.values() for text in texts]
    answers = editor.problems(*(HEAD + text for text in [*FLAGGED, *beyond]))
    assert [text for text, problems in zip(FLAGGED, answers, strict=False) if not problems] == []
    assert [(text, problems) for text, problems in zip(beyond, answers[len(FLAGGED) :], strict=True) if problems] == []


@pytest.mark.parametrize(
    ("text", "line", "message"),
    [
        ("submitters: {a: {cadence: 2 s, jobs: 1}}", 2, "must be a duration, like 250ms, 2s, 1m30s"),
        ("submitters: {a: {cadence: {mean: 1s}, jobs: 1}}", 2, "must say which distribution it is"),
        ("submitters: {a: {cadence: {distribution: exponential}, jobs: 1}}", 2, "give its mean, or its rate"),
        ("submitters: {a: {jobs: 1}}", 2, "give one of cadence, phases and trace"),
        ("submitters: {a: {cadence: 1s}}", 2, "would never end: give it jobs or stop"),
        ("submitters: {a: {cadence: 1s, jobs: 1}}\nqueue:\n  overflow: reject", 3, "this overflow needs a capacity"),
        (
            "submitters: {a: {cadence: 1s, jobs: 1}}\nexpect: [p95(wating) < 2s]",
            3,
            "must be a metric, one of < <= > >=",
        ),
        ("submitters: {a: {cadence: 1s, jobs: 1}, -b: {cadence: 1s, jobs: 1}}", 2, "a name is made of letters"),
    ],
)
def test_it_says_what_would_be_right(editor: Editor, text: str, line: int, message: str) -> None:
    [problems] = editor.problems(f"{HEAD}{text}\nprocessors: {{w: {{}}}}\n")
    assert [problem for problem in problems if problem.startswith(f"{line}: {message}")], problems


def test_names_of_any_script_and_numbers_are_names(editor: Editor) -> None:
    names = ["हिन्दी", "größe", "队列", "a.b_c-1", "7", "on"]
    submitters = ", ".join(f"{name}: {{cadence: 1s, jobs: 1}}" for name in names)
    [problems] = editor.problems(f"{HEAD}submitters: {{{submitters}}}\nprocessors: {{w: {{}}}}\n")
    assert problems == []
