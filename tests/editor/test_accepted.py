"""What jobsim accepts is never flagged: whole scenarios, variants of them, single values anywhere, all expectations."""

import json
import os
import re
import tempfile
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import jobsim
from jobsim.results.provenance import scenario_as_run
from jobsim.scenario.asked.expectation import parse_expectation
from jobsim.scenario.asked.grammar import EXPECTATION
from jobsim.scenario.asked.measures import AVERAGED, PLAIN, TIMES
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.values.fields import read_duration, read_rate
from jobsim.scenario.values.kinds import DURATION, NAME, RATE, SHARE, SOME_DURATION, SOME_RATE, VALUE
from jobsim.scenario.values.share import share_of
from tests.editor.yaml12 import as_editors_read
from tests.model.scenarios import WHOLE_LANGUAGE
from tests.scenario.test_fuzzing import KEYS, SHIPPED, TREES

SCHEMA = jsonschema.Draft202012Validator(json_schema())
CASES = int(os.environ.get("JOBSIM_FUZZ_CASES", "150"))
several = settings(max_examples=CASES, deadline=None, suppress_health_check=list(HealthCheck))
many = settings(several, max_examples=6 * CASES)


def is_accepted(text: str) -> bool:
    try:
        jobsim.loads(text, "drawn")
    except jobsim.ScenarioError:
        return False
    return True


@several
@given(WHOLE_LANGUAGE)
def test_a_whole_scenario_and_what_is_kept_of_it(data: dict[str, Any]) -> None:
    try:
        asked = jobsim.loads(json.dumps(data))
    except jobsim.ScenarioError:  # what its parts say together cannot be
        return
    SCHEMA.validate(data)
    SCHEMA.validate(scenario_as_run(asked))


def test_most_drawn_scenarios_are_accepted() -> None:
    """Else the test above would say little."""
    drawn: list[bool] = []

    @settings(several, database=None, derandomize=True)
    @given(WHOLE_LANGUAGE)
    def draw(data: dict[str, Any]) -> None:
        drawn.append(is_accepted(json.dumps(data)))

    draw()
    assert sum(drawn) > len(drawn) / 2


def some_of(tree: Any, draw: st.DrawFn) -> Any:
    """A mapping with some of its keys, and with some of theirs."""
    if not isinstance(tree, dict):
        return tree
    return {key: some_of(value, draw) for key, value in tree.items() if draw(st.integers(0, 2))}


@st.composite
def variants(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    base = draw(WHOLE_LANGUAGE)
    over = some_of(base if draw(st.booleans()) else draw(WHOLE_LANGUAGE), draw)
    if over.get("submitters") and draw(st.booleans()):
        over["submitters"][draw(st.sampled_from(sorted(over["submitters"])))] = None
    return base, {**over, "extends": "base.yaml"}


@several
@given(variants())
def test_a_variant_need_not_say_all(pair: tuple[dict[str, Any], dict[str, Any]]) -> None:
    base, over = pair
    with tempfile.TemporaryDirectory() as folder:
        for name, data in (("base", base), ("over", over)):
            (Path(folder) / f"{name}.yaml").write_text(json.dumps(data), encoding="utf-8")
        try:
            jobsim.load(Path(folder) / "over.yaml")
        except jobsim.ScenarioError:
            return
    SCHEMA.validate(over)


@pytest.mark.parametrize(
    "over",
    [
        "queue: {expire: {mean: 2s}}",
        "submitters: {a: {retry: {backoff: {factor: 3}}}}",
        "submitters: {a: {cadence: null, phases: [{for: 1s, rate: 1/s}]}}",
        "submitters: {a: null, b: {cadence: 1s, jobs: 1}}",
        "processors: {w: {breakdowns: {repair: 2s}, repeat: 2h}}",
        "processors: {w: {count: 0, failure: {after: 10%}, slots: {slots: 3}, burst: 3}}",
    ],
)
def test_variants_that_say_little(tmp_path: Path, over: str) -> None:
    (tmp_path / "base.yaml").write_text(
        """
        until: 1h
        queue: {expire: {distribution: exponential, mean: 1s}}
        submitters: {a: {cadence: 1s, retry: {attempts: 3, backoff: {first: 1s}}}}
        processors:
          w:
            breakdowns: {every: 1h, repair: 1s}
            schedule: [{at: 1h, count: 2}]
            failure: {probability: 5%}
            slots: {shared: db, slots: 2}
            limit: 1/s
        """
    )
    (tmp_path / "over.yaml").write_text(f"extends: base.yaml\n{over}\n")
    assert jobsim.load(tmp_path / "over.yaml")
    SCHEMA.validate(as_editors_read(f"extends: base.yaml\n{over}"))


@several
@given(st.sampled_from(SHIPPED), st.lists(st.tuples(KEYS, KEYS, KEYS, TREES), min_size=1, max_size=2))
def test_values_put_anywhere(text: str, changes: list[tuple[str, str, str, Any]]) -> None:
    tree = yaml.safe_load(text)
    for first, second, third, value in changes:
        parts = tree.setdefault(first, {})
        if isinstance(parts, dict) and isinstance(parts.setdefault(second, {}), dict):
            parts[second][third] = value
    said = yaml.safe_dump(tree, allow_unicode=True)
    if "extends" not in tree and is_accepted(said):
        SCHEMA.validate(as_editors_read(said))


NUMBERS = st.one_of(
    st.from_regex(r"-?[0-9]{1,3}(\.[0-9]{1,3})?", fullmatch=True), st.sampled_from("0 -0 00.5 1.0".split())
)
DURATIONS = st.lists(
    st.tuples(NUMBERS, st.sampled_from(["d", "h", "m", "s", "ms", "us", "µs", "ns", ""])).map("".join), max_size=3
).map("".join)
RATES = st.tuples(NUMBERS, st.sampled_from("/s /sec /m /min /minute /h /hour /d /day /week s".split())).map("".join)
SHARES = NUMBERS.map("{}%".format)
SPACE = st.sampled_from(["", " ", "  ", "\t"])


@many
@given(
    st.one_of(
        st.sampled_from([*PLAIN]),
        st.tuples(
            st.sampled_from("mean max p50 p95 p99.9 p0 p100 p05 p share".split()), st.sampled_from(TIMES), SPACE
        ).map(lambda parts: "{0}{2}({2}{1}{2})".format(*parts)),
        st.sampled_from([f"{name}({of})" for name, each in AVERAGED.items() for of in each]),
        st.tuples(st.sampled_from(TIMES), st.sampled_from("< <= > >= =".split()), DURATIONS, SPACE).map(
            lambda parts: "share({0}{3}{1}{3}{2})".format(*parts)
        ),
        st.tuples(st.sampled_from(["after ", "after", "after\t"]), DURATIONS).map(
            lambda parts: f"recovery({''.join(parts)})"
        ),
    ),
    st.sampled_from(["", "a", "submitter:a", " é.b-c ", "a,b", "(a", " "]),
    SPACE,
    st.sampled_from("< <= > >= = ==".split()),
    st.one_of(NUMBERS, DURATIONS, RATES, SHARES),
)
def test_every_expectation(metric: str, group: str, space: str, sign: str, limit: str) -> None:
    if group:
        metric = f"{metric[:-1]},{space}{group})" if metric.endswith(")") else f"{metric}({group})"
    text = f"{space}{metric}{space}{sign}{space}{limit}"
    try:
        parse_expectation(text)
    except ValueError:
        return
    assert re.search(EXPECTATION["pattern"], text), text


@many
@given(st.one_of(DURATIONS, RATES, SHARES, st.text(max_size=5)))
def test_every_duration_rate_and_share(text: str) -> None:
    for read, said, some in (
        (read_duration, DURATION, SOME_DURATION),
        (read_rate, RATE, SOME_RATE),
        (share_of, SHARE, SHARE),
    ):
        try:
            value = read(text)
        except ValueError:
            continue
        assert jsonschema.Draft202012Validator(said).is_valid(text)
        assert not value or jsonschema.Draft202012Validator(some).is_valid(text)


@many
@given(st.text(max_size=70) | st.text("aZ0._-é", max_size=70))
def test_every_name_and_value(text: str) -> None:
    written = json.dumps(text)
    for key, said in ((f"value: {written}", VALUE), (f"jobs: 1}}, {written}: {{cadence: 1s", NAME)):
        if is_accepted(f"until: 1s\nsubmitters: {{a: {{cadence: 1s, {key}}}}}\nprocessors: {{w: {{}}}}"):
            assert jsonschema.Draft202012Validator(said).is_valid(text)
