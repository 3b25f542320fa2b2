"""How a scenario names metrics and what it expects of them."""

import json
from dataclasses import replace

import pytest

import jobsim
from jobsim.analysis.description import describe
from jobsim.errors import ScenarioError
from jobsim.scenario.asked.expectation import parse_expectation
from jobsim.scenario.asked.measures import parse_measure
from jobsim.scenario.asked.whose import of_whom
from jobsim.scenario.facts.rises import last_rise
from jobsim.scenario.schema import Scenario
from jobsim.units import SECOND

PARTS = """
until: 100s
submitters:
  a: {cadence: 1s, pacing: fixed}
  both: {cadence: 1s, start: 30s, pacing: fixed, jobs: 10}
processors: {w: {}, both: {}}
"""


@pytest.mark.parametrize(
    ("text", "metric", "group"),
    [
        ("p95(waiting)", "p95(waiting)", None),
        (" p99.90( response , flood ) ", "p99.9(response)", "flood"),
        ("p50.0(blocked)", "p50(blocked)", None),
        ("mean(queued)", "mean(queued)", None),
        ("max(queued, a)", "max(queued)", "a"),
        ("max(service)", "max(service)", None),
        ("mean(puts)", "mean(puts)", None),
        ("drop_rate", "drop_rate", None),
        ("utilisation(worker)", "utilisation", "worker"),
        ("throughput(submitter:a)", "throughput", "submitter:a"),
        ("share(response<2s)", "share(response < 2s)", None),
        ("share(waiting >= 1500ms, a)", "share(waiting >= 1.5s)", "a"),
        ("recovery(after 40s)", "recovery(after 40s)", None),
        ("completed", "completed", None),
        ("p99.99999(response)", "p99.99999(response)", None),
        ("p12.345651(response)", "p12.345651(response)", None),
        ("p05(response)", "p5(response)", None),
        ("share(response < 2)", "share(response < 2s)", None),
        ("recovery(after 40)", "recovery(after 40s)", None),
    ],
)
def test_metrics_have_the_names_of_the_result_files(text: str, metric: str, group: str | None) -> None:
    found = parse_measure(text)
    assert (found.metric, found.group) == (metric, group)
    again = parse_measure(str(found))
    assert (again.metric, again.group) == (metric, group)


@pytest.mark.parametrize(
    ("text", "sign", "limit"),
    [
        ("p95(waiting) < 2s", "<", 2.0),
        ("mean(response)<=500ms", "<=", 0.5),
        ("drop_rate < 1%", "<", 0.01),
        ("drop_rate < 0.01", "<", 0.01),
        ("share(response < 2s) > 99%", ">", 0.99),
        ("throughput >= 300/min", ">=", 5.0),
        ("max(queued) < 100", "<", 100.0),
        ("p95(waiting, a) < 2", "<", 2.0),
    ],
)
def test_limits_are_in_the_unit_of_the_metric(text: str, sign: str, limit: float) -> None:
    found = parse_expectation(text)
    assert (found.sign, found.limit) == (sign, limit)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("p95(wating) < 2s", "there is no p95 of 'wating'; did you mean waiting?"),
        ("mean(quued) < 2", "there is no mean of 'quued'; did you mean queued?"),
        ("drop_rat < 1", "there is no metric 'drop_rat'; did you mean drop_rate?"),
        ("median(waiting) < 1s", "there is no metric 'median'"),
        ("Drop rate < 1", "'Drop rate' is no metric; write it like p95(waiting), drop_rate or utilisation(worker)"),
        ("p95(waiting) < 5/s", "the limit of p95(waiting) is a duration, like 2s: '5/s' is not a duration"),
        ("p95(waiting) < -1", "the limit of p95(waiting) is a duration, like 2s: -1.0 is negative"),
        ("drop_rate < 2", "the limit of drop_rate is a share, like 1%: must be from 0 to 1"),
        ("throughput > fast", "the limit of throughput is a rate, like 50/s: 'fast' is not a rate"),
        ("max(queued) < 2s", "the limit of max(queued) is a number: '2s' is not a number"),
        ("p95(waiting)", "is no expectation; write a metric, one of < <= > >=, and a limit, like p95(waiting) < 2s"),
        ("p95(waiting) == 2s", "is no expectation"),
        ("p95(waiting", "'p95(waiting' is cut short; in a list in brackets, write it in quotes if it has a comma"),
        ("p0(waiting) < 1s", "p0 is no percentile; they go from above p0 to below p100, like p99.9"),
        ("p100(waiting) < 1s", "there is no metric 'p100'"),
        ("share(response) < 1", "share(response) must compare a time with a limit, like share(response < 2s)"),
        ("recovery(40s) < 1m", "recovery is that of the whole queue, from some time on, like recovery(after 40s)"),
        ("recovery(after 40s, a) < 1m", "recovery is that of the whole queue"),
        ("utilisation(a, b) < 1", "'utilisation(a, b)' must name one submitter or pool, like utilisation(worker)"),
        ("utilisation() < 1", "must name one submitter or pool"),
        ("x" * 300, "an expectation has 200 characters at most"),
        (f"{'x' * 100} < 1", "'" + "x" * 37 + "...'"),
        (5, "must be a text, like p95(waiting) < 2s"),
    ],
)
def test_what_is_no_expectation_is_told(text: object, message: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        jobsim.loads(f"{PARTS}expect: [{json.dumps(text)}]")
    assert "expect.0: " in str(refused.value)
    assert message in str(refused.value)


@pytest.mark.parametrize(
    ("expectation", "message"),
    [
        ("utilisation(both) < 1", "both is the name of submitter:both and processor:both; write one of these"),
        ("utilisation(submitter:both) < 1", "there is no utilisation of submitter:both: it is of processors"),
        ("drop_rate(w) < 1", "there is no drop_rate of processor:w: it is of the jobs that are put"),
        ("missed_rate < 1", "there is no missed_rate: no submitter has a deadline"),
        ("mean(puts) < 2", "there is no mean(puts): each job is tried once"),
        ("waste_rate < 1", "there is no waste_rate: each job is tried once"),
        ("mean(processors) < 2", "there is no mean(processors): their number does not change"),
        ("throughput(ww) < 1", "there is no submitter or pool ww; did you mean w?"),
        ("throughput(submitter:ab) < 1", "there is no submitter or pool submitter:ab; did you mean submitter:a?"),
        ("recovery(after 20s) < 1m", "there is no recovery(after 20s): before then, no submitter begins or grows"),
        ("recovery(after 100s) < 1m", "there is no recovery(after 1m40s): the run ends at 1m40s"),
    ],
)
def test_a_metric_that_the_scenario_does_not_have_is_a_mistake_in_the_file(expectation: str, message: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        jobsim.loads(f"{PARTS}expect: ['{expectation}']")
    assert f"expect.0: {message}" in str(refused.value)


def test_a_recovery_needs_the_tables() -> None:
    with pytest.raises(ScenarioError, match=r"it needs the tables \(record: jobs\)"):
        jobsim.loads(f"{PARTS}record: summary\nexpect: [recovery(after 40s) < 1m]")


EVERY = """
until: 100s
queue: {redelivery: {attempts: 2}}
submitters: {a: {cadence: 1s, deadline: 2s}}
processors: {w: {schedule: [{at: 50s, count: 2}]}}
"""


def test_every_metric_of_a_result_can_be_named() -> None:
    result = jobsim.run(jobsim.loads(EVERY))
    for found in result.metrics:
        plain = parse_measure(found.metric)
        assert plain.metric == found.metric
        named = parse_measure(str(replace(plain, group=None if found.of == "all" else found.of)))
        assert of_whom(named, result.scenario) == found.of


@pytest.mark.parametrize("text", [EVERY, PARTS])
@pytest.mark.parametrize("of", ["all", "submitter:a", "processor:w", "queue:queue"])
def test_what_a_scenario_is_said_to_have_is_in_the_result(text: str, of: str) -> None:
    """Every name there is, of every group: it is refused, or it is measured."""
    scenario = jobsim.loads(text)
    there = {found.metric for found in jobsim.run(scenario).metrics if found.of == of}
    names = [*(found.metric for found in jobsim.run(jobsim.loads(EVERY)).metrics if found.of in ("all", "processor:w"))]
    for name in dict.fromkeys(names):
        measure = replace(parse_measure(name), group=None if of == "all" else of)
        try:
            assert of_whom(measure, scenario) == of
        except ValueError:
            assert name not in there
        else:
            assert name in there


def test_a_scenario_reads_its_own_words_again() -> None:
    text = "expect: ['p99.9(response,  a)  <  2s']\nprecision: {of: p95(response), within: 5%}\n"
    asked = jobsim.loads(EVERY + text)
    dumped = asked.model_dump(mode="json")
    assert dumped["expect"] == ["p99.9(response, a) < 2s"]
    assert dumped["precision"] == {"of": "p95(response)", "within": 0.05, "most": 500}
    again = Scenario.model_validate(dumped)
    assert [(each.measure, each.sign, each.limit) for each in again.expect] == [
        (each.measure, each.sign, each.limit) for each in asked.expect
    ]
    assert again.precision == asked.precision
    assert Scenario.model_validate(asked.model_dump()).expect == asked.expect


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (
            "{of: p95(response, a), within: 5%}",
            "precision.a): is not a key here; there are of, within, most; a comma in brackets splits what is not in",
        ),
        ("{of: 5, within: 5%}", "precision.of: must name a metric, like p95(response)"),
        ("{of: p95(response), within: 0}", "precision.within: must be above 0 and below 1, like 5%"),
        ("{of: p95(response), within: 5%, most: 5}", "precision.most: must be 10 or more, not 5"),
        ("{of: missed_rate, within: 5%}", "precision.of: there is no missed_rate: no submitter has a deadline"),
    ],
)
def test_a_precision_that_cannot_be_is_told(text: str, message: str) -> None:
    with pytest.raises(ScenarioError) as refused:
        jobsim.loads(f"{PARTS}precision: {text}")
    assert message in str(refused.value)


NINE = "{cadence: 1s, jobs: 9}"


@pytest.mark.parametrize(
    ("parts", "until", "rise"),
    [
        ("submitters: {a: {cadence: 1s, jobs: 9}, b: {cadence: 1s, start: 30s, jobs: 5}}\nprocessors: {w: {}}", 30, 30),
        (
            "submitters: {a: {cadence: 1s, jobs: 9}, b: {cadence: 1s, start: 30s, jobs: 5}}\nprocessors: {w: {}}",
            29,
            None,
        ),
        (
            "submitters: {a: {phases: [{for: 10s, rate: 2/s}, {for: 10s, rate: 5/s}, {for: 9s, rate: 2/s}]}}\n"
            "processors: {w: {}}",
            25,
            10,
        ),
        ("submitters: {a: {cadence: 1s, jobs: 9}}\nprocessors: {w: {count: 3, schedule: [{at: 7s, count: 2}]}}", 9, 7),
        (
            "submitters: {a: {cadence: 1s, jobs: 9}}\nprocessors: {w: {count: 3, schedule: [{at: 7s, count: 4}]}}",
            9,
            None,
        ),
    ],
)
def test_when_the_load_rises(parts: str, until: int, rise: int | None) -> None:
    assert last_rise(jobsim.loads(parts), until * SECOND) == (None if rise is None else rise * SECOND)


def test_check_says_what_is_left_out_and_what_is_expected() -> None:
    text = "replications: 5\nprecision: {of: 'mean(queued, a)', within: 2.5%}\nexpect: [drop_rate < 1%]\n"
    lines = describe(jobsim.loads(f"{PARTS}{text}warmup: auto")).splitlines()
    assert lines[0].startswith("scenario: 10 to 500 replications, each of which runs for 1m40s")
    assert lines[-3:] == [
        "  figures leave out the start, as far as it is felt (MSER-5)",
        "  until mean(queued, a) is known within 2.5%",
        "  expects drop_rate < 1%",
    ]
    assert "  figures leave out the first 10s" in describe(jobsim.loads(f"{PARTS}warmup: 10s")).splitlines()
