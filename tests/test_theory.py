"""Simulated means against exact theory: a z-score over independent replications for each measure.

Sources: Erlang B and C (Erlang 1917); the put timeout as M(n)/M(m)/s+GI (Brandt & Brandt 1999, by level crossing);
Pollaczek-Khinchine; machine repair by birth and death.
"""

import math
from collections.abc import Callable
from math import factorial

import numpy as np
import pytest

import jobsim

REPLICATIONS = 30


def z_score(text: str, metric: str, expected: float) -> float:
    """How many standard errors the mean over replications is from theory; each replication has its own seed."""
    scenario = jobsim.loads(text)
    values = []
    for seed in range(REPLICATIONS):
        # Started empty, observed to the end: long runs, so that the start weighs little.
        values.append(jobsim.run(scenario.model_copy(update={"seed": 1000 + seed})).value(metric))
    found = np.array(values, dtype=float)
    return float((found.mean() - expected) / (found.std(ddof=1) / math.sqrt(REPLICATIONS)))


def erlang_b(load: float, servers: int) -> float:
    return load**servers / factorial(servers) / sum(load**k / factorial(k) for k in range(servers + 1))


def erlang_c(load: float, servers: int) -> float:
    blocked = erlang_b(load, servers)
    return blocked / (1 - load / servers * (1 - blocked))


def put_timeout_drops(rate: float, servers: int, places: int, patience: float) -> float:
    """P(drop) with service rate 1 and a fixed timeout; see the formulas in the docstring's source."""
    full = servers + places
    speed = float(servers)
    below = [1.0]
    for n in range(full):
        below.append(below[-1] * rate / min(n + 1, servers))

    def at_least(m: int) -> float:  # P(Poisson(speed * patience) >= m)
        return 1 - sum(math.exp(-speed * patience) * (speed * patience) ** k / factorial(k) for k in range(m))

    above = [below[full] * (rate / speed) ** m * at_least(m) for m in range(1, 60)]
    before_full = below[full - 1] / (sum(below) + sum(above))
    return rate * before_full * math.exp(-(speed - rate) * patience) / speed


def open_scenario(
    rate: float, servers: int, more: str = "", service: str = "{distribution: exponential, mean: 1s}"
) -> str:
    gap = round(1e9 / rate)
    return (
        f"until: 3000s\n{more}\n"
        f"processors: {{w: {{count: {servers}, service: {service}}}}}\n"
        f"submitters: {{a: {{pacing: fixed, cadence: {{distribution: exponential, mean: {gap}ns}}, TIMEOUT}}}}\n"
    )


def with_timeout(text: str, timeout: str) -> str:
    return text.replace("TIMEOUT", f"timeout: {timeout}")


def test_the_published_values_of_the_put_timeout() -> None:
    assert put_timeout_drops(0.8, 1, 2, 1) == pytest.approx(0.126139, abs=1e-6)
    assert put_timeout_drops(2.2, 2, 3, 0.5) == pytest.approx(0.196049, abs=1e-6)


@pytest.mark.parametrize(
    ("rate", "servers", "places", "patience"), [(0.8, 1, 2, 1), (2.2, 2, 3, 0.5), (3.0, 4, 0, 2.0), (5.0, 4, 2, 0.25)]
)
def test_a_put_with_a_timeout(rate: float, servers: int, places: int, patience: float) -> None:
    text = with_timeout(open_scenario(rate, servers, f"queue: {{capacity: {places}}}"), f"{patience}s")
    assert abs(z_score(text, "drop_rate", put_timeout_drops(rate, servers, places, patience))) < 4


def test_erlang_b() -> None:
    text = with_timeout(open_scenario(3, 5, "queue: {capacity: 0}"), "0s")
    assert abs(z_score(text, "drop_rate", erlang_b(3, 5))) < 4


def test_erlang_c() -> None:
    text = with_timeout(open_scenario(2.4, 4), "null")
    assert abs(z_score(text, "mean(waiting)", erlang_c(2.4, 4) / (4 - 2.4))) < 4


@pytest.mark.parametrize(
    ("service", "second_moment"),
    [
        ("800ms", 0.64),
        ("{distribution: erlang, shape: 2, mean: 800ms}", 0.64 * 1.5),
        ("{distribution: lognormal, mean: 800ms, cv: 1.5}", 0.64 * 3.25),
        ("{distribution: hyperexponential, mean: 800ms, cv: 2.0}", 0.64 * 5),
    ],
)
def test_pollaczek_khinchine(service: str, second_moment: float) -> None:
    rate = 0.75
    text = with_timeout(open_scenario(rate, 1, service=service), "null")
    assert abs(z_score(text, "mean(waiting)", rate * second_moment / (2 * (1 - rate * 0.8)))) < 4


def test_machine_repair() -> None:
    # Six machines that run 5 s on average, two repairers of rate 1: utilisation by the finite birth-death chain.
    machines, repairers, failing = 6, 2, 0.2
    weights = [1.0]
    for n in range(machines):
        weights.append(weights[-1] * (machines - n) * failing / min(n + 1, repairers))
    busy = sum(min(n, repairers) * weight for n, weight in enumerate(weights)) / sum(weights) / repairers
    text = """
        until: 3000s
        submitters: {m: {count: 6, pacing: after_response, cadence: {distribution: exponential, mean: 5s}}}
        processors: {r: {count: 2, service: {distribution: exponential, mean: 1s}}}
    """
    assert abs(z_score(text, "utilisation", busy)) < 4


def test_d_d_c_event_by_event(run_text: Callable[..., jobsim.Result]) -> None:
    # A put every 3 s at two processors of 7 s: job k starts at max(3k, start of job k-2, plus 7 s).
    result = run_text(
        "submitters: {a: {cadence: 3s, jobs: 200, pacing: fixed}}\nprocessors: {w: {count: 2, service: 7s}}"
    )
    starts: list[int] = []
    for k in range(200):
        starts.append(max(3 * k, starts[k - 2] + 7 if k > 1 else 0))
    assert result.run.jobs.started_at.tolist() == [start * 10**9 for start in starts]
