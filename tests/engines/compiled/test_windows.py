"""How many draws are made at a time: as many as a submitter has jobs, where they are few; else more and more."""

from collections import Counter

import numpy as np
import pytest

import jobsim
from jobsim.workload.streams import Stream

SCENARIO = """
queue: {{}}
submitters: {{a: {{cadence: {{distribution: exponential, mean: 1s}}, {}, count: 3}}}}
processors: {{w: {{count: 3, service: 1s}}}}
"""


@pytest.fixture
def blocks(monkeypatch: pytest.MonkeyPatch) -> Counter[int]:
    """How many blocks of which size were drawn."""
    seen: Counter[int] = Counter()
    draw = Stream._draw

    def counted(stream: Stream, chance: np.random.Generator, count: int) -> object:
        seen[count] += 1
        return draw(stream, chance, count)

    monkeypatch.setattr(Stream, "_draw", counted)
    return seen


@pytest.mark.parametrize("jobs", [1, 10, 200, 1024])
def test_few_jobs_are_drawn_at_once(jobs: int, blocks: Counter[int]) -> None:
    assert len(jobsim.run(jobsim.loads(SCENARIO.format(f"jobs: {jobs}")), engine="compiled").jobs) == 3 * jobs
    assert blocks == {jobs: 3}


@pytest.mark.parametrize("jobs", ["jobs: 1025", "stop: 1000s"])
def test_many_jobs_or_nobody_knows_how_many_are_drawn_in_growing_blocks(jobs: str, blocks: Counter[int]) -> None:
    jobsim.run(jobsim.loads(SCENARIO.format(jobs)), engine="compiled")
    # 64 + 128 + 256 + 512 are 960: about a thousand come by then, and 1025 are more.
    assert blocks[64] == blocks[128] == blocks[256] == blocks[512] == 3
    assert set(blocks) <= {64, 128, 256, 512, 1024}
