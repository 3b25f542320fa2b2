"""The generator of each named stream, seeded by its name; those of thousands of streams together."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

Key: TypeAlias = tuple[str | int, ...]
Words: TypeAlias = NDArray[np.uint32]
"""One 32-bit word of each of several seeds; one for all where it is only one."""

_MANY = 64
"""So many are seeded faster together than one by one."""
_WORD_BYTES = 4
_POOL = 4
"""The words that `SeedSequence` makes of any number of them; a shorter seed is filled up to so many."""
_HIGH_HALF = np.uint32(16)
"""Of a word: by so many bits it is shifted down."""


def generator(seed: int, replication: int, *key: str | int) -> np.random.Generator:
    """The generator of a named stream: the same key gives the same numbers everywhere."""
    # What SeedSequence(seed, spawn_key=(replication, *words)) makes of them, made here in half the time.
    words = _common(seed, replication) + _digest(key)
    entropy = np.random.SeedSequence(np.frombuffer(words, dtype="<u4"))
    return np.random.Generator(np.random.PCG64DXSM(entropy))


class Seeds:
    """The generators of one replication's streams.

    Where many have been named, the next one that is asked for has all of them seeded together: for those that are used
    that takes a quarter of the time.
    """

    def __init__(self, seed: int, replication: int = 1) -> None:
        self._seed, self._replication = seed, replication
        self._named: dict[Key, None] = {}
        """Without a generator yet, in order."""
        self._states: dict[Key, NDArray[np.uint64]] = {}

    def name(self, key: Key) -> None:
        """Tell of a stream whose generator will be asked for later."""
        self._named[key] = None

    def generator(self, key: Key) -> np.random.Generator:
        """One of its own for whoever asks: two that are asked for the same key give the same numbers."""
        if len(self._named) >= _MANY:
            self._seed_named()
        state = self._states.get(key)
        if state is None:
            self._named.pop(key, None)
            return generator(self._seed, self._replication, *key)
        found: Any = _Found(state)  # which NumPy's own types leave out
        return np.random.Generator(np.random.PCG64DXSM(found))

    def _seed_named(self) -> None:
        named = [*self._named]
        self._named.clear()
        common = np.frombuffer(_common(self._seed, self._replication), dtype="<u4")
        digests = np.frombuffer(b"".join(map(_digest, named)), dtype="<u4").reshape(len(named), -1)
        words = [*common.reshape(-1, 1), *digests.T]
        self._states.update(zip(named, seeded(words), strict=True))


class _Found(np.random.bit_generator.ISeedSequence):
    """What a generator asks for its state, when that is known already."""

    __slots__ = ("_state",)

    def __init__(self, state: NDArray[np.uint64]) -> None:
        self._state = state

    def generate_state(self, n_words: int, dtype: Any = np.uint64) -> NDArray[np.uint64]:
        return self._state


def seeded(words: Sequence[Words]) -> NDArray[np.uint64]:
    """The four numbers that `numpy.random.SeedSequence` makes of each seed's words (four at least), a row for each.

    By its published algorithm, for all seeds in one go: M. E. O'Neill, "Developing a seed_seq Alternative", 2015.
    """
    hashed = _hashing(0x43B0D7E5, 0x931E8875)
    pool = [hashed(word) for word in words[:_POOL]]
    for source in range(_POOL):
        for target in range(_POOL):
            if source != target:
                pool[target] = _mixed(pool[target], hashed(pool[source]))
    for word in words[_POOL:]:
        pool = [_mixed(mixed, hashed(word)) for mixed in pool]
    hashed = _hashing(0x8B51F9DD, 0x58F38DED)
    state = np.stack(np.broadcast_arrays(*map(hashed, [*pool, *pool])), axis=1)
    return state.astype("<u4").view("<u8").astype(np.uint64)


def _hashing(constant: int, factor: int) -> Callable[[Words], Words]:
    """A hash that is another one for each call."""

    def hashed(words: Words) -> Words:
        nonlocal constant
        words = words ^ np.uint32(constant)
        constant = constant * factor & 0xFFFF_FFFF
        words = words * np.uint32(constant)
        return words ^ words >> _HIGH_HALF

    return hashed


def _mixed(one: Words, other: Words) -> Words:
    mixed: Words = one * np.uint32(0xCA01F9DD) - other * np.uint32(0x4973F715)
    return mixed ^ mixed >> _HIGH_HALF


def _common(seed: int, replication: int) -> bytes:
    """What the seeds of a replication's streams begin with."""
    words = max(_POOL, -(-seed.bit_length() // 32))
    return seed.to_bytes(words * _WORD_BYTES, "little") + replication.to_bytes(_WORD_BYTES, "little")


def _digest(key: Iterable[str | int]) -> bytes:
    """Four words for a name."""
    return hashlib.sha256("\0".join(map(str, key)).encode()).digest()[: 4 * _WORD_BYTES]
