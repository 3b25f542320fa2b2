"""Lines of jobs, or of processors: first come first served, and any of them can leave."""

from typing import Any

from jobsim.engines.compiled.kernel.access import link_at
from jobsim.engines.compiled.kernel.compiling import compiled, inlined
from jobsim.engines.compiled.records import HALF, LOW, NONE


@compiled
def carry(line: Any) -> None:
    """Keep the lower half of its sum small."""
    line.since_high += line.since_low >> HALF
    line.since_low &= LOW


@inlined
def append(line: Any, member: int, now: int) -> None:
    """Join at the end."""
    link = link_at(line.links, member)
    link.next, link.previous = NONE, line.last
    if line.last == NONE:
        line.first = member
    else:
        link_at(line.links, line.last).next = member
    line.last = member
    line.count += 1
    line.since_low -= now & LOW
    line.since_high -= now >> HALF


@inlined
def remove(line: Any, member: int, now: int) -> None:
    """Leave from wherever it stands."""
    link = link_at(line.links, member)
    if link.previous == NONE:
        line.first = link.next
    else:
        link_at(line.links, link.previous).next = link.next
    if link.next == NONE:
        line.last = link.previous
    else:
        link_at(line.links, link.next).previous = link.previous
    line.count -= 1
    line.since_low += now & LOW
    line.since_high += now >> HALF
