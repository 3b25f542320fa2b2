"""Scenario files: valid ones in full, broken ones with all their problems at once."""

import json
from pathlib import Path

import pytest
from pydantic import ValidationError

from jobsim import Scenario, ScenarioError, load, loads
from jobsim.results.provenance import fingerprint, scenario_as_run
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.reading.budget import Budget
from jobsim.scenario.reading.parsing import read_tree
from jobsim.scenario.reading.problems import translate
from jobsim.scenario.reading.tree import Mapping
from jobsim.scenario.schema import EngineName
from jobsim.units import SECOND

SMALLEST = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}\n"


def problems(text: str, *overrides: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text, "f", overrides)
    return str(caught.value).splitlines()


def test_the_smallest_scenario_has_the_stated_defaults() -> None:
    scenario = loads(SMALLEST, "small")
    a, w = scenario.submitters["a"], scenario.processors["w"]
    assert (scenario.name, scenario.seed, scenario.until, scenario.timeline) == ("small", 0, None, None)
    assert (scenario.engine, scenario.queue.capacity) == (EngineName.AUTO, None)
    assert (a.count, a.pacing, a.timeout, a.stop, a.value) == (1, Pacing.AFTER_PUT, None, None, None)
    assert a.start.moments == w.service.moments == (0.0, 0.0)
    assert w.count == 1


def test_the_scenario_as_run_is_the_same_scenario(scenarios: Path) -> None:
    for file in sorted(scenarios.glob("*.yaml")):
        scenario = load(file)
        again = loads(json.dumps(scenario_as_run(scenario)), "again")
        assert again == scenario
        assert fingerprint(again) == fingerprint(scenario)


def test_all_problems_come_at_once_with_place_path_and_remedy() -> None:
    text = """\
sed: 7
until: 1:30
queue: {capacity: -1}
submitters:
  steady: {count: true, cadence: 2 s, timeot: 10s, jobs: 2.0, value: [100]}
  flood:
    cadence: {distribution: exponental, mean: 20ms}
    pacing: fixd
  x y: {cadence: {distribution: lognormal, mean: 0s, cv: 1}, jobs: "3"}
  z: 5
  q: {jobs: 1}
processors:
"""
    assert problems(text) == [
        "f:1:1: sed: is not a key here; did you mean seed?",
        "f:2:8: until: some YAML readers take 1:30 for a number of base 60; "
        "write a duration like 1m30s or 2h, a range or a text as '1:30' in quotes",
        "f:3:19: queue.capacity: must be 0 or more, not -1",
        "f:5:19: submitters.steady.count: must be a whole number, not true",
        "f:5:34: submitters.steady.cadence: '2 s' is not a duration; did you mean 2s?",
        "f:5:39: submitters.steady.timeot: is not a key here; did you mean timeout?",
        "f:5:58: submitters.steady.jobs: must be a whole number, not 2.0",
        "f:5:63: submitters.steady.value: must be a number or a text",
        "f:7:5: submitters.flood.cadence: there is no distribution 'exponental'; did you mean exponential?",
        "f:8:13: submitters.flood.pacing: must be 'after_put', 'after_response' or 'fixed', not 'fixd'",
        "f:9:3: submitters.x y: a name is made of letters, digits, '.', '_' and '-', "
        "and begins with a letter or a digit",
        "f:9:50: submitters.x y.cadence.mean: must be longer than 0",
        "f:9:68: submitters.x y.jobs: must be a whole number, not '3'",
        "f:10:6: submitters.z: must be a mapping (keys with values), not 5",
        "f:11:3: submitters.q: give one of cadence, phases and trace, to say when its jobs come; here is none",
        "f:12:12: processors: must be a mapping (keys with values), not null",
    ]


def test_a_finding_that_we_have_no_words_for_is_told_in_its_own() -> None:
    tree, _ = read_tree("seed: 7\n", "f", Budget())
    assert isinstance(tree, Mapping)
    finding = ValidationError.from_exception_data("Scenario", [{"type": "date_type", "loc": ("seed",), "input": 7}])
    assert [str(problem) for problem in translate(finding.errors(include_url=False), tree, {}, {})] == [
        "f:1:7: seed: Input should be a valid date"
    ]


def test_many_problems_are_counted() -> None:
    lines = problems("queue: {" + ", ".join(f"k{n}: 1" for n in range(30)) + "}\n" + SMALLEST)
    assert len(lines) == 21
    assert lines[-1] == "... and 10 more"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "f: a scenario is a mapping (queue:, submitters:, processors:); this is empty"),
        ("# nothing\n", "f: a scenario is a mapping (queue:, submitters:, processors:); this is empty"),
        ("- a\n", "f:1:1: a scenario is a mapping (queue:, submitters:, processors:); this is a list or a single word"),
        ("- !x a\n", "f:1:3: 0: tags like !x are not read; write the value plainly"),
        ("extends: 3\n" + SMALLEST, "f:1:1: extends: must name the scenario file to build on, like base.yaml"),
        ("name: [1]\n" + SMALLEST, "f:1:1: name: must be a text, not a list; write it in quotes"),
        ("submitters: {}\nprocessors: {w: {}}", "f:1:1: submitters: must have at least 1 entry"),
        (
            "submitters: {a: {cadence: 1s}}\nprocessors: {w: {}}",
            "f:1:14: submitters.a: would never end: give it jobs or stop, or give the scenario until",
        ),
        (
            "submitters: {a: {cadence: 1s, start: 5s, stop: 5s}}\nprocessors: {w: {}}",
            "f:1:48: submitters.a.stop: must be later than start",
        ),
        (
            "until: 1s\nsubmitters: {a: {cadence: 0s, pacing: fixed}}\nprocessors: {w: {}}",
            "f:2:27: submitters.a.cadence: of 0 without jobs puts without end in one instant; "
            "give it jobs, or a cadence",
        ),
        (
            "until: 1s\nqueue: {capacity: 1}\nsubmitters: {a: {cadence: 0s}}\nprocessors: {w: {}}",
            "f:3:27: submitters.a.cadence: of 0 with a service of 0 never lets time pass; give it jobs, or a cadence",
        ),
        (
            "until: 1h\ntimeline: 1ns\n" + SMALLEST,
            "f:2:11: timeline: would cut the run into more than 1000000 intervals; make it longer",
        ),
        (
            "submitters: {a: {cadence: {mean: 1s}, jobs: 1}}\nprocessors: {w: {}}",
            "f:1:18: submitters.a.cadence: must say which distribution it is, like distribution: exponential",
        ),
        (
            "submitters: {a: {cadence: [1s], jobs: 1}}\nprocessors: {w: {}}",
            "f:1:18: submitters.a.cadence: must be a duration, like 250ms, 2s, 1m30s, or a bare number of seconds, "
            "or a distribution, like {distribution: exponential, mean: 2s}",
        ),
        (
            "submitters: {a: {cadence: {distribution: uniform, min: 2s, max: 1s}, jobs: 1}}\nprocessors: {w: {}}",
            "f:1:18: submitters.a.cadence: min must be less than max",
        ),
        (
            "submitters: {a: {cadence: 1s, jobs: 1, value: xxxx}}\nprocessors: {w: {}}".replace("xxxx", "x" * 257),
            "f:1:47: submitters.a.value: a text value has 256 characters at most, this one 257",
        ),
        (
            'submitters: {a: {cadence: 1s, jobs: 1, value: "a\\nb"}}\nprocessors: {w: {}}',
            "f:1:47: submitters.a.value: a text value must not hold control characters or line ends",
        ),
        (
            "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {"
            + ", ".join(f"w{n}: {{count: 100000}}" for n in range(11))
            + "}",
            "f:2:1: processors: 1100000 processors in all are more than the 1000000 that are possible",
        ),
        (
            "submitters: {a: {cadence: {distribution: empirical, values: [1s, 2 s]}, jobs: 1}}\nprocessors: {w: {}}",
            "f:1:66: submitters.a.cadence.values.1: '2 s' is not a duration; did you mean 2s?",
        ),
        (
            "submitters: {a: {cadence: 1s, jobs: 1, value: '=1+1'}}\nprocessors: {w: {}}",
            "f:1:47: submitters.a.value: a text value must not begin with = + - or @, "
            "which spreadsheets run as a formula",
        ),
    ],
)
def test_one_problem(text: str, expected: str) -> None:
    assert problems(text) == [expected]


def test_a_zero_cadence_that_is_slowed_down_by_a_full_queue_is_allowed() -> None:
    text = "until: 1s\nqueue: {capacity: 1}\nsubmitters: {a: {cadence: 0s}}\nprocessors: {w: {service: 1ms}}"
    assert loads(text).submitters["a"].jobs is None


def test_names_are_the_same_however_their_accents_are_written() -> None:
    scenario = loads("submitters: {e\u0301: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}")
    assert list(scenario.submitters) == ["\u00e9"]


@pytest.mark.parametrize("name", ["हिन्दी", "größe", "队列", "a.b_c-1", "Ωmega", "7"])
def test_names_may_be_of_any_script(name: str) -> None:
    text = json.dumps({"submitters": {name: {"cadence": "1s", "jobs": 1}}, "processors": {"w": {}}}, ensure_ascii=False)
    assert list(loads(text).submitters) == [name]


@pytest.mark.parametrize("name", ["a" * 65, "../x", "/x", "..", "a/b", "a b", "-a", ".a", "_a", "a\u202eb", "=a"])
def test_names_that_could_hurt_are_refused(name: str) -> None:
    text = json.dumps({"submitters": {name: {"cadence": "1s", "jobs": 1}}, "processors": {"w": {}}})
    assert len(problems(text)) == 1


class TestFiles:
    def test_the_name_comes_from_the_file(self, tmp_path: Path) -> None:
        file = tmp_path / "my-queue.yaml"
        file.write_text(SMALLEST)
        assert load(file).name == "my-queue"

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"\xff\xfea\x00", "1:1: the file is not UTF-8 text; save it as UTF-8"),
            (b"a: 1\nb: \xe9\n", "2:4: the file is not UTF-8 text; save it as UTF-8"),
            (b"a" * 1_000_001, "is larger than 1000000 bytes, too large for a scenario"),
        ],
    )
    def test_unreadable_content(self, tmp_path: Path, content: bytes, expected: str) -> None:
        file = tmp_path / "f.yaml"
        file.write_bytes(content)
        with pytest.raises(ScenarioError, match=expected):
            load(file)

    def test_a_byte_order_mark_is_skipped(self, tmp_path: Path) -> None:
        file = tmp_path / "f.yaml"
        file.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
        assert isinstance(load(file), Scenario)

    def test_missing_files_and_folders(self, tmp_path: Path) -> None:
        with pytest.raises(ScenarioError, match=r"nope\.yaml: No such file or directory"):
            load(tmp_path / "nope.yaml")
        with pytest.raises(ScenarioError, match="is not a file"):
            load(tmp_path)

    def test_a_bad_file_name_asks_for_a_name(self, tmp_path: Path) -> None:
        file = tmp_path / "my queue.yaml"
        file.write_text(SMALLEST)
        with pytest.raises(ScenarioError, match=r"write name: in it\): name: a name is made of letters"):
            load(file)


def test_a_horizon_beyond_the_clock_is_refused() -> None:
    assert "longer than the clock can hold" in problems("until: 200000d\n" + SMALLEST)[0]
    assert loads("until: 50000d\n" + SMALLEST).until == 50_000 * 86_400 * SECOND
