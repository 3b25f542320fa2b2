"""What happens, told as the model tells it: from the rows that the kernel keeps of it."""

from typing import Any

from jobsim.engines.compiled.codes import WHATS
from jobsim.engines.compiled.records import NONE, TOKEN
from jobsim.engines.compiled.rooms import Sink
from jobsim.engines.processors import processors
from jobsim.model.event import Event, Listener
from jobsim.results.run import labels
from jobsim.scenario.schema import Scenario


def telling(scenario: Scenario, listener: Listener) -> Sink:
    """Who takes those rows, and tells the listener."""
    submitters = labels({name: part.count for name, part in scenario.submitters.items()})
    serving = list(processors(scenario))

    def reason(processor: int, gate: int) -> str | None:
        pool = serving[processor].pool
        waits_at = pool.bucket if gate == TOKEN else pool.slots
        return None if gate == NONE or waits_at is None else waits_at.name

    def tell(rows: Any) -> None:
        for time, what, submitter, number, processor, gate in rows.tolist():
            listener(
                Event(
                    time,
                    WHATS[what],
                    None if submitter == NONE else submitters[submitter],
                    None if number == NONE else number + 1,
                    None if processor == NONE else serving[processor].label,
                    reason(processor, gate),
                )
            )

    return tell
