"""What a sweep goes through: ranges, lists, and every combination of them as a scenario of its own."""

import re
from pathlib import Path

import jsonschema
import numpy as np
import pytest

import jobsim
from jobsim.errors import ScenarioError, UsageError
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.grids.grid import Vary, read_grid
from jobsim.scenario.grids.sweep import values_of

TEXT = """
queue: {capacity: 5}
submitters: {a: {cadence: 1s, jobs: 3, timeout: 1s}}
processors: {w: {count: 2}}
"""


def words(said: object) -> list[str]:
    return [value.text for value in values_of(said)]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("5", "5"),
        ("5,10,20", "5 10 20"),
        ("1:4", "1 2 3 4"),
        ("1:9:4", "1 5 9"),
        ("1:8:3", "1 4 7"),
        ("1:3,8", "1 2 3 8"),
        ("-2:2:2", "-2 0 2"),
        ("0.1:0.3:0.1", "0.1 0.2 0.3"),
        ("10%:50%:20%", "10% 30% 50%"),
        ("10/s:30/s:10/s", "10/s 20/s 30/s"),
        ("100ms:1s:300ms", "100ms 400ms 700ms 1s"),
        ("0s:100us:50us", "0s 50us 100us"),
        ("1:1000:log4", "1 10 100 1000"),
        ("1:3:log5", "1 2 3"),
        ("10ms:1s:log5", "10ms 31.6ms 100ms 316ms 1s"),
        ("0.5:2:log3", "0.5 1 2"),
        ("1s:1h:log5", "1s 7.75s 1m 7m45s 1h"),
        ("100ms,1s,null", "100ms 1s null"),
        ("block,reject", "block reject"),
        ([5, None, "5s", True], "5 null 5s true"),
        (7, "7"),
        (range(1, 4), "1 2 3"),
        (np.array([1, 2]), "1 2"),
    ],
)
def test_what_is_said_stands_for_values(said: object, expected: str) -> None:
    assert words(said) == expected.split()


def test_commas_in_brackets_and_quotes_are_no_cuts() -> None:
    law = "{distribution: uniform, min: 1s, max: 2s}"
    assert words(f"{law}, 5s") == [law, "5s"]
    assert words("'a,b',\"c,d\"") == ["'a,b'", '"c,d"']
    assert words("[1, (2, 3]") == ["[1, (2, 3]"]
    assert words([{"distribution": "exponential", "mean": "1s"}]) == ['{"distribution": "exponential", "mean": "1s"}']


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("8:1", "8:1: goes from the smaller to the larger"),
        ("1:1", "from the smaller to the larger"),
        ("1:x", "x is no end of a range; ranges are like 1:8"),
        ("1:", "nothing is no end of a range"),
        ("1:2:0", "the step must be more than 0"),
        ("1s:2s:5", "have the unit of the ends"),
        ("1s:5", "both ends must have the same unit"),
        ("10%:50%", "say how far apart the values are (100ms:1s:100ms), or how many (10%:50%:log5)"),
        ("0:5:log3", "must begin above 0"),
        ("1:5:log1", "2 values or more"),
        ("1:5:log100001", "2 values or more"),
        ("1:5:logx", "logx is no end of a range"),
        ("5,", "a value is empty"),
        ("1:1000000", "stands for 1,000,000 values; 100,000 are possible"),
        ([], "one value at least"),
        (["1"] * 100_001, "has 100,001 values"),
        (["a\nb"], "one line"),
        (["a" * 2000], "one line of 1000 characters"),
        ([object()], "nothing that a scenario can hold"),
        (None, "must be values to go through"),
        ({"capacity": [1, 2]}, "write the whole key with its dots"),
    ],
)
def test_what_cannot_be_values_says_what_would_be_right(said: object, wrong: str) -> None:
    with pytest.raises(ValueError, match=re.escape(wrong)):
        values_of(said)


def test_a_grid_has_every_combination_the_last_key_changing_first() -> None:
    grid = read_grid(jobsim.loads(TEXT), ["processors.w.count=1:2", "queue.capacity=5,10,null"])
    assert grid.keys == ("processors.w.count", "queue.capacity")
    made = [(one.processors["w"].count, one.queue.capacity) for one in grid.scenarios()]
    assert made == [(1, 5), (1, 10), (1, None), (2, 5), (2, 10), (2, None)]
    assert [tuple(value.text for value in grid.values(point)) for point in (1, 6)] == [("1", "5"), ("2", "null")]
    assert len(grid) == 6
    assert grid.base.queue.capacity == 5


def test_the_file_says_it_and_the_command_line_wins(tmp_path: Path) -> None:
    said = "sweep: {queue.capacity: '1:3', processors.w.count: [1, 2], submitters.a.jobs: 7}\n"
    (tmp_path / "f.yaml").write_text(TEXT + said)
    grid = read_grid(tmp_path / "f.yaml", ["queue.capacity=9"], ["seed=4"])
    assert [(axis.key, len(axis.values)) for axis in grid.axes] == [
        ("queue.capacity", 1),
        ("processors.w.count", 2),
        ("submitters.a.jobs", 1),
    ]
    assert all((one.queue.capacity, one.seed, one.sweep) == (9, 4, {}) for one in grid.scenarios())
    assert len(read_grid(jobsim.load(tmp_path / "f.yaml"))) == 6
    assert len(read_grid(tmp_path / "f.yaml", {"queue.capacity": range(5)})) == 10
    (tmp_path / "g.yaml").write_text("extends: f.yaml\nsweep: {queue.capacity: null, processors.w.count: [3]}\n")
    assert read_grid(tmp_path / "g.yaml").keys == ("processors.w.count", "submitters.a.jobs")
    (tmp_path / "h.yaml").write_text("extends: f.yaml\nsweep: null\n")
    with pytest.raises(UsageError, match="nothing is varied"):
        read_grid(tmp_path / "h.yaml")


def test_a_scenario_is_the_same_scenario_with_and_without() -> None:
    plain, swept = jobsim.loads(TEXT), jobsim.loads(TEXT + "sweep: {queue.capacity: '1:3'}")
    assert plain.model_dump() == swept.model_dump()


@pytest.mark.parametrize(
    ("vary", "wrong"),
    [
        ("queue.capacity", "--vary queue.capacity=: must be a key and its values, like queue.capacity=5,10,20"),
        ("=5", "--vary =5: must be a key and its values"),
        (["queue.capacity=1", "queue.capacity=2"], "queue.capacity is varied twice"),
        ("queue.capacity=9:1", "--vary queue.capacity=9:1: 9:1: goes from the smaller"),
        ("quue.capacity=1", "--vary quue.capacity=1: quue: is not a key here; did you mean queue"),
        ("processors.w.count=0:1", r"--vary processors.w.count=0: processors.w.count: must be 1 or more"),
        ("processors.v.count=1", "processors.v: there is none of that name"),
        ("queue.capacity=5,5", "--vary queue.capacity=5: makes the same scenario as queue.capacity=5; write each"),
        ("submitters.a.timeout=2s,2000ms", "=2000ms: makes the same scenario as submitters.a.timeout=2s"),
        ("extends=a.yaml", "said in the file only"),
        ("sweep.seed=1", "said by --vary KEY=VALUES"),
        ("queue.overflow=reject", r"scenario:3:\d+: submitters.a.timeout: .* \(where queue.overflow=reject\)"),
    ],
)
def test_what_is_wrong_names_the_option(vary: Vary, wrong: str) -> None:
    with pytest.raises(jobsim.ScenarioError, match=wrong):
        read_grid("scenario", vary)


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "scenario").write_text(TEXT)
    monkeypatch.chdir(tmp_path)


def test_all_problems_of_all_points_come_at_once() -> None:
    with pytest.raises(jobsim.ScenarioError) as raised:
        read_grid("scenario", ["processors.w.count=0,x", "queue.capacity=-1,5"])
    assert [(problem.file, problem.path) for problem in raised.value.problems] == [
        ("--vary processors.w.count=0", "processors.w.count"),
        ("--vary processors.w.count=x", "processors.w.count"),
        ("--vary queue.capacity=-1", "queue.capacity"),
    ]
    with pytest.raises(jobsim.ScenarioError, match="and 9"):
        read_grid("scenario", {"queue.capacity": range(-3000, 0)})


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        ("{queue.capacity: '9:1'}", r"f:5:\d+: sweep.queue.capacity: 9:1: goes from the smaller"),
        ("{queue.capacity: 1:8}", r"f:5:\d+: sweep.queue.capacity: .*'1:8' in quotes"),
        ("{queue.capacity: [1:8, 2]}", r"f:5:\d+: sweep.queue.capacity.0: .*'1:8' in quotes"),
        ("{queue.capacity: [-1]}", "f: sweep queue.capacity=-1: queue.capacity: must be 0 or more"),
        ("5", r"f:5:\d+: sweep: must be a mapping"),
    ],
)
def test_what_is_wrong_in_the_file_names_its_place(said: str, wrong: str) -> None:
    Path("f").write_text(f"{TEXT.strip()}\n\nsweep: {said}\n")
    with pytest.raises(jobsim.ScenarioError, match=wrong) as raised:
        read_grid("f")
    assert len(raised.value.problems) == 1


def test_too_many_points_are_refused() -> None:
    with pytest.raises(UsageError, match="1,000,000 points are more than the 100,000 that a sweep may have"):
        read_grid("scenario", ["queue.capacity=1:1000", "seed=1:1000"])


def test_editors_know_the_key() -> None:
    validator = jsonschema.Draft202012Validator(json_schema())
    base = {"submitters": {"x": {"cadence": "1s", "jobs": 1}}, "processors": {"y": {}}}
    for good in ("1:8", 5, [1, "5s"], None):
        assert not list(validator.iter_errors({**base, "sweep": {"queue.capacity": good}}))
    assert list(validator.iter_errors({**base, "sweep": {"queue.capacity": {"a": 1}}}))


def test_a_wrong_key_is_told_once() -> None:
    text = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {service: 1s}}\n"
    with pytest.raises(ScenarioError) as caught:
        read_grid(jobsim.loads(text), ["processors.w.cuont=1:9"])
    assert len(caught.value.problems) == 1
    with pytest.raises(ScenarioError) as caught:
        read_grid(jobsim.loads(text), ["queue.capacity=-3,-2,4"])
    assert {problem.message.split(",")[-1] for problem in caught.value.problems} == {" not -3", " not -2"}
