"""Every example is right: by the schema, and by jobsim itself, in a small scenario with that key."""

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest

import jobsim
from tests.editor.test_texts import KEYS, SCHEMA
from tests.editor.yaml12 import as_editors_read

EXAMPLES = [(path, example) for path, said in KEYS.items() for example in said.get("examples", ())]
SNIPPETS = [
    (path, snippet["body"])
    for path, said in KEYS.items()
    for one in (said, *said.get("anyOf", ()))
    for snippet in one.get("defaultSnippets", ())
]
WORKER = "processors: {w: {}}"
CLIENT = "submitters: {a: {cadence: 1s, jobs: 2}}"


def submitter(keys: str) -> str:
    return f"submitters: {{a: {{{keys}, jobs: 2}}}}\n{WORKER}"


def pool(keys: str) -> str:
    return f"{CLIENT}\nprocessors: {{w: {{{keys}}}}}"


HOSTS = {
    "Scenario": "HERE",
    "Queue": f"queue: HERE\n{CLIENT}\n{WORKER}",
    "Precision": f"precision: HERE\n{CLIENT}\n{WORKER}",
    "Submitter": f"until: 1h\nsubmitters: {{a: HERE}}\n{WORKER}",
    "Pool": f"{CLIENT}\nprocessors: {{w: HERE}}",
    "Bursts": submitter("cadence: 1s, bursts: HERE"),
    "Phase": submitter("phases: [HERE]"),
    "Ramp": submitter("phases: [{for: 1m, rate: HERE}]"),
    "Trace": submitter("trace: HERE"),
    "Retry": submitter("cadence: 1s, retry: HERE"),
    "Backoff": submitter("cadence: 1s, retry: {attempts: 2, backoff: HERE}"),
    "Breakdowns": pool("breakdowns: HERE"),
    "Failure": pool("failure: HERE"),
    "Shared": pool("slots: HERE"),
    "Shift": pool("schedule: [HERE]"),
    "Distribution": pool("service: HERE"),
    "DistributionOfNumbers": submitter("cadence: 1s, batch: HERE"),
    "DistributionOfValues": submitter("cadence: 1s, value: HERE"),
}
"""Where a part stands."""
NEEDED = {
    "Scenario": f"{{{CLIENT}, {WORKER}}}",
    "Precision": "{of: p95(response), within: 5%}",
    "Submitter": "{cadence: 1s}",
    "Bursts": "{on: 1s, off: 1s}",
    "Phase": "{for: 1s, rate: 1/s}",
    "Ramp": "{from: 1/s, to: 2/s}",
    "Retry": "{attempts: 2}",
    "Backoff": "{first: 1s}",
    "Breakdowns": "{every: 1h, repair: 1s}",
    "Failure": "{probability: 1%}",
    "Shared": "{shared: db, slots: 2}",
    "Shift": "{at: 1h, count: 2}",
    "Distribution": "{value: 1s}",
    "DistributionOfNumbers": "{value: 1}",
    "DistributionOfValues": "{values: [1]}",
    "Constant": "{distribution: constant, value: 1s}",
    "Uniform": "{distribution: uniform, min: 1s, max: 3s}",
    "Triangular": "{distribution: triangular, min: 1s, mode: 2s, max: 3s}",
    "Exponential": "{distribution: exponential, mean: 1s}",
    "Erlang": "{distribution: erlang, mean: 1s, shape: 2}",
    "Gamma": "{distribution: gamma, mean: 1s, shape: 2}",
    "Hyperexponential": "{distribution: hyperexponential, mean: 1s, cv: 2}",
    "Lognormal": "{distribution: lognormal}",
    "Normal": "{distribution: normal, mean: 1s, sd: 1s}",
    "Weibull": "{distribution: weibull, shape: 1, scale: 1s}",
    "Pareto": "{distribution: pareto, shape: 1, scale: 1s}",
    "Empirical": "{distribution: empirical}",
    "ConstantNumber": "{distribution: constant, value: 1}",
    "UniformNumber": "{distribution: uniform, min: 1, max: 3}",
    "Geometric": "{distribution: geometric, mean: 2}",
    "Poisson": "{distribution: poisson, mean: 2}",
    "EmpiricalNumber": "{distribution: empirical, values: [1, 2]}",
    "EmpiricalValue": "{distribution: empirical, values: [1, 2]}",
}
"""What a part cannot be without."""
BESIDE = {
    "Scenario.warmup": "{replications: 5}",
    "Queue.overflow": "{capacity: 10}",
    "Submitter.phases": "{cadence: null}",
    "Submitter.trace": "{cadence: null}",
    "Submitter.spacing": "{cadence: null, phases: [{for: 1s, rate: 2/s}]}",
    "Submitter.repeat": "{cadence: null, phases: [{for: 1s, rate: 2/s}]}",
    "Pool.repeat": "{schedule: [{at: 1h, count: 2}]}",
    "Pool.on_shrink": "{schedule: [{at: 1h, count: 2}]}",
    "Pool.burst": "{limit: 50/s}",
    "Trace.file": "{at: time}",
    "Trace.source": "{at: [0s]}",
    "Exponential.rate": "{mean: null}",
    "Erlang.rate": "{mean: null}",
    "Gamma.rate": "{mean: null}",
    "Hyperexponential.rate": "{mean: null}",
    "Lognormal.distribution": "{mean: 1s, cv: 1}",
    "Lognormal.mean": "{cv: 1}",
    "Lognormal.rate": "{cv: 1}",
    "Lognormal.cv": "{mean: 1s}",
    "Lognormal.median": "{p99: 10s}",
    "Lognormal.p99": "{median: 1s}",
    "Empirical.distribution": "{values: [1s]}",
    "Empirical.weights": "{values: [1s, 2s, 3s]}",
    "Empirical.source": "{values: [1s]}",
    "Empirical.file": "{column: seconds}",
    "Empirical.column": "{file: measured.csv}",
}
"""What a key cannot be without, or not with."""
OF_VALUES = "EmpiricalValue"
OF_NUMBERS = {"ConstantNumber", "UniformNumber", "Geometric", "Poisson", "EmpiricalNumber"}


def scenario_with(path: str, example: Any) -> Any:
    """A small scenario in which a key is as the example says."""
    part, _, key = path.partition(".")
    group, _, name = key.partition(".")
    if name:  # a name that the user gives
        name, key = ("queue.capacity" if group == "sweep" else "x"), group
        example = {name: example}
    said = as_editors_read(NEEDED.get(part, "{}")) | as_editors_read(BESIDE.get(path, "{}"))
    if part == "Trace" and not said:
        said = {"file": "measured.csv", "at": "time"} if isinstance(example, str) else {"at": ["0s", "1.5s"]}
    host = next(
        name
        for name, found in (
            (part, part in HOSTS),
            ("DistributionOfValues", part == OF_VALUES),
            ("DistributionOfNumbers", part in OF_NUMBERS),
            ("Distribution", True),
        )
        if found
    )
    return as_editors_read(HOSTS[host].replace("HERE", json.dumps({**said, key: example})))


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """With the files that examples name."""
    monkeypatch.chdir(tmp_path)
    columns = "time,took,customer,urgent,seconds\n0,1,a,0,2\n1.5,2,b,1,3\n"
    for name in ("measured.csv", "arrivals.csv"):
        (tmp_path / name).write_text(columns)
    (tmp_path / "base.yaml").write_text(f"{CLIENT}\n{WORKER}\n")
    return tmp_path


@pytest.mark.parametrize(("path", "example"), [*EXAMPLES, *SNIPPETS])
def test_an_example_is_right(path: str, example: Any, folder: Path) -> None:
    own = jsonschema.Draft202012Validator({"$defs": SCHEMA["$defs"], **KEYS[path]})
    assert own.is_valid(example)
    whole = scenario_with(path, example)
    jsonschema.validate(whole, SCHEMA)
    (folder / "example.yaml").write_text(json.dumps(whole))
    assert jobsim.load(folder / "example.yaml")


def test_there_are_snippets_where_a_mapping_may_stand_in_the_place_of_a_word() -> None:
    assert {"Submitter.cadence", "Pool.service", "Pool.slots", "Queue.redelivery"} <= {path for path, _ in SNIPPETS}


def test_the_scenario_to_begin_with_is_right() -> None:
    [snippet] = SCHEMA["defaultSnippets"]
    jsonschema.validate(snippet["body"], SCHEMA)
    assert jobsim.loads(json.dumps(snippet["body"]))
