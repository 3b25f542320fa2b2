"""How many draws are made at a time, and kept: all that a submitter needs where they are few, else more and more."""

from collections import Counter
from typing import Any

import pytest

import jobsim
from jobsim.engines.compiled.feeding import windows as feeding_windows
from jobsim.engines.compiled.feeding.feeding import Feeding
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import STREAM
from jobsim.errors import InternalFault
from jobsim.scenario.distributions import Exponential
from jobsim.units import NEVER
from jobsim.workload.draws import Position, Recorded

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


def test_who_waits_for_what_is_there_would_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    feed = Feeding.feed

    def twice(feeding: Feeding) -> None:
        feed(feeding)
        feed(feeding)

    monkeypatch.setattr(Feeding, "feed", twice)
    with pytest.raises(InternalFault, match="a-3 waits for draws that are there"):
        run("jobs: 9")


@pytest.fixture
def memory() -> Memory:
    made = Memory()
    made.make("streams", STREAM, 1_000)
    return made


def drawn(memory: Memory, stream: int, position: int) -> int:
    """What the kernel finds."""
    start, mask, until, _ = memory["streams"][stream]
    assert position < until
    return int(memory["draws"]["value"][start + (position & mask)])


def test_what_is_behind_is_forgotten(memory: Memory) -> None:
    windows = Windows(memory)
    windows.open(3, Position())
    for position in range(0, 3_000_000, 5_000):
        while position >= memory["streams"]["soon"][3]:
            windows.draw_each([(3, position)])
        assert drawn(memory, 3, position) == position
        assert drawn(memory, 3, int(memory["streams"]["until"][3]) - 1) == memory["streams"]["until"][3] - 1
    assert len(memory["draws"]) < 100_000


def test_what_is_still_needed_is_kept(memory: Memory) -> None:
    windows = Windows(memory)
    windows.open(3, Position())
    for position in range(0, 3_000_000, 10_000):
        windows.draw(3, position, position // 2)
        assert [drawn(memory, 3, at) for at in (position // 2, position)] == [position // 2, position]
    # Half of what has come is needed. Each room is twice the one before, which nobody uses again, and so is the memory.
    assert 1_500_000 <= len(memory["draws"]) < 8 * 1_500_000


def test_the_more_streams_the_fewer_draws_of_each(memory: Memory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeding_windows, "_DRAWS_IN_ALL", 100_000)
    windows = Windows(memory)
    for stream in range(1_000):
        windows.open(stream, Position())
    for position in range(0, 1_500, 20):
        soon = memory["streams"]["soon"]
        windows.draw_each([(stream, position) for stream in range(1_000) if position >= soon[stream]])
    assert {drawn(memory, stream, 1_480) for stream in range(1_000)} == {1_480}
    # A hundred at a time, the half of those before, and as much room to spare; and rooms that were too small.
    assert len(memory["draws"]) < 1_000_000


@pytest.mark.parametrize("most", [1, 5, 1_025])
def test_nobody_soon_wants_more_than_there_is(memory: Memory, most: int) -> None:
    windows = Windows(memory)
    windows.open(3, Recorded(range(most)), most)
    position = 0
    while (soon := int(memory["streams"]["soon"][3])) < NEVER:
        assert soon <= memory["streams"]["until"][3]
        position = max(position, soon)
        windows.draw_each([(3, position)])
    assert memory["streams"]["until"][3] == most
