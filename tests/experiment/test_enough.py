"""How many replications are enough, worked out by hand."""

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.theory.erlang import unbounded
from jobsim.experiment.enough import wanted
from jobsim.results.estimates import Found

MM1 = """
until: 300s
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 500ms}}}
"""
PRECISE = f"{MM1}precision: {{of: mean(waiting), within: 25%, most: 60}}\n"
"""The half-width may be 0.25 / 1.25 = 20 % of the mean."""


def found(*values: float | None) -> Found:
    return Found((("mean(waiting)", "all", "s"), ("jobs", "all", "jobs")), [(value, 5) for value in values])


def test_without_a_precision_they_are_as_many_as_asked() -> None:
    asked = jobsim.loads(f"{MM1}replications: 3")
    assert [wanted(asked, found(*[1.0] * have)) for have in (0, 1, 3)] == [3, 2, 0]


# Of ten values, half of them 1 - d and half 1 + d: s² = 10 d² / 9, so the half-width is 2.2622 · d / 3 = 0.754 d.
@pytest.mark.parametrize(
    ("d", "more"),
    [
        (0.26, 0),  # 0.196 of the mean, at most 0.2
        (0.27, 1),  # 0.2036: 10 · (0.2036 / 0.2)² = 10.4, so one more
        (0.32, 5),  # 0.2413: 14.6
        (0.8, 10),  # 0.603: 90.9, but twice as many are the most to go by a guess
    ],
)
def test_the_guess_follows_from_the_width(d: float, more: int) -> None:
    values = [1 - d, 1 + d] * 5
    assert wanted(jobsim.loads(PRECISE), found(*values)) == more


def test_ten_at_least_and_no_more_than_the_most() -> None:
    asked = jobsim.loads(PRECISE)
    assert wanted(asked, Found()) == 10
    assert wanted(asked, found(*[1.0] * 9)) == 1
    assert wanted(asked, found(*[1.0] * 10)) == 0  # they do not vary
    assert wanted(asked, found(*[0.1, 1.9] * 25)) == 10  # 50 of 60
    assert wanted(asked, found(*[0.1, 1.9] * 30)) == 0
    assert wanted(jobsim.loads(f"{PRECISE}replications: 20"), found(*[1.0] * 10)) == 10


@pytest.mark.parametrize("values", [(None,) * 10, (-1.0, 1.0) * 5, (None,) * 9 + (1.0,), (0.0,) * 10])
def test_what_has_no_width_to_go_by_is_doubled(values: tuple[float | None, ...]) -> None:
    assert wanted(jobsim.loads(PRECISE), found(*values)) == 10


def test_a_run_adds_replications_until_it_is_precise() -> None:
    result = jobsim.run(jobsim.loads(PRECISE))
    known = result.estimate("mean(waiting)")
    assert known.half is not None
    assert known.mean is not None
    assert 10 <= known.replications <= 60
    assert known.half / known.mean <= 0.2
    assert [run.replication for run in result.runs] == list(range(1, known.replications + 1))


Command = Callable[..., subprocess.CompletedProcess[str]]


def in_one_line(ran: subprocess.CompletedProcess[str]) -> str:
    return " ".join(ran.stdout.split("\n"))


def test_whether_it_was_reached_is_said(command: Command, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PRECISE, encoding="utf-8")
    assert "  mean(waiting) within 25%: reached, with ±" in command("p.yaml").stdout
    ran = command("p.yaml", "--set", "precision.within=1%", "--set", "precision.most=11")
    assert "  beware: mean(waiting) within 1%: not reached in 11 replications, with ±" in in_one_line(ran)
    ran = command("p.yaml", "--set", "precision.of='mean(blocked, w)'", "--set", "until=1us")
    assert "not reached in 60 replications, with no interval" in in_one_line(ran)
    assert "10 to 60 replications, each of which runs for 5m" in command("check", "p.yaml").stdout


def test_a_precision_that_was_not_reached_fails_where_that_is_asked_for(command: Command, tmp_path: Path) -> None:
    (tmp_path / "p.yaml").write_text(PRECISE, encoding="utf-8")
    hard = ("--set", "precision.within=1%", "--set", "precision.most=11", "-q")
    assert command("p.yaml", *hard).returncode == 0
    ran = command("p.yaml", *hard, "--strict")
    assert ran.returncode == 3
    assert ran.stderr == "jobsim: p: the precision was not reached in 11 replications\n"
    assert command("p.yaml", "-q", "--strict").returncode == 0


@pytest.mark.long
def test_stopping_when_it_is_precise_covers_what_it_claims() -> None:
    asked = jobsim.loads(MM1.replace("300s", "3000s") + "warmup: 500s\nprecision: {of: mean(waiting), within: 10%}\n")
    true, covered = unbounded(1, 0.5, 1)["mean(waiting)"], 0
    for seed in range(1000):
        result = jobsim.run(asked.model_copy(update={"seed": seed}), engine="compiled")
        known = result.estimate("mean(waiting)")
        assert known.low is not None
        assert known.high is not None
        covered += known.low <= true <= known.high
    assert 925 <= covered <= 975
