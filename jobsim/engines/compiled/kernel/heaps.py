"""What is due, earliest first: all but the submitters' next puts, and the processors' finishes.

The event that happens stays on top, spent, until it is over. What it makes due takes its place, so that most events
cost one way down the heap rather than two.
"""

from typing import Any

from jobsim.engines.compiled.codes import KIND_SHIFT, RANK_SHIFT
from jobsim.engines.compiled.kernel.access import event_at, heap_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined


@inlined
def order_of(kind: int, rank: int, number: int) -> int:
    """The place of an event among those of its instant, as `jobsim.model.order` packs it."""
    return kind << KIND_SHIFT | int(rank) << RANK_SHIFT | int(number)


@inlined
def push(run: Any, which: int, time: int, order: int, about: int) -> int:
    """Let something be due; returns what tells it from all others. What is due after the run is not kept."""
    run.sequence += 1
    if time >= run.limit:
        return run.sequence
    heap = heap_at(which, 0)
    if heap.is_spent:
        heap.is_spent = 0
        _sift_down(heap, time, order, run.sequence, about)
    else:
        _sift_up(heap, time, order, run.sequence, about)
    return run.sequence


@inlined
def settle(heap: Any) -> None:
    """The event on top is over: if nothing has taken its place, the next one does."""
    if heap.is_spent:
        heap.is_spent = 0
        heap.count -= 1
        if heap.count:
            last = event_at(heap.events, heap.count)
            _sift_down(heap, last.time, last.order, last.sequence, last.about)


@compiled
def rebuild(heap: Any) -> None:
    """Make a heap of events in any order."""
    count = heap.count
    heap.count = 0
    for index in range(count):
        event = event_at(heap.events, index)
        _sift_up(heap, event.time, event.order, event.sequence, event.about)


@inlined
def is_before(event: Any, time: int, order: int, sequence: int) -> bool:
    """Whether an event goes before one with this key."""
    if event.time < time:
        return True
    if event.time > time:
        return False
    if event.order != order:
        return bool(event.order < order)
    return bool(event.sequence < sequence)


@compiled
def _sift_up(heap: Any, time: int, order: int, sequence: int, about: int) -> None:
    """Bring an event in from below."""
    events, index = heap.events, heap.count
    heap.count += 1
    while index > 0:
        above = event_at(events, (index - 1) >> 1)
        if is_before(above, time, order, sequence):
            break
        _put(event_at(events, index), above.time, above.order, above.sequence, above.about)
        index = (index - 1) >> 1
    _put(event_at(events, index), time, order, sequence, about)


@compiled
def _sift_down(heap: Any, time: int, order: int, sequence: int, about: int) -> None:
    """Bring an event in from the top, whose place is free."""
    events, count, index = heap.events, heap.count, 0
    below = 1
    while below < count:
        first = event_at(events, below)
        if below + 1 < count:
            second = event_at(events, below + 1)
            # Which of the two nobody can predict: so it is no branch, but where they tie.
            if first.time != second.time:
                below += second.time < first.time
            elif is_before(second, first.time, first.order, first.sequence):
                below += 1
            first = event_at(events, below)
        if not is_before(first, time, order, sequence):
            break
        _put(event_at(events, index), first.time, first.order, first.sequence, first.about)
        index = below
        below = 2 * index + 1
    _put(event_at(events, index), time, order, sequence, about)


@inlined
def _put(event: Any, time: int, order: int, sequence: int, about: int) -> None:
    event.time, event.order, event.sequence, event.about = time, order, sequence, about
