"""Each generator is the one that NumPy makes of its name, seeded alone or with many others."""

import hashlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobsim.workload import seeding
from jobsim.workload.seeding import Seeds, Words, generator, seeded

SEEDS = [0, 1, 2**32 - 1, 2**32, 2**53, 2**64, 2**127, 2**128 - 1, 2**128, 2**200]
WORD = st.integers(0, 2**32 - 1)
ROWS = st.integers(4, 12).flatmap(lambda length: st.lists(st.lists(WORD, min_size=length, max_size=length), min_size=1))


def spawned(seed: int, replication: int, key: bytes) -> object:
    digest = hashlib.sha256(key).digest()
    words = [int.from_bytes(digest[at : at + 4], "little") for at in (0, 4, 8, 12)]
    return np.random.PCG64DXSM(np.random.SeedSequence(seed, spawn_key=(replication, *words))).state


@pytest.mark.parametrize("seed", SEEDS)
def test_one_is_seeded_as_numpy_spawns_it(seed: int) -> None:
    expected = spawned(seed, 5, b"web\x003\x00cadence")
    assert generator(seed, 5, "web", 3, "cadence").bit_generator.state == expected
    assert Seeds(seed, 5).generator(("web", 3, "cadence")).bit_generator.state == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_hundreds_are_seeded_as_numpy_spawns_each(seed: int) -> None:
    seeds = Seeds(seed, 5)
    for number in range(300):
        seeds.name(("web", number))
    for number in (0, 150, 299, 300):
        found = seeds.generator(("web", number))
        assert found.bit_generator.state == spawned(seed, 5, b"web\x00%d" % number)


@given(ROWS)
def test_the_hash_is_that_of_numpy(rows: list[list[int]]) -> None:
    together = seeded([*np.array(rows, dtype=np.uint32).T])
    each = [np.random.SeedSequence(row).generate_state(4, np.uint64).tolist() for row in rows]
    assert together.tolist() == each


def test_words_in_common_need_to_be_told_once() -> None:
    common, own = [7, 0, 0, 0, 5], [3, 2**32 - 1, 0]
    words = [*np.array(common, dtype=np.uint32).reshape(-1, 1), np.array(own, dtype=np.uint32)]
    each = [np.random.SeedSequence([*common, word]).generate_state(4, np.uint64).tolist() for word in own]
    assert seeded(words).tolist() == each


def test_two_of_one_name_know_nothing_of_each_other() -> None:
    seeds = Seeds(1)
    for number in range(100):
        seeds.name(("a", number))
    one, other = seeds.generator(("a", 1)), seeds.generator(("a", 1))
    first = one.random(3).tolist()
    assert other.random(3).tolist() == first != one.random(3).tolist()


def test_who_has_a_generator_is_not_seeded_again(monkeypatch: pytest.MonkeyPatch) -> None:
    rows: list[int] = []

    def counted(words: list[Words]) -> object:
        rows.append(len(words[-1]))
        return seeded(words)

    monkeypatch.setattr(seeding, "seeded", counted)
    seeds = Seeds(1)
    seeds.name(("alone",))
    alone = seeds.generator(("alone",)).random(3).tolist()
    for number in range(100):
        seeds.name(("a", number))
    seeds.generator(("a", 1))
    assert rows == [100]
    assert seeds.generator(("alone",)).random(3).tolist() == alone
