"""How a job can end, as tables name it; the place in the list is the code in a `JobTable`."""

OUTCOMES = ("completed", "dropped", "rejected", "evicted", "expired", "failed", "abandoned", "unfinished")
COMPLETED, DROPPED, REJECTED, EVICTED, EXPIRED, FAILED, ABANDONED, UNFINISHED = range(8)
LOSSES = OUTCOMES[DROPPED:UNFINISHED]
