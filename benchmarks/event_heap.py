"""W1 to W3 in plain Python: lists, tuples, one heap of events, no classes and no framework.

It does what `c/event_heap.c` does, in whole nanoseconds, with the same order inside an instant.
"""

from collections import deque
from heapq import heappop, heappush

FINISH, ARRIVAL, TIMEOUT = range(3)


def run_event_heap(gaps: list[int], services: list[int], processors: int, capacity: float, timeout: int):
    """Arrival, start and finish of each job, and whether it was lost: then its start is -1."""
    jobs = len(gaps)
    arrived, started, finished, lost = [-1] * jobs, [-1] * jobs, [-1] * jobs, [False] * jobs
    queue: deque[int] = deque()
    puts: dict[int, None] = {}  # those that wait for a place, in the order they came
    events = [(gaps[0], ARRIVAL, 0)]
    idle = processors
    while events:
        now, kind, job = heappop(events)
        if kind == ARRIVAL:
            arrived[job] = now
            if job + 1 < jobs:
                heappush(events, (now + gaps[job + 1], ARRIVAL, job + 1))
            if idle:
                idle -= 1
                started[job] = now
                heappush(events, (now + services[job], FINISH, job))
            elif len(queue) < capacity:
                queue.append(job)
            elif timeout:
                puts[job] = None
                heappush(events, (now + timeout, TIMEOUT, job))
            else:
                lost[job] = True
                finished[job] = now
        elif kind == FINISH:
            finished[job] = now
            if puts:
                queue.append(put := next(iter(puts)))
                del puts[put]
            if queue:
                job = queue.popleft()
                started[job] = now
                heappush(events, (now + services[job], FINISH, job))
            else:
                idle += 1
        elif job in puts:
            del puts[job]
            lost[job] = True
            finished[job] = now
    return arrived, started, finished, lost
