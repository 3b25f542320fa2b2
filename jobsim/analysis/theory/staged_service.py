"""Poisson puts at several processors with an Erlang service: M/E_k/c, solved as a Markov chain.

A state is how many jobs are in the system and how many processors are in each stage of their service. The chain is
solved level by level from the far end, cut off where it cannot matter (M. F. Neuts, Matrix-Geometric Solutions in
Stochastic Models, 1981; tables by Hillier and Yu, 1981, are made alike).
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from jobsim.analysis.theory.expected import Expected, far_level, steady

Rates = NDArray[np.float64]
State = tuple[int, ...]
"""How many processors are in each stage."""


def staged_service(rate: float, service: float, processors: int, stages: int) -> Expected:
    """Each service is so many exponential stages, `service` in all. Needs rate x service < processors."""
    chain = _Chain(rate, stages / service, processors, stages)
    # law(n + 1) = law(n) @ ratio(n), where ratio(n) = -up(n) @ inverse(within(n + 1) + ratio(n + 1) @ down(n + 2))
    ratios: list[Rates] = []
    far = far_level(rate * service / processors, processors)
    returned: Rates = np.diag(np.full(len(chain.states(far)), rate))  # at the far end, puts are turned away
    for n in range(far, 0, -1):
        ratios.append(-chain.up(n - 1) @ np.linalg.inv(chain.within(n) + returned))
        returned = ratios[-1] @ chain.down(n)
    law = np.ones(1)
    total, queued = 1.0, 0.0
    for n, ratio in enumerate(reversed(ratios), start=1):
        law = law @ ratio
        total += float(law.sum())
        queued += max(n - processors, 0) * float(law.sum())
    return {**steady(rate, service, processors, queued / total), "drop_rate": 0.0}


@dataclass(frozen=True)
class _Chain:
    """Rates between the states of one level n (jobs in the system) and the next."""

    rate: float
    step: float
    """The rate at which a stage ends."""
    processors: int
    stages: int

    @cached_property
    def _states(self) -> list[list[State]]:
        return [_occupancies(busy, self.stages) for busy in range(self.processors + 1)]

    def states(self, n: int) -> list[State]:
        return self._states[min(n, self.processors)]

    def up(self, n: int) -> Rates:
        """A put: it starts in the first stage, if a processor is idle."""
        rates = np.zeros((len(self.states(n)), len(self.states(n + 1))))
        for row, state in enumerate(self.states(n)):
            after = _shift(state, None, 0) if n < self.processors else state
            rates[row, self.states(n + 1).index(after)] = self.rate
        return rates

    def down(self, n: int) -> Rates:
        """A last stage ends: the processor takes the next job, if one waits."""
        last, following = self.stages - 1, 0 if n > self.processors else None
        rates = np.zeros((len(self.states(n)), len(self.states(n - 1))))
        for row, state in enumerate(self.states(n)):
            if state[last]:
                rates[row, self.states(n - 1).index(_shift(state, last, following))] = state[last] * self.step
        return rates

    def within(self, n: int) -> Rates:
        """Another stage ends; and on the diagonal, all that leads away from a state."""
        states = self.states(n)
        rates = np.zeros((len(states), len(states)))
        for row, state in enumerate(states):
            for stage, number in enumerate(state[:-1]):
                if number:
                    rates[row, states.index(_shift(state, stage, stage + 1))] = number * self.step
            rates[row, row] = -(self.rate + sum(state) * self.step)
        return rates


def _occupancies(busy: int, stages: int) -> list[State]:
    """All the ways in which so many processors can be in the stages."""
    if stages == 1:
        return [(busy,)]
    return [(first, *rest) for first in range(busy + 1) for rest in _occupancies(busy - first, stages - 1)]


def _shift(state: State, source: int | None, target: int | None) -> State:
    """One processor less in one stage, one more in another."""
    return tuple(number - (stage == source) + (stage == target) for stage, number in enumerate(state))
