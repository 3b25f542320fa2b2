"""Whatever is given as a scenario, the answer is a Scenario or one ScenarioError with a message for each problem."""

import os
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from jobsim import Scenario, ScenarioError, load, loads
from jobsim.analysis.description import describe
from jobsim.workload.plan import plan

CASES = int(os.environ.get("JOBSIM_FUZZ_CASES", "500"))
"""So many for each test here; set the environment variable for a long hunt."""
many = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
SHIPPED = [path.read_text(encoding="utf-8") for path in (Path(__file__).parents[2] / "scenarios").glob("*.yaml")]

WORDS = st.sampled_from(
    "on no 1:30 010 0x1F 1_000 2024-13-45 .nan .inf 1e400 1e-400 3 -3 0 2.0 2.5 1e3 true null ~ '3' 2s 1m30s -1s 0.1ns "
    "2s3h 200000d 1e1000s fixed after_put exponential empirical lognormal =1+1 ../../x /x .. a.b é 队列 \u202ea".split()
)
KEYS = st.sampled_from(
    "name seed until timeline engine queue capacity submitters processors cadence count pacing timeout jobs start stop "
    "value service distribution mean cv median p99 sd shape scale min max mode values weights file column "
    "phases spacing repeat trace bursts batch stagger size priority deadline speed overflow discipline expire for rate "
    "from to on off at extends << a b give_up retry attempts delay backoff first factor most jitter "
    "redelivery failure probability after time_limit schedule on_shrink breakdowns every repair job "
    "limit slots shared".split()
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), WORDS)
TREES = st.recursive(
    SCALARS, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS | st.text(max_size=4), inner, max_size=6)
)


def expect_an_answer(text: str) -> None:
    try:
        scenario = loads(text, "fuzz")
    except ScenarioError as error:
        assert error.problems
        for problem in error.problems:
            assert problem.message
            assert len(str(problem)) < 20_000
            assert "Traceback" not in str(problem)
        return
    assert isinstance(scenario, Scenario)
    if sum(part.count for part in scenario.submitters.values()) < 1_000:
        assert describe(scenario)
        for planned in plan(scenario):
            assert planned.arrivals(0, planned.start) >= 0


@many
@given(st.text(max_size=300))
def test_any_text(text: str) -> None:
    expect_an_answer(text)


@many
@given(st.binary(max_size=300))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / "fuzz.yaml"
    file.write_bytes(content)
    with pytest.raises(ScenarioError) as caught:
        load(file)
    assert caught.value.problems


@many
@given(TREES)
def test_any_tree(tree: Any) -> None:
    expect_an_answer(yaml.safe_dump(tree, allow_unicode=True))


@many
@given(
    st.sampled_from(SHIPPED),
    st.lists(
        st.tuples(
            st.integers(0, 2_000),
            st.integers(0, 12),
            st.one_of(
                WORDS, KEYS.map("{}: ".format), st.text(max_size=3), st.sampled_from([*"{}[]:-&*!|>%@`\"'#,?\n\t "])
            ),
        ),
        min_size=1,
        max_size=4,
    ),
)
def test_mutations_of_the_shipped_scenarios(text: str, changes: list[tuple[int, int, str]]) -> None:
    for at, length, put in changes:
        text = text[:at] + put + text[at + length :]
    expect_an_answer(text)


@many
@given(st.sampled_from(SHIPPED), st.lists(st.tuples(KEYS, KEYS, KEYS, TREES), min_size=1, max_size=3))
def test_values_put_anywhere(text: str, changes: list[tuple[str, str, str, Any]]) -> None:
    tree = yaml.safe_load(text)
    tree.pop("extends", None)
    for first, second, third, value in changes:
        parts = tree.setdefault(first, {})
        if isinstance(parts, dict):
            below = parts.setdefault(second, {})
            if isinstance(below, dict):
                below[third] = value
            else:
                parts[second] = value
    expect_an_answer(yaml.safe_dump(tree, allow_unicode=True))


@many
@given(st.text(max_size=60) | st.tuples(KEYS, KEYS, WORDS).map(lambda parts: "{}.{}={}".format(*parts)))
def test_any_assignment(assignment: str) -> None:
    try:
        loads("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}\n", "fuzz", [assignment])
    except ScenarioError as error:
        assert error.problems
