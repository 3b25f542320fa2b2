"""How many draws are made at a time: as many as a submitter has jobs, where they are few; else more and more."""

from collections import Counter
from typing import Any

import pytest

import jobsim
from jobsim.engines.compiled.feeding.feeding import Feeding
from jobsim.scenario.distributions import Exponential

SCENARIO = """
queue: {{}}
submitters: {{a: {{cadence: {{distribution: exponential, mean: 1s}}, {}, count: {}}}}}
processors: {{w: {{count: 3, service: 1ms}}}}
"""


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How many blocks of which size were drawn."""
    seen: Counter[int] = Counter()
    draw = Exponential.draw

    def counted(law: Exponential, chance: Any, count: int) -> object:
        seen[count] += 1
        return draw(law, chance, count)

    monkeypatch.setattr(Exponential, "draw", counted)
    return seen


@pytest.fixture
def stops(monkeypatch: pytest.MonkeyPatch) -> list[None]:
    """One for each stop of the kernel for draws."""
    seen: list[None] = []
    feed = Feeding.feed

    def counted(feeding: Feeding) -> None:
        seen.append(None)
        feed(feeding)

    monkeypatch.setattr(Feeding, "feed", counted)
    return seen


def run(jobs: str, count: int = 3) -> int:
    """How many jobs there were."""
    return len(jobsim.run(jobsim.loads(SCENARIO.format(jobs, count)), engine="compiled").jobs)


@pytest.mark.parametrize("jobs", [1, 10, 200, 1024])
def test_few_jobs_are_drawn_at_once(jobs: int, blocks: Counter[int], stops: list[None]) -> None:
    assert run(f"jobs: {jobs}") == 3 * jobs
    assert blocks == {jobs: 3}
    assert len(stops) == 1


def test_many_jobs_are_drawn_in_growing_blocks_and_no_more_than_there_are(blocks: Counter[int]) -> None:
    run("jobs: 1025")
    assert blocks == {64: 3, 128: 3, 256: 3, 512: 3, 65: 3}  # 1025 in all


def test_if_nobody_knows_how_many_they_are_drawn_in_growing_blocks(blocks: Counter[int]) -> None:
    run("stop: 1000s")
    # 64 + 128 + 256 + 512 are 960: about a thousand come by then.
    assert blocks[64] == blocks[128] == blocks[256] == blocks[512] == 3
    assert set(blocks) <= {64, 128, 256, 512, 1024}


def test_who_soon_wants_more_gets_it_with_another_of_its_name(blocks: Counter[int], stops: list[None]) -> None:
    assert run("jobs: 1300", count=300) == 300 * 1300
    assert blocks == {64: 300, 128: 300, 256: 300, 512: 300, 340: 300}
    # Each of the five blocks when the first of all has used up the one before, and perhaps once more for some that
    # had used up less than half of theirs: all 300 at their own time would be 1500 stops.
    assert 5 <= len(stops) <= 10
