"""A stream that forgets: for runs whose memory may not grow with their jobs."""

from array import array
from typing import Any

from jobsim.scenario.schema import Record, Scenario
from jobsim.workload.seeding import Seeds
from jobsim.workload.streams import LARGEST_BLOCK, Stream, Streams

_BLOCKS_KEPT = 4


class ForgetfulStream(Stream):
    """The same draws, of which the first block and the last ones that were asked for are kept.

    Others are drawn again, from the state that the generator had before them; that is seldom, since those of open
    jobs are close to each other.
    """

    __slots__ = ("_kept", "_states")

    def __init__(self, *parts: Any) -> None:
        super().__init__(*parts)
        self._states: list[Any] = []
        """The generator's, before each block but the first."""
        self._kept = {0: self._drawn}

    def __call__(self, position: int) -> int:
        try:
            return self._kept[position // LARGEST_BLOCK][position % LARGEST_BLOCK]
        except KeyError:
            return self._bring(position // LARGEST_BLOCK)[position % LARGEST_BLOCK]
        except IndexError:
            return super().__call__(position)  # the first block grows

    def _bring(self, block: int) -> "array[int]":
        generator = self.reader.chance.bit_generator
        if not self._states:
            super().__call__(LARGEST_BLOCK - 1)
            self._states.append(generator.state)
        at = min(block, len(self._states))
        generator.state = self._states[at - 1]
        for each in range(at, block + 1):
            drawn = array("q", self.reader(LARGEST_BLOCK).tobytes())
            if each == len(self._states):
                self._states.append(generator.state)
        if len(self._kept) > _BLOCKS_KEPT:
            del self._kept[next(block for block in self._kept if block)]
        self._kept[block] = drawn
        return drawn


def streams_of(scenario: Scenario, replication: int = 1) -> Streams:
    """The streams of a replication, of the kind that suits what the scenario keeps of a run."""
    kind = ForgetfulStream if scenario.record is Record.SUMMARY else Stream
    return Streams(Seeds(scenario.seed, replication), kind)
