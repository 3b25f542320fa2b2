"""The queue itself: waiting places, and the line of puts that wait for one. Bookkeeping without a clock.

Nothing here can wait, so every call is whole on every engine.
"""

from collections import OrderedDict, deque

from jobsim.model.job import Job


class Queue:
    """Jobs in `capacity` waiting places (None: any number), first come first served; full, puts line up."""

    __slots__ = ("capacity", "puts", "waiting")

    def __init__(self, capacity: int | None) -> None:
        self.capacity = capacity
        self.waiting: deque[Job] = deque()
        self.puts: OrderedDict[Job, None] = OrderedDict()

    def offer(self, job: Job) -> bool:
        """Give the job a place, if one is free."""
        if self.capacity is not None and len(self.waiting) >= self.capacity:
            return False
        self.waiting.append(job)
        return True

    def line_up(self, job: Job) -> None:
        """Let the put wait for a place, behind those that came before it."""
        self.puts[job] = None

    def withdraw(self, job: Job) -> None:
        """Take a waiting put out of the line."""
        del self.puts[job]

    def take(self) -> tuple[Job | None, Job | None]:
        """The next job for a processor, and the put that is admitted by it.

        The freed place goes to the oldest put at once. Without waiting places (capacity 0) the oldest put is
        itself the next job.
        """
        admitted = None
        if self.waiting:
            job = self.waiting.popleft()
            if self.puts:
                admitted, _ = self.puts.popitem(last=False)
                self.waiting.append(admitted)
            return job, admitted
        if self.puts:
            admitted, _ = self.puts.popitem(last=False)
        return admitted, admitted
