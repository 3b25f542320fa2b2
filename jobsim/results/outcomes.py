"""How a job can end, as tables name it; the place in the list is the code in a `JobTable`."""

OUTCOMES = ("completed", "dropped", "rejected", "evicted", "expired", "failed", "abandoned", "unfinished")
COMPLETED, DROPPED, REJECTED, EVICTED, EXPIRED = range(5)
UNFINISHED = 7
LOSSES = OUTCOMES[DROPPED:UNFINISHED]
