"""When jobs come by phases: at which levels of the integral of the rate, and so when."""

from dataclasses import dataclass

import numpy as np

from jobsim.scenario.distributions import Exponential
from jobsim.scenario.parts.arrivals import Spacing
from jobsim.scenario.parts.submitter import Submitter
from jobsim.units import Nanoseconds
from jobsim.workload.draws import Block, Blocks, Draws, Position
from jobsim.workload.integral import JOB, Integral
from jobsim.workload.streams import Streams


def phased(submitter: Submitter, streams: Streams) -> Draws:
    """How long after its start each arrival of a submitter with phases comes."""
    assert submitter.phases is not None
    levels = Even() if submitter.spacing is Spacing.EVEN else poisson(streams)
    return Phased(Integral(submitter.phases, submitter.repeat), levels)


@dataclass(frozen=True, slots=True, eq=False)
class Phased:
    """When the integral reaches each level; NEVER where it does not."""

    integral: Integral
    levels: Draws

    def __call__(self, position: int) -> Nanoseconds:
        return self.integral.reaches(self.levels(position))

    def blocks(self) -> Blocks:
        levels = self.levels.blocks()
        return lambda count: self.integral.reaches_each(levels(count))


@dataclass(frozen=True, slots=True)
class Even:
    """A job whenever the integral reaches a whole number: none at the very start."""

    def __call__(self, position: int) -> int:
        return (position + 1) * JOB

    def blocks(self) -> Blocks:
        positions = Position().blocks()
        return lambda count: (positions(count) + 1) * JOB


class Summed:
    """The sums of the gaps up to each position, that one's included. Asked one by one, in order."""

    __slots__ = ("_arrived", "_gaps", "_reached")

    def __init__(self, gaps: Draws) -> None:
        self._gaps = gaps
        self._arrived = self._reached = 0

    def __call__(self, position: int) -> int:
        while self._arrived <= position:
            self._reached += self._gaps(self._arrived)
            self._arrived += 1
        return self._reached

    def blocks(self) -> Blocks:
        gaps, reached = self._gaps.blocks(), 0

        def block(count: int) -> Block:
            nonlocal reached
            sums = reached + np.cumsum(gaps(count))
            reached = int(sums[-1])
            return sums

        return block


def poisson(streams: Streams) -> Draws:
    """The levels of a Poisson stream of one job per unit of the integral."""
    return Summed(streams.draws(Exponential.model_construct(distribution="exponential", mean=JOB), "phases"))
