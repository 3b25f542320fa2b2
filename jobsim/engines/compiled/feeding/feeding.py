"""Every stream that a scenario draws from, brought to the kernel as it asks for it."""

from collections.abc import Sequence

from jobsim.engines.compiled.codes import FIRST_SERVICE, FIRST_SERVICE_DRAW, RANDOM, RETRY
from jobsim.engines.compiled.feeding.attempts import OfAttempts
from jobsim.engines.compiled.feeding.processors import OfProcessors
from jobsim.engines.compiled.feeding.submitters import OfSubmitters
from jobsim.engines.compiled.feeding.windows import Windows
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.records import AT_ONCE, NONE
from jobsim.scenario.schema import Scenario
from jobsim.workload.forgetting import streams_of
from jobsim.workload.plan import Plan

_LEVELS_AT_A_TIME = 4 * AT_ONCE


class Feeding:
    """The streams of submitters, of processors, of the queue, and of attempts, in this order."""

    def __init__(self, memory: Memory, scenario: Scenario, plans: Sequence[Plan], replication: int) -> None:
        run, pools = memory.run, len(scenario.processors)
        columns = FIRST_SERVICE_DRAW + (0 if run.has_tries else pools)
        of_processors = len(plans) * columns
        run.levels = of_processors + 3 * run.processors_count
        run.tried = run.levels + 1
        self._memory, self._windows = memory, Windows(memory)
        self._attempts = OfAttempts(memory, self._windows, plans, pools)
        self._submitters = OfSubmitters(memory, self._windows, plans, columns, scenario.queue.discipline)
        streams = streams_of(scenario, replication)
        self._processors = OfProcessors(memory, self._windows, scenario, of_processors, streams)
        self._windows.open(run.levels, streams.levels("queue", "discipline"))

    def feed(self) -> None:
        """Draw whatever the kernel wants."""
        run, memory = self._memory.run, self._memory
        self._submitters.feed()
        if run.wanting_processor != NONE:
            index = memory["processors"][run.wanting_processor].job
            pool = memory["processors"][run.wanting_processor].pool
            attempt = int(memory["tries"][index].attempt)
            self._attempts.feed(index, FIRST_SERVICE + 2 * pool, attempt)
            self._attempts.feed(index, FIRST_SERVICE + 2 * pool + 1, attempt)
        if run.wanting_job != NONE:
            tries = memory["tries"][run.wanting_job]
            failed = int(tries.which_put if run.wanting_purpose == RETRY else tries.failures)
            self._attempts.feed(run.wanting_job, run.wanting_purpose, failed)
        if run.wanting_outages != NONE:
            self._processors.feed(run.wanting_outages)
            run.wanting_outages = NONE
        if run.discipline == RANDOM:
            self._windows.draw(run.levels, run.taken + _LEVELS_AT_A_TIME, run.taken)
