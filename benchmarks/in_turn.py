"""Measuring several things in turn, so that a drift of the machine hits them all."""

import gc
import time
from collections.abc import Callable, Mapping
from statistics import median

Measure = Callable[[], float]
"""Does something once; gives the seconds it took."""


def clocked(action: Callable[[], object]) -> Measure:
    """The time that an action takes. What it returns is dropped after the clock has stopped."""

    def measure() -> float:
        begun = time.perf_counter()
        kept = action()
        taken = time.perf_counter() - begun
        del kept
        return taken

    return measure


def in_turn(measures: Mapping[str, Measure], rounds: int) -> dict[str, list[float]]:
    """The seconds of each, round by round, after one round that warms up."""
    taken: dict[str, list[float]] = {name: [] for name in measures}
    for number in range(rounds + 1):
        for name, measure in measures.items():
            gc.collect()  # nobody pays for what the one before left behind
            seconds = measure()
            if number > 0:
                taken[name].append(seconds)
    return taken


def paired_ratio(numerators: list[float], denominators: list[float]) -> float:
    """The median of the ratios of each round."""
    return median(a / b for a, b in zip(numerators, denominators, strict=True))
