"""Verdicts on expectations: where an interval lies beside the limit."""

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.verdicts import Verdict, judge
from jobsim.results.run import Ending
from jobsim.scenario.facts.randomness import is_random

MM1 = """
until: 200s
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 500ms}}}
"""
STILL = "submitters: {a: {cadence: 2s, jobs: 5}}\nprocessors: {w: {service: 1s}}\n"
"""Nobody waits; each job takes one second."""


def verdicts(text: str, *expected: str) -> list[str]:
    lines = "".join(f"  - '{each}'\n" for each in expected)
    return [str(each.verdict) for each in judge(jobsim.run(jobsim.loads(f"{text}expect:\n{lines}")))]


@pytest.mark.parametrize(
    ("expected", "verdict"),
    [
        ("mean(service) < 1.5", "met"),
        ("mean(service) < 1", "missed"),
        ("mean(service) <= 1", "met"),
        ("mean(service) > 1", "missed"),
        ("mean(service) >= 1", "met"),
        ("share(response < 1s) > 0%", "missed"),
        ("max(queued) < 1", "met"),
        ("throughput(w) > 1/s", "missed"),
    ],
)
def test_where_nothing_is_drawn_one_run_tells(expected: str, verdict: str) -> None:
    assert verdicts(STILL, expected) == [verdict]


def test_the_whole_interval_must_lie_on_one_side() -> None:
    text = f"{MM1}replications: 20\n"
    known = jobsim.run(jobsim.loads(text)).estimate("mean(response)")
    assert known.low is not None
    assert known.high is not None
    limits = (known.high + 0.01, known.mean, known.low - 0.01)
    below = [f"mean(response) < {limit:.6f}" for limit in limits]
    above = [f"mean(response) > {limit:.6f}" for limit in limits]
    assert verdicts(text, *below) == ["met", "undecided", "missed"]
    assert verdicts(text, *above) == ["missed", "undecided", "met"]


def test_one_short_run_left_to_chance_decides_nothing() -> None:
    (judged,) = judge(jobsim.run(jobsim.loads(f"{MM1}expect: [mean(response) < 1h]")))
    assert (judged.verdict, judged.why) == (Verdict.UNDECIDED, "no interval")


def test_one_long_run_decides() -> None:
    assert verdicts(MM1.replace("until: 200s", "until: 20000s"), "utilisation(w) < 60%") == ["met"]


def test_real_time_is_never_exact() -> None:
    text = "engine: asyncio\nsubmitters: {a: {cadence: 10ms, jobs: 2}}\nprocessors: {w: {}}\nexpect: [jobs > 1]"
    (judged,) = judge(jobsim.run(jobsim.loads(text), speed=100))
    assert judged.verdict is Verdict.UNDECIDED


def test_nothing_to_measure_decides_nothing() -> None:
    (judged,) = judge(jobsim.run(jobsim.loads(f"{STILL}warmup: 1h\nexpect: [mean(response) < 1h]")))
    assert (judged.verdict, judged.why) == (Verdict.UNDECIDED, "nothing to measure")


def test_a_run_that_was_stopped_decides_nothing() -> None:
    result = jobsim.run(jobsim.loads(f"{STILL}expect: [mean(service) < 1h]"))
    (judged,) = judge(replace(result, ending=Ending.INTERRUPTED))
    assert (judged.verdict, judged.why) == (Verdict.UNDECIDED, "stopped")


OVERWHELMED = """
until: 60s
submitters:
  a: {cadence: 1s, pacing: fixed}
  b: {cadence: 1s, start: 10s, pacing: fixed}
processors: {w: {service: SERVICE}}
"""


@pytest.mark.parametrize(
    ("service", "replications", "sign", "verdict", "why"),
    [
        ("1s", 1, "<", "missed", "never in this run"),
        ("1s", 1, ">", "met", "never in this run"),
        ("{distribution: uniform, min: 900ms, max: 1s}", 1, "<", "undecided", "never in this run"),
        ("{distribution: uniform, min: 900ms, max: 1s}", 3, "<", "missed", "never in 3 of 3"),
    ],
)
def test_what_never_recovers_takes_longer_than_any_limit(
    service: str, replications: int, sign: str, verdict: str, why: str
) -> None:
    text = OVERWHELMED.replace("SERVICE", service)
    asked = jobsim.loads(f"{text}replications: {replications}\nexpect: [recovery(after 20s) {sign} 1h]")
    (judged,) = judge(jobsim.run(asked))
    assert (judged.verdict, judged.why) == (verdict, why)


@pytest.mark.parametrize(
    ("change", "random"),
    [
        ("", False),
        ("submitters.a.cadence={distribution: exponential, mean: 1s}", True),
        ("submitters.a.value={distribution: uniform, min: 1, max: 5}", False),
        ("submitters.a.batch={distribution: poisson, mean: 2}", True),
        ("submitters.a.timeout={distribution: pareto, shape: 1.5, scale: 1s}", True),
        ("submitters.a.retry={attempts: 2, backoff: {first: 1s, jitter: full}}", True),
        ("submitters.a.retry={attempts: 2, backoff: {first: 1s}}", False),
        ("submitters.a.retry={attempts: 2, delay: {distribution: exponential, mean: 1s}}", True),
        ("submitters.a={cadence: null, phases: [{for: 5s, rate: 1/s}], spacing: poisson}", True),
        ("submitters.a={cadence: null, phases: [{for: 5s, rate: 1/s}]}", False),
        ("submitters.a={cadence: null, trace: {at: [0, 1]}}", False),
        ("processors.w.failure=5%", True),
        ("processors.w.failure=100%", False),
        ("processors.w.breakdowns={every: {distribution: exponential, mean: 9s}, repair: 1s}", True),
        ("queue.discipline=random", True),
        ("queue.redelivery=[1s, 2s]", False),
        ("queue.expire={distribution: exponential, mean: 9s}", True),
    ],
)
def test_whether_anything_is_left_to_chance(change: str, random: bool) -> None:
    assert is_random(jobsim.loads(f"{STILL}until: 60s", overrides=[change] if change else [])) is random


Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.mark.parametrize(
    ("expected", "arguments", "code"),
    [
        ("mean(service) < 2", (), 0),
        ("mean(service) < 1", (), 3),
        ("mean(service) < 1", ("-q",), 3),
        ("mean(service) < 1", ("--strict",), 3),
        ("mean(service) < 2", ("--strict",), 0),
    ],
)
def test_a_missed_expectation_ends_the_command_with_3(
    expected: str, arguments: tuple[str, ...], code: int, command: Command, tmp_path: Path
) -> None:
    (tmp_path / "still.yaml").write_text(f"{STILL}expect: ['{expected}']", encoding="utf-8")
    ran = command("still.yaml", *arguments)
    assert ran.returncode == code
    assert (tmp_path / "results" / "still" / "summary.csv").exists()
    if "-q" in arguments:
        assert ran.stdout == ""
        assert ran.stderr == "jobsim: still: missed: mean(service) < 1: measured 1 s\n"
    else:
        lines = [line.split() for line in ran.stdout.splitlines()]
        assert ["missed" if code else "met", *expected.split(), "1", "s"] in lines


def test_an_undecided_one_fails_only_where_that_is_asked_for(command: Command, tmp_path: Path) -> None:
    (tmp_path / "mm1.yaml").write_text(f"{MM1}expect: ['mean(response) < 1s', drop_rate < 1%]", encoding="utf-8")
    ran = command("mm1.yaml")
    assert ran.returncode == 0
    assert "no interval: to judge what is left to chance takes replications, like -r 20" in ran.stdout
    ran = command("mm1.yaml", "--strict", "-q")
    assert ran.returncode == 3
    assert "mm1: undecided: drop_rate < 1%: measured 0.0% (no interval)" in ran.stderr


def test_nothing_is_shown_as_nothing(command: Command, tmp_path: Path) -> None:
    (tmp_path / "still.yaml").write_text(f"{STILL}warmup: 1h\nexpect: ['mean(response) < 1h']", encoding="utf-8")
    lines = [line.split() for line in command("still.yaml").stdout.splitlines()]
    assert ["undecided", "mean(response)", "<", "1h", "nothing", "nothing", "to", "measure"] in lines
