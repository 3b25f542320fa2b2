"""Which engine `auto` takes, what it says of that, and what `compiled` refuses."""

import json
from collections.abc import Callable

import pytest

import jobsim
from jobsim.engines.choosing import Choice, choose
from jobsim.engines.compiled.codes import DISCIPLINES, ON_BREAKDOWN, OVERFLOWS, PACINGS
from jobsim.engines.refusals import OF_POOLS, refusals
from jobsim.errors import UsageError
from jobsim.model.processor import OnBreakdown
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.parts.outages import OnShrink
from jobsim.scenario.parts.queue import Discipline, Overflow
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.schema import EngineName, Scenario

ODD = "processors: {w: {limit: 0.1234567891/s}}"


def chosen(text: str, *overrides: str) -> Choice:
    return choose(jobsim.loads(text, overrides=overrides))


def many(jobs: int, more: str = "") -> str:
    return f"submitters: {{a: {{cadence: 1s, jobs: {jobs}{more}}}}}\n"


def test_short_runs_are_simpys() -> None:
    assert chosen(many(399_000) + "processors: {w: {}}") == Choice(EngineName.SIMPY)


def test_long_runs_are_compiled_and_it_says_why() -> None:
    found = chosen(many(1_000_000) + "processors: {w: {}}")
    assert found == Choice(EngineName.COMPILED, "engine compiled: about 1,000,000 jobs would take simpy 5 s")


def test_attempts_take_longer() -> None:
    assert chosen(many(200_000) + "processors: {w: {time_limit: 1s}}").engine is EngineName.COMPILED


@pytest.mark.parametrize(
    ("submitter", "engine"),
    [
        # A million seconds: once a second, or once in ten with the answer that it waits for.
        ("{cadence: 1s}", EngineName.COMPILED),
        ("{cadence: 1s, pacing: after_response}", EngineName.SIMPY),
        ("{cadence: 0s, pacing: after_response}", EngineName.SIMPY),
        ("{cadence: 0s, pacing: after_response, count: 9}", EngineName.COMPILED),
        ("{cadence: {distribution: pareto, shape: 0.5, scale: 1s}}", EngineName.COMPILED),
        ("{cadence: {distribution: pareto, shape: 0.5, scale: 1s}, jobs: 9}", EngineName.SIMPY),
        ("{cadence: 1s, stop: 1000s}", EngineName.SIMPY),
    ],
)
def test_where_the_run_decides_the_most_counts(submitter: str, engine: EngineName) -> None:
    assert (
        chosen(f"until: 1000000s\nsubmitters: {{a: {submitter}}}\nprocessors: {{w: {{service: 9s}}}}").engine == engine
    )


def test_nobody_can_say_how_many() -> None:
    text = "until: 9s\nsubmitters: {a: {cadence: {distribution: pareto, shape: 0.5, scale: 1s}}}\nprocessors: {w: {}}"
    assert chosen(text).why == "engine compiled: nobody can say how many jobs will come"


def test_what_compiled_cannot_is_refused_by_name() -> None:
    with pytest.raises(UsageError, match=r"the engine compiled cannot run processors\.w\.limit \(it is so odd a rate"):
        chosen("engine: compiled\n" + many(1) + ODD)
    assert chosen("engine: compiled\n" + many(1) + ODD, "processors.w.limit=0.123456789/s").engine == "compiled"


def test_then_auto_takes_simpy_and_says_so() -> None:
    found = chosen(many(1_000_000) + ODD)
    assert found.engine is EngineName.SIMPY
    assert found.why is not None
    assert found.why.startswith("engine simpy, since compiled cannot run processors.w.limit")


def test_a_burst_of_tokens_must_fit_too() -> None:
    asked = jobsim.loads(many(1) + "processors: {w: {limit: 0.123456789/s, burst: 100}}")
    assert refusals(asked)


def test_what_is_refused_is_in_the_language() -> None:
    assert OF_POOLS.keys() <= json_schema()["$defs"]["Pool"]["properties"].keys()


def test_every_word_is_known_to_the_kernel() -> None:
    assert DISCIPLINES.keys() == set(Discipline)
    assert OVERFLOWS.keys() == set(map(str, Overflow))
    assert PACINGS.keys() == set(Pacing)
    assert ON_BREAKDOWN.keys() == set(OnBreakdown)
    assert {*OnShrink} == {OnShrink.FINISH, OnShrink.REQUEUE}


def test_every_key_is_known() -> None:
    """A key that is new must be taught to the kernel, or refused; then it is added here."""
    known = {
        "Scenario": "name description seed until timeline engine record replications confidence warmup "
        "precision expect sweep queue submitters processors",
        "Queue": "capacity discipline overflow expire redelivery",
        "Submitter": "count cadence phases trace spacing repeat bursts batch stagger pacing timeout give_up retry jobs "
        "start stop value size priority deadline",
        "Pool": "count service speed failure time_limit schedule repeat on_shrink breakdowns limit burst slots",
    }
    schema = json_schema()
    for part, keys in known.items():
        properties = schema["properties"] if part == "Scenario" else schema["$defs"][part]["properties"]
        assert set(properties) - {"extends"} == set(keys.split()), part


def test_it_is_said_on_the_command_line(command: Callable[..., object], tmp_path: object) -> None:
    from pathlib import Path

    assert isinstance(tmp_path, Path)
    (tmp_path / "many.yaml").write_text(many(500_000, ", pacing: fixed") + "processors: {w: {}}\nrecord: summary\n")
    done = command("many.yaml", "--out", "out")
    assert "jobsim: engine compiled: about 500,000 jobs would take simpy 2 s\n" in done.stderr  # type: ignore[attr-defined]
    assert json.loads((tmp_path / "out" / "run.json").read_text())["engine"] == "compiled"
    assert command("many.yaml", "--out", "out", "-q").stderr == ""  # type: ignore[attr-defined]


def test_scenarios_are_left_as_they_are() -> None:
    asked = jobsim.loads(many(3) + "processors: {w: {}}")
    assert isinstance(asked, Scenario)
    assert jobsim.run(asked, engine="compiled").run.engine == "compiled"
    assert asked.engine is EngineName.AUTO
