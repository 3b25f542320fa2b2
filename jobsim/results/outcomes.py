"""How a job can end, as tables name it; the place in the list is the code in a `JobTable`."""

OUTCOMES = ("completed", "dropped", "rejected", "evicted", "expired", "failed", "abandoned", "unfinished")
COMPLETED, DROPPED = 0, 1
UNFINISHED = 7
LOSSES = OUTCOMES[DROPPED:UNFINISHED]
