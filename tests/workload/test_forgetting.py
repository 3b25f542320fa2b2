"""A stream that forgets gives the same draws in any order, and keeps few of them."""

import sys

import numpy as np
import pytest

import jobsim
from jobsim.scenario.distributions import Exponential
from jobsim.workload.forgetting import ForgetfulStream
from jobsim.workload.plan import plan
from jobsim.workload.seeding import Seeds
from jobsim.workload.streams import LARGEST_BLOCK, Stream, Streams

LAW = Exponential(distribution="exponential", mean="1s")  # type: ignore[arg-type]
MANY = 12 * LARGEST_BLOCK + 5


@pytest.fixture(scope="module")
def exact() -> list[int]:
    stream = Streams(Seeds(3)).draws(LAW, "k")
    return [stream(position) for position in range(MANY)]


@pytest.mark.parametrize("order", ["ascending", "descending", "by chance", "two readers"])
def test_every_position_is_what_a_stream_gives(exact: list[int], order: str) -> None:
    stream = Streams(Seeds(3), kind=ForgetfulStream).draws(LAW, "k")
    positions = {
        "ascending": range(MANY),
        "descending": range(MANY - 1, 0, -997),
        "by chance": np.random.default_rng(1).integers(0, MANY, 300).tolist(),
        "two readers": [at for pair in zip(range(50_000, MANY), range(MANY), strict=False) for at in pair],
    }[order]
    assert [stream(position) for position in positions] == [exact[position] for position in positions]


def test_it_keeps_few_draws() -> None:
    stream = ForgetfulStream(LAW, Seeds(3), "k")
    for position in range(MANY):
        stream(position)
    assert len(stream._drawn) == LARGEST_BLOCK
    assert sum(map(len, stream._kept.values())) == 5 * LARGEST_BLOCK
    assert sum(map(sys.getsizeof, stream._states)) < 8 * MANY / 10


def test_a_scenario_that_keeps_figures_only_has_them() -> None:
    text = """
        submitters: {a: {cadence: 1s, jobs: 1, size: {distribution: exponential, mean: 1s}}}
        processors: {w: {}}
    """
    kinds = [type(plan(jobsim.loads(text, "s", [f"record={kept}"]))[0].size) for kept in ("jobs", "summary")]
    assert kinds == [Stream, ForgetfulStream]
