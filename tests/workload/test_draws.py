"""Every kind of draws: by the block it is what it is one by one, and no reader knows of another."""

from collections.abc import Callable

import numpy as np
import pytest
from pydantic import TypeAdapter

import jobsim
from jobsim.engines.compiled.feeding.purposes import Reversed
from jobsim.scenario.parts.arrivals import Phase
from jobsim.scenario.values.delay import Delay
from jobsim.scenario.values.law import Law
from jobsim.scenario.values.whole_numbers import DrawnValue, Number
from jobsim.units import NEVER
from jobsim.workload.attempts import Below, UntilFailure
from jobsim.workload.delays import Jittered
from jobsim.workload.draws import Blocks, Draws, Position, Recorded, Same, SameAfterFirst, Since
from jobsim.workload.forgetting import streams_of
from jobsim.workload.integral import Integral
from jobsim.workload.outages import breakdowns
from jobsim.workload.phases import Even, Phased, Summed
from jobsim.workload.plan import Plan, plan
from jobsim.workload.seeding import Seeds
from jobsim.workload.services import AtSpeed, at_speed
from jobsim.workload.streams import Streams

COUNTS = (1, 7, 1000, 1, 16, 3000, 2)
MANY = sum(COUNTS)

DURATIONS = [
    {"distribution": "constant", "value": "2s"},
    {"distribution": "uniform", "min": "1s", "max": "3s"},
    {"distribution": "triangular", "min": "1s", "mode": "2s", "max": "4s"},
    {"distribution": "exponential", "mean": "400ms"},
    {"distribution": "exponential", "rate": "3/s"},
    {"distribution": "erlang", "shape": 3, "mean": "2s"},
    {"distribution": "gamma", "shape": 0.7, "mean": "2s"},
    {"distribution": "gamma", "shape": 0.01, "mean": "2s"},
    {"distribution": "hyperexponential", "cv": 2.0, "mean": "2s"},
    {"distribution": "lognormal", "mean": "400ms", "cv": 1.5},
    {"distribution": "lognormal", "median": "600ms", "p99": "4s"},
    {"distribution": "normal", "mean": "1s", "sd": "800ms"},
    {"distribution": "weibull", "shape": 1.7, "scale": "2s"},
    {"distribution": "weibull", "shape": 0.05, "scale": "2s"},
    {"distribution": "pareto", "shape": 4.5, "scale": "300ms"},
    {"distribution": "pareto", "shape": 0.01, "scale": "300ms"},
    {"distribution": "empirical", "values": ["1s", "2s", "5s"], "weights": [3, 2, 1]},
]
NUMBERS = [
    {"distribution": "constant", "value": -3},
    {"distribution": "uniform", "min": -2, "max": 5},
    {"distribution": "geometric", "mean": 3},
    {"distribution": "geometric", "mean": 1},
    {"distribution": "poisson", "mean": 2.5},
    {"distribution": "poisson", "mean": 250},
    {"distribution": "empirical", "values": [1, -5, 7], "weights": [3, 0, 1]},
]
VALUES = [{"distribution": "empirical", "values": ["x", 2.5, 7], "weights": [3, 1, 1]}]


def of_law(kind: object, given: dict[str, object]) -> Callable[[], Draws]:
    law: Law = TypeAdapter(kind).validate_python(given)
    return lambda: Streams(Seeds(5)).draws(law, "some", "words")


def drawn(mean: int, word: str = "k") -> Draws:
    return (
        of_law(Delay, {"distribution": "exponential", "mean": f"{mean}ns"})()
        if word == "k"
        else Streams(Seeds(5)).levels(word)
    )


def phased(*parts: tuple[object, object], repeat: bool = True) -> Integral:
    return Integral([Phase.model_validate({"for": length, "rate": rate}) for length, rate in parts], repeat)


UP, DOWN = {"from": 0, "to": "50/s"}, {"from": "50/s", "to": 0}
KINDS: dict[str, Callable[[], Draws]] = {
    **{str(given): of_law(Delay, given) for given in DURATIONS},
    **{f"number {given}": of_law(Number, given) for given in NUMBERS},
    **{f"value {given}": of_law(DrawnValue, given) for given in VALUES},
    "levels": lambda: Streams(Seeds(5)).levels("some", "words"),
    "same": lambda: Same(NEVER),
    "same after the first": lambda: SameAfterFirst(NEVER),
    "position": Position,
    "recorded": lambda: Recorded([3, 1, 4, 1, 5, 9, 2, 6, 5, NEVER]),
    "recorded for long": lambda: Recorded([number * number for number in range(2 * MANY)]),
    "since": lambda: Since(7, drawn(1000)),
    "since, near the end of time": lambda: Since(NEVER - 1000, drawn(1000)),
    "since the end of time": lambda: Since(NEVER, Same(NEVER)),
    "reversed": lambda: Reversed(drawn(1000)),
    "at speed": lambda: AtSpeed(drawn(10**9), 3.7),
    "at speed, halves": lambda: AtSpeed(drawn(20), 2.0),
    "at speed, slow": lambda: AtSpeed(drawn(10**9), 1e-9),
    "at speed, beyond all measure": lambda: AtSpeed(drawn(10**9), 1e-305),
    "at speed, never": lambda: AtSpeed(Same(NEVER), 1e6),
    "even": Even,
    "summed": lambda: Summed(drawn(10**6)),
    "phased, steady": lambda: Phased(phased(("1s", "7/s"), ("3s", "1/s"), ("1s", 0)), Even()),
    "phased": lambda: Phased(
        phased(("10s", UP), ("1m", "3/s"), ("20m", DOWN), ("3h", {"from": 0, "to": "1/min"})), Even()
    ),
    "phased, at random": lambda: Phased(phased(("10s", UP), ("1h", DOWN)), Summed(drawn(10**6))),
    "phased, for days": lambda: Phased(phased(("3d", UP), ("200d", DOWN)), Even()),
    "phased, through": lambda: Phased(phased(("10s", UP), ("1s", "3/s"), ("5s", DOWN), repeat=False), Even()),
    "phased, nothing": lambda: Phased(phased(("10s", 0)), Even()),
    "phased, nothing through": lambda: Phased(phased(("10s", 0), repeat=False), Even()),
    "phased, seldom": lambda: Phased(phased(("1d", "1/d"), ("40000d", 0)), Even()),
    "phased, too fine": lambda: Phased(phased(("1000d", "7.123456789/d"), ("1d", "3.7/min")), Even()),
    "phased, too many": lambda: Phased(phased(("1s", "7.123/d"), ("1s", "1000000000/s")), Same(NEVER // 2)),
    "phased, from 0 on": lambda: Phased(phased(("1s", 0), ("1s", "3/s"), ("1s", 0)), Recorded([0, 1, 0, 10**9])),
    "jittered": lambda: Jittered(5, 10**9, drawn(1, "levels")),
    "jittered for long": lambda: Jittered(NEVER // 2, NEVER // 2, drawn(1, "levels")),
    "below": lambda: Below(drawn(1, "levels"), 0.3 * 2**32),
    "until failure": lambda: UntilFailure(drawn(10**9), Below(drawn(1, "levels"), 0.3 * 2**32), 0.37),
    "until failure, halves": lambda: UntilFailure(drawn(20), Same(1), 0.5),
    "until failure, never": lambda: UntilFailure(Same(NEVER), Same(1), 0.5),
}


def read(blocks: Blocks, counts: tuple[int, ...] = COUNTS) -> list[int]:
    pieces = [blocks(count) for count in counts]
    assert [len(piece) for piece in pieces] == list(counts)
    assert {piece.dtype for piece in pieces} == {np.dtype(np.int64)}
    return np.concatenate(pieces).tolist()


@pytest.mark.parametrize("kind", KINDS)
def test_blocks_are_the_draws_one_by_one(kind: str) -> None:
    one_by_one = KINDS[kind]()
    assert read(KINDS[kind]().blocks()) == [one_by_one(position) for position in range(MANY)]


@pytest.mark.parametrize("kind", KINDS)
def test_readers_know_nothing_of_another(kind: str) -> None:
    of = KINDS[kind]()
    asked = [of(position) for position in range(20)]
    one, other = of.blocks(), of.blocks()
    first = read(one, (13,))
    assert read(other, (5, 15)) == asked
    assert first + read(one, (7,)) == asked
    assert max(asked) <= NEVER


def test_a_reader_forgets_what_it_has_read() -> None:
    of = drawn(1000)
    block = of.blocks()
    assert block(3) is not block(3)
    assert not of._drawn  # type: ignore[attr-defined]


def test_what_needs_no_chance_says_what_it_should() -> None:
    assert read(Same(4).blocks(), (2, 1)) == [4, 4, 4]
    assert read(SameAfterFirst(4).blocks(), (2, 1)) == [0, 4, 4]
    assert read(Position().blocks(), (2, 1)) == [0, 1, 2]
    assert read(Recorded([8, 9, 7]).blocks(), (2, 3)) == [8, 9, 7, NEVER, NEVER]
    assert read(Since(10, Recorded([8, NEVER - 11, NEVER - 9])).blocks(), (4,)) == [18, NEVER - 1, NEVER, NEVER]
    assert read(Even().blocks(), (1, 2)) == [10**6, 2 * 10**6, 3 * 10**6]
    assert read(Summed(Recorded([5, 0, 2])).blocks(), (2, 1)) == [5, 5, 7]
    # 1 / 2, 3 / 2, 5 / 2, half to even.
    assert read(AtSpeed(Recorded([1, 3, 5, 7]), 2.0).blocks(), (4, 1)) == [0, 2, 2, 4, NEVER]
    assert read(AtSpeed(Recorded([0, 1, 2**61]), 0.5).blocks(), (3,)) == [0, 2, NEVER]
    assert read(AtSpeed(Recorded([0, 1]), 1e-305).blocks(), (2,)) == [0, NEVER]
    # A span of 3 at a quarter, a half, and just below the whole.
    quarter, half, most = 2**30, 2**31, 2**32 - 1
    assert read(Jittered(100, 3, Recorded([0, quarter, half, most])).blocks(), (4,)) == [100, 100, 101, 102]
    # The largest span: 2^61 (1 - 2^-32).
    assert read(Jittered(0, 2**61, Recorded([quarter, most])).blocks(), (2,)) == [2**59, 2**61 - 2**29]
    assert read(Below(Recorded([0, 4, 5, 6]), 5.0).blocks(), (4,)) == [1, 1, 0, 0]
    failing = UntilFailure(Recorded([10, 10, 5]), Recorded([1, 0, 1, 1]), 0.5)
    assert read(failing.blocks(), (2, 2)) == [5, 10, 2, NEVER]


def test_what_is_constant_is_seen_to_be() -> None:
    asked = plan(
        jobsim.loads("""
            submitters: {a: {cadence: 2s, jobs: 3, timeout: 0s, batch: 2, give_up: 5s, retry: [1s, 3s], priority: -4}}
            queue: {expire: 9s, redelivery: {attempts: 4, backoff: {first: 1s, factor: 3.0, most: 5s}}}
            processors: {w: {service: 3s, speed: 2.0}, x: {service: {distribution: constant, value: 1s}, failure: 50%}}
        """)
    )[0]
    second = 10**9
    assert asked.timeout == Same(0)
    assert asked.batch == Same(2)
    assert asked.priority == Same(-4)
    assert asked.give_up == Same(5 * second)
    assert asked.expire == Same(9 * second)
    assert asked.services == (Same(1_500_000_000), Same(second))
    assert asked.retry is not None
    assert [asked.retry.after(attempt) for attempt in (3, 1, 2)] == [Same(3 * second), Same(second), Same(3 * second)]
    assert asked.redelivery is not None
    assert [asked.redelivery.after(n) for n in (1, 2, 3)] == [Same(second), Same(3 * second), Same(5 * second)]
    assert asked.attempts.of(0, 7) == (Same(1_500_000_000), Same(0))
    assert isinstance(asked.attempts.of(1, 1)[0], UntilFailure)
    assert at_speed(jobsim.loads(SMALL).processors["w"], Position()) == Position()


SMALL = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {}}"

WHOLE = """
    submitters:
      a:
        cadence: {distribution: exponential, mean: 1s}
        jobs: 1
        retry: {attempts: 3, backoff: {first: 1s, jitter: JITTER}}
        size: {distribution: lognormal, median: 1s, p99: 2s}
    queue: {redelivery: {attempts: 3, delay: {distribution: uniform, min: 1s, max: 2s}}}
    processors:
      w: {speed: 1.5, failure: {probability: 30%, after: 50%}}
      x: {service: {distribution: normal, mean: 1s, sd: 1s}, failure: 20%}
      y: {service: 1s}
"""


def planned(jitter: str) -> Plan:
    return plan(jobsim.loads(WHOLE.replace("JITTER", jitter)))[0]


@pytest.mark.parametrize("jitter", ["full", "equal"])
def test_each_attempt_is_read_by_the_block(jitter: str) -> None:
    one, other = planned(jitter), planned(jitter)
    for pool in range(3):
        for attempt in (2, 1):
            durations, fails = one.attempts.of(pool, attempt)
            both = zip(read(durations.blocks()), read(fails.blocks()), strict=True)
            assert list(both) == [other.attempts(pool, position, attempt) for position in range(MANY)]
    for mine, theirs in ((one.retry, other.retry), (one.redelivery, other.redelivery)):
        assert mine is not None
        assert theirs is not None
        for attempt in (2, 1):
            assert read(mine.after(attempt).blocks()) == [theirs(position, attempt) for position in range(MANY)]


def test_breakdowns_are_read_by_the_block() -> None:
    law = "{distribution: exponential, mean: 1s}"
    asked = jobsim.loads(SMALL.replace("w: {}", f"w: {{breakdowns: {{every: {law}, repair: {law}}}}}"))
    broken = asked.processors["w"].breakdowns
    assert broken is not None
    for of in breakdowns(broken, "w", 1, streams_of(asked)):
        assert read(of.blocks(), (3, 4)) == [of(position) for position in range(7)]
