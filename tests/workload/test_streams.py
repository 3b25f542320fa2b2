"""Streams: a draw depends on seed, name and position, and on nothing else."""

import numpy as np

from jobsim.scenario.distributions import Exponential
from jobsim.scenario.loading import loads
from jobsim.units import NEVER
from jobsim.workload.plan import plan
from jobsim.workload.seeding import Seeds
from jobsim.workload.streams import Streams, to_nanoseconds

LAW = Exponential(distribution="exponential", mean="1s")  # type: ignore[arg-type]

BASE = """
seed: 7
queue: {capacity: 3}
submitters:
  a: {cadence: {distribution: exponential, mean: 1s}, jobs: 5, count: 2, timeout: {distribution: exponential, mean: 1s}}
processors:
  w: {service: {distribution: exponential, mean: 1s}}
  x: {service: {distribution: exponential, mean: 1s}}
"""


def first_draws(text: str, *overrides: str, label: str = "a-1") -> dict[str, list[int]]:
    planned = next(planned for planned in plan(loads(text, "s", overrides)) if planned.label == label)
    assert planned.timeout is not None
    kinds = {
        "gaps": lambda n: planned.arrivals(n, 0),
        "timeout": planned.timeout,
        "w": planned.services[0],
        "x": planned.services[1],
    }
    return {name: [draw(position) for position in range(40)] for name, draw in kinds.items()}


def test_positions_may_be_asked_in_any_order() -> None:
    one, other = Streams(Seeds(1)).draws(LAW, "k"), Streams(Seeds(1)).draws(LAW, "k")
    late_first = other(5_000)
    assert [one(position) for position in range(5_001)][-1] == late_first
    assert one(0) == other(0)


def test_streams_differ_by_seed_replication_and_key() -> None:
    keys = [(1, 1, "k"), (2, 1, "k"), (1, 2, "k"), (1, 1, "l"), (1, 1, "k", 1)]
    firsts = [Streams(Seeds(seed, replication)).draws(LAW, *words)(0) for seed, replication, *words in keys]
    assert len(set(firsts)) == len(firsts)


def test_draws_are_rounded_half_to_even_up_to_never() -> None:
    floats = [0.5, 1.5, 2.4, 2.0**62 - 512, 2.0**62, 1e300, np.inf]
    assert to_nanoseconds(floats).tolist() == [0, 2, 2, 2**62 - 512, NEVER, NEVER, NEVER]
    assert to_nanoseconds([3, 2**62 - 1, 2**62, 2**63 - 1]).tolist() == [3, 2**62 - 1, NEVER, NEVER]


def test_keys_are_not_glued_together() -> None:
    assert Streams(Seeds(1)).draws(LAW, "a", "bc")(0) != Streams(Seeds(1)).draws(LAW, "ab", "c")(0)


def test_words_in_common_are_words() -> None:
    assert Streams(Seeds(1)).within("a", 2).draws(LAW, "b")(0) == Streams(Seeds(1)).draws(LAW, "a", 2, "b")(0)
    assert Streams(Seeds(1)).within("a").within(2).levels("b")(0) == Streams(Seeds(1)).levels("a", 2, "b")(0)


def test_purposes_and_numbers_have_streams_of_their_own() -> None:
    first, second = first_draws(BASE), first_draws(BASE, label="a-2")
    everything = [*first.values(), *second.values()]
    assert len({tuple(sequence) for sequence in everything}) == 8


def test_capacity_processors_and_other_submitters_change_no_draw() -> None:
    overrides = [
        "queue.capacity=1",
        "processors.w.count=9",
        "submitters.b={cadence: 1s, jobs: 1}",
        "submitters.a.count=7",
    ]
    assert first_draws(BASE, *overrides) == first_draws(BASE)


def test_another_service_changes_that_pools_draws_only() -> None:
    before, after = first_draws(BASE), first_draws(BASE, "processors.w.service.mean=2s")
    assert after["w"] != before["w"]
    assert {**after, "w": None} == {**before, "w": None}


def test_the_order_in_the_file_changes_no_draw() -> None:
    lines = BASE.strip().splitlines()
    assert first_draws("\n".join([*lines[:4], lines[4], lines[6], lines[5]])) == first_draws(BASE)


def test_a_constant_cadence_begins_at_the_start_and_others_draw_the_first_gap() -> None:
    assert first_draws(BASE, "submitters.a.cadence=2s")["gaps"][:3] == [0, 2_000_000_000, 2_000_000_000]
    assert first_draws(BASE)["gaps"][0] > 0
