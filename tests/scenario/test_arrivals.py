"""What a scenario may say of when jobs come and what they are, and what it may not."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.description import describe
from jobsim.results.provenance import scenario_as_run
from jobsim.scenario.parts.submitter import Pacing
from tests.durations import service
from tests.scenario.test_loading import problems


def scenario(submitter: str) -> str:
    return f"submitters: {{a: {{{submitter}}}}}\nprocessors: {{w: {{}}}}"


EVERYTHING = """
submitters:
  phased:
    phases: [{for: 30s, rate: 300/min}, {for: 1m, rate: {from: 5/s, to: 0}}]
    spacing: poisson
    batch: {distribution: geometric, mean: 2}
    value: {distribution: uniform, min: 1, max: 6}
    size: {distribution: exponential, rate: 4/s}
    deadline: 2s
  burst:
    cadence: 10ms
    count: 2
    stagger: 1s
    jobs: 10
    bursts: {on: 1s, off: {distribution: exponential, mean: 5s}}
    priority: -3
  replayed:
    trace: {at: [0s, 1500ms], size: [1s, 2s], value: [a, 2], priority: [1, -1]}
processors: {w: {speed: 1.5}}
"""


def test_what_is_read_is_written_so_that_it_is_read_again() -> None:
    asked = jobsim.loads(EVERYTHING, "everything")
    again = jobsim.loads(json.dumps(scenario_as_run(asked)))
    assert again == asked


def test_phases_and_traces_are_schedules() -> None:
    asked = jobsim.loads(EVERYTHING)
    assert [asked.submitters[name].pacing for name in ("phased", "burst", "replayed")] == [
        Pacing.FIXED,
        Pacing.AFTER_PUT,
        Pacing.FIXED,
    ]


def test_everything_in_words() -> None:
    lines = describe(jobsim.loads(EVERYTHING)).splitlines()
    assert lines[2:6] == [
        "  burst (2 of them): puts a job (priority -3) every 10ms after its last put ended, on for 1s, then off for "
        "exponential (mean 5s; sd 5 s), each 1s after the one before, 10 times; waits for a place as long as it takes",
        "  phased: puts geometric (mean 2) jobs at once (size exponential (rate 4/s; mean 250 ms, sd 250 ms); due 2s "
        "later) at 5/s for 30s, then 5/s falling to 0/s for 1m, at random; waits for a place as long as it takes",
        "  replayed: puts a job as recorded (2 arrivals); waits for a place as long as it takes",
        "  w: takes the next job at once; a job takes 0s or its own size, at 1.5 times the speed",
    ]


def test_bursts_are_set_by_an_option_as_in_a_file() -> None:
    text = "submitters: {a: {cadence: 1s, jobs: 9}}\nprocessors: {w: {}}\n"
    bursts = jobsim.loads(text, overrides=["submitters.a.bursts={on: 1s, off: 2s}"]).submitters["a"].bursts
    assert bursts is not None
    assert (bursts.on.moments.mean, bursts.off.moments.mean) == (1, 2)


def test_what_is_wrong_in_an_option_is_told_by_its_whole_path() -> None:
    with pytest.raises(jobsim.ScenarioError) as caught:
        jobsim.loads("processors: {w: {}}\n", overrides=["submitters.a={cadence: 1s, on: 2s}"])
    assert "submitters.a: some YAML readers take on for true or false" in str(caught.value)


WAYS = "give one of cadence, phases and trace, to say when its jobs come; here is"


@pytest.mark.parametrize(
    ("submitter", "place", "message"),
    [
        ("jobs: 1", "14: submitters.a", f"{WAYS} none"),
        (
            "cadence: 1s, phases: [{for: 1s, rate: 1}]",
            "14: submitters.a",
            f"{WAYS} cadence and phases; a variant sets the other one to null",
        ),
        (
            "phases: [{for: 1s, rate: 1}], pacing: after_put",
            "14: submitters.a",
            "phases are a schedule: pacing is fixed with them, not after_put",
        ),
        ("cadence: 1s, jobs: 1, repeat: true", "14: submitters.a", "repeat goes with phases, not with cadence"),
        (
            "trace: {at: [1s]}, bursts: {on: 1s, off: 1s}",
            "14: submitters.a",
            "bursts goes with cadence, not with trace",
        ),
        (
            "trace: {at: [1s]}, batch: 2",
            "14: submitters.a",
            "batch goes with cadence or phases; a trace says when each of its jobs comes",
        ),
        (
            "trace: {at: [1s], size: [1s]}, size: 2s",
            "14: submitters.a",
            "size is in the trace already; take one of them away",
        ),
        (
            "cadence: 1s, jobs: 1, batch: -1",
            "14: submitters.a",
            "batch must be 0 or more jobs each time, and some in the long run",
        ),
        (
            "cadence: 1s, jobs: 1, batch: 1.5",
            "47: submitters.a.batch",
            "must be a whole number, or a distribution, like {distribution: geometric, mean: 3}",
        ),
        (
            "phases: [{for: 1s, rate: 2x}]",
            "43: submitters.a.phases.0.rate",
            "'2x' is not a rate; write it like 50/s, 300/min or 2.5/h",
        ),
        ("phases: [{for: 1s, rate: {from: 1, to: -2}}]", "57: submitters.a.phases.0.rate.to", "must be from 0 to"),
        (
            "phases: [{for: 1s, rate: 1, rte: 2}]",
            "46: submitters.a.phases.0.rte",
            "is not a key here; did you mean rate?",
        ),
        ("phases: []", "18: submitters.a.phases", "must have at least 1 entry"),
        ("phases: [{for: 1s, rate: 1}], repeat: true", "14: submitters.a", "would never end: give it jobs or stop"),
        (
            "trace: {at: [2s, 1s]}",
            "18: submitters.a.trace",
            "at must not go back in time; entry 2 is earlier than the one before",
        ),
        (
            "trace: {at: [2s], size: [1s, 1s]}",
            "18: submitters.a.trace",
            "size must have as many entries as at (1), not 2",
        ),
        ("trace: {size: [1s]}", "18: submitters.a.trace.at", "is missing"),
        (
            "cadence: 1h, jobs: 2, bursts: {on: 1ms, off: 1s}",
            "53: submitters.a.bursts.on",
            "is more than 10000 times shorter than the cadence",
        ),
        (
            "cadence: 1s, jobs: 2, bursts: {on: 0s, off: 1s}",
            "53: submitters.a.bursts.on",
            "must be longer than 0: nothing could be submitted",
        ),
        ("cadence: 1s, jobs: 1, on: 3", "40: submitters.a", "some YAML readers take on for true or false"),
        (
            "cadence: 1s, jobs: 1, value: {distribution: empirical, values: ['=1']}",
            "82: submitters.a.value.values.0",
            "a text value must not begin with = + - or @",
        ),
    ],
)
def test_what_does_not_go_together_is_told(submitter: str, place: str, message: str) -> None:
    assert problems(scenario(submitter))[0].startswith(f"f:1:{place}: {message}")


class TestTraces:
    @pytest.fixture
    def file(self, tmp_path: Path) -> Path:
        (tmp_path / "arrivals.csv").write_text("time,took,who,urgent\n0,0.5,x,1\n1.25,2s,y,0\n1.25,1,x,-1\n")
        return tmp_path / "s.yaml"

    def test_a_recording_is_replayed(self, file: Path) -> None:
        file.write_text(scenario("trace: {file: arrivals.csv, at: time, size: took, value: who, priority: urgent}"))
        asked = jobsim.load(file)
        result = jobsim.run(asked)
        assert result.run.jobs.due_at.tolist() == [0, 1_250_000_000, 1_250_000_000]
        assert result.jobs["value"].to_list() == ["x", "y", "x"]
        assert result.jobs["priority"].to_list() == [1, 0, -1]
        assert service(result.run.jobs).tolist() == [500_000_000, 2_000_000_000, 1_000_000_000]
        trace = asked.submitters["a"].trace
        assert trace is not None
        assert trace.source is not None
        assert trace.source.startswith("arrivals.csv:time,took,who,urgent sha256:")
        # The scenario is whole in itself: what is read back needs no file.
        assert jobsim.loads(json.dumps(scenario_as_run(asked))) == asked

    @pytest.mark.parametrize(
        ("content", "keys", "expected"),
        [
            ("time\n1\n0.5\n", "at: time", "row in line 3, column 'time': '0.5': is earlier than the row before; sort"),
            ("time\n-1\n", "at: time", "row in line 2, column 'time': '-1': -1 is negative"),
            ("time\n1\nx\n", "at: time", "row in line 3, column 'time': 'x': 'x' is not a duration"),
            ("time,v\n1,\n", "at: time, value: v", "row in line 2, column 'v': '': is empty"),
            (
                "time,p\n1,2\n2,1.5\n",
                "at: time, priority: p",
                "row in line 3, column 'p': '1.5': must be a whole number",
            ),
            ("time,p\n1\n", "at: time, priority: p", "row in line 2 has 1 cells where the header has 2"),
            ("time\n", "at: time", "column 'time' has 0 values"),
            ("when\n1\n", "at: time", "must have one column 'time'; its columns are when"),
        ],
    )
    def test_a_bad_cell_is_told_with_file_row_and_column(
        self, file: Path, content: str, keys: str, expected: str
    ) -> None:
        file.with_name("arrivals.csv").write_text(content)
        file.write_text(scenario(f"trace: {{file: arrivals.csv, {keys}}}"))
        with pytest.raises(jobsim.ScenarioError) as caught:
            jobsim.load(file)
        place = f"{file}:1:26: submitters.a.trace.file: {file.with_name('arrivals.csv')}: {expected}"
        assert str(caught.value).startswith(place)

    @pytest.mark.parametrize(
        ("keys", "expected"),
        [
            ("file: arrivals.csv, at: [1s]", "submitters.a.trace.at: must name a column of the file"),
            ("file: 3, at: time", "submitters.a.trace.file: must name a CSV file"),
            ("file: arrivals.csv", "submitters.a.trace.at: is missing"),
            ("file: none.csv, at: time", "none.csv: No such file or directory"),
        ],
    )
    def test_a_column_is_named(self, file: Path, keys: str, expected: str) -> None:
        file.write_text(scenario(f"trace: {{{keys}}}"))
        with pytest.raises(jobsim.ScenarioError) as caught:
            jobsim.load(file)
        assert expected in str(caught.value)
        assert len(caught.value.problems) == 1

    def test_a_jobs_csv_of_ours_is_a_recording(self, file: Path, run_text: Callable[..., jobsim.Result]) -> None:
        recorded = run_text(
            "submitters: {b: {cadence: {distribution: exponential, mean: 1s}, jobs: 20, value: v}}\n"
            "processors: {w: {service: {distribution: exponential, mean: 1s}}}"
        )
        recorded.write(file.with_name("run"))
        file.write_text(
            scenario("trace: {file: run/jobs.csv, at: due_at, size: service, value: value, priority: priority}")
        )
        replayed = jobsim.run(file)
        for column in ("due_at", "started_at", "ended_at", "value", "priority"):
            assert replayed.jobs[column].to_list() == recorded.jobs[column].to_list()


def test_a_deadline_missed_is_counted(run_text: Callable[..., jobsim.Result]) -> None:
    # One processor of 1 s, jobs due at 0, 0.5, 1, 1.5, 2: done at 1, 2, 3, 4 and not by the end at 4.5. With 1.2 s each
    # should be done by 1.2, 1.7, 2.2, 2.7, 3.2: four are not. The one of `b`, due at 4.4, still has time when it ends.
    result = run_text(
        """
        until: 4.5s
        submitters:
          a: {cadence: 500ms, jobs: 5, pacing: fixed, deadline: 1200ms}
          b: {cadence: 1s, jobs: 1, start: 4400ms, deadline: 1s}
          c: {cadence: 1s, jobs: 1, start: 4450ms}
        processors: {w: {service: 1s}}
        """
    )
    assert result.value("missed_rate", "submitter:a") == 0.8
    assert result.value("missed_rate", "submitter:b") is None
    assert result.value("missed_rate", "submitter:c") is None
    assert result.value("missed_rate") == 0.8


@pytest.mark.parametrize(
    ("law", "message"),
    [
        ("{distribution: uniform, min: 3, max: 2}", "min must not be more than max"),
        ("{distribution: empirical, values: [1, 2], weights: [1]}", "weights must be as many as values (2), not 1"),
        ("{distribution: empirical, values: [1, 2], weights: [0, 0]}", "weights must not all be 0"),
        ("{distribution: geometric, mean: 0.5}", "must be 1.0 or more, not 0.5"),
        ("2000000000", "must be 1000000000 or less, not 2000000000"),
        ("true", "must be a whole number"),
    ],
)
def test_a_law_of_whole_numbers_that_cannot_be(law: str, message: str) -> None:
    [problem] = problems(scenario(f"cadence: 1s, jobs: 1, priority: {law}"))
    assert problem.startswith("f:1:")
    assert message in problem


def test_values_are_drawn_from_every_law(run_text: Callable[..., jobsim.Result]) -> None:
    laws = {
        "{distribution: uniform, min: 5, max: 5}": "5",
        "{distribution: geometric, mean: 1}": "1",
        "{distribution: empirical, values: [only]}": "only",
    }
    for law, value in laws.items():
        text = (
            f"submitters: {{a: {{cadence: 1s, jobs: 3, value: {law}, priority: {{distribution: constant, value: 4}}}}}}"
        )
        result = run_text(f"{text}\nprocessors: {{w: {{}}}}")
        assert result.jobs["value"].to_list() == [value] * 3
        assert result.jobs["priority"].to_list() == [4] * 3
        assert not result.run.jobs.missed.any()


@pytest.mark.parametrize("rate", ["true", "[1]", "1e10", "-1", "0.001/d"])
def test_a_rate_that_cannot_be(rate: str) -> None:
    [problem] = problems(scenario(f"phases: [{{for: 1s, rate: {rate}}}]"))
    assert problem.startswith("f:1:43: submitters.a.phases.0.rate: ") or rate == "[1]"


def test_a_file_named_twice_is_read_once_and_its_empty_lines_are_passed_over(tmp_path: Path) -> None:
    (tmp_path / "m.csv").write_text("took\n1\n\n3\n")
    law = "{distribution: empirical, file: m.csv, column: took}"
    file = tmp_path / "s.yaml"
    file.write_text(scenario(f"cadence: {law}, jobs: 1, size: {law}, trace: null"))
    submitter = jobsim.load(file).submitters["a"]
    assert submitter.size == submitter.cadence
    assert submitter.size is not None
    assert submitter.size.moments.mean == 2
    assert not submitter.endless
