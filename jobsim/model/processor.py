"""A processor, as the model needs to know it: who serves, and what it has in hand."""

from jobsim.model.clock import Mailbox
from jobsim.model.job import Job


class Processor:
    """Who serves. Until its first job it is only an entry in the line of the idle."""

    __slots__ = ("hand", "index", "job", "label", "order", "pool")

    def __init__(self, label: str, index: int, pool: int, order: int) -> None:
        self.label = label
        self.index = index
        """Its place among all processors, by rank."""
        self.pool = pool
        self.order = order
        """The order of its finishing a job among the events of an instant."""
        self.job: Job | None = None
        self.hand: Mailbox[Job] | None = None
        """Where it waits for a job, once it has had its first."""
