"""The innermost work of a summary as plain loops over rows: slow as Python, the fastest way where it is compiled.

Nothing is called here but what a compiler of loops knows, so both functions are whole in themselves. `column_wise` does
the same with whole columns; a test holds the two together.
"""

from jobsim.results.folding.histogram import FIRST, SHIFT
from jobsim.results.folding.sums import (
    AFTER_THE_END,
    BACKWARDS,
    DROPPED_FROM_QUEUE,
    HALF,
    LOW,
    NO_OUTCOME,
    NOT_IN_QUEUE,
    NOT_SERVED,
    SHORT,
    TWO_AT_A_TIME,
    Sums,
)
from jobsim.results.jobtable import Column
from jobsim.results.outcomes import COMPLETED, DROPPED, EVICTED, EXPIRED, FAILED, REJECTED, UNFINISHED
from jobsim.units import Nanoseconds


def count_jobs(  # noqa: PLR0912, PLR0915 - it may call no other
    rows: Column,
    end: Nanoseconds,
    several: bool,
    sums: Sums,
    ended_in: Column,
    submitted_in: Column,
    step: Nanoseconds,
) -> None:
    """See `CountJobs`."""
    leading, bits = sums.leading, sums.bits
    bin_start = bin_end = place = 0
    for row in range(len(rows)):
        submitter, number, processor, outcome = rows[row, 0], rows[row, 1], rows[row, 2], rows[row, 3]
        due, submitted, admitted, started, ended = rows[row, 4], rows[row, 5], rows[row, 6], rows[row, 7], rows[row, 8]
        if outcome < 0 or outcome > UNFINISHED or (not several and FAILED <= outcome < UNFINISHED):
            sums.breaches[NO_OUTCOME] += 1
            continue
        if (
            submitted < due
            or 0 <= admitted < submitted
            or 0 <= ended < submitted
            or 0 <= ended < admitted
            or (started >= 0 and (admitted < 0 or started < admitted or 0 <= ended < started))
        ):
            sums.breaches[BACKWARDS] += 1
            continue
        if submitted > end or admitted > end or started > end or ended > end:
            sums.breaches[AFTER_THE_END] += 1
            continue
        if outcome == COMPLETED and (started < 0 or ended < 0):
            sums.breaches[NOT_SERVED] += 1
            continue
        if outcome in (DROPPED, REJECTED) and admitted >= 0:
            sums.breaches[DROPPED_FROM_QUEUE] += 1
            continue
        if outcome in (EVICTED, EXPIRED) and (admitted < 0 or started >= 0):
            sums.breaches[NOT_IN_QUEUE] += 1
            continue
        put_ended = admitted if admitted >= 0 else ended
        blocked = put_ended - submitted if put_ended >= 0 else -1
        waiting = started - admitted if started >= 0 else -1
        service = ended - started if outcome == COMPLETED else -1
        response = ended - due if outcome == COMPLETED else -1
        sums.jobs[submitter] += 1
        sums.squares[submitter] += number * number
        durations = (blocked, waiting, service, response)
        for side in range(2 if processor >= 0 else 1):
            group = sums.group_of_processor[processor] if side else sums.group_of_submitter[submitter]
            sums.outcomes[group, outcome] += 1
            low, most, buckets = sums.low[group], sums.most[group], sums.buckets[group]
            for kind in range(sums.kinds_of_pools if side else sums.kinds_of_names):
                duration = durations[kind]
                if duration >= 0:
                    if duration < SHORT:
                        low[kind] += duration
                    else:
                        low[kind] += duration & LOW
                        sums.high[group, kind] += duration >> HALF
                    if duration > most[kind]:  # noqa: PLR1730 - a store for each row would take longer
                        most[kind] = duration
                    leading[0] = duration + 1.0
                    buckets[kind, (bits[0] >> SHIFT) - FIRST] += 1
        if ended >= 0:
            if not bin_start <= ended < bin_end:
                place = ended // step
                bin_start, bin_end = place * step, (place + 1) * step
            ended_in[outcome, place] += 1
        if not several:
            if bin_start <= submitted < bin_end:
                submitted_in[place] += 1
            else:
                submitted_in[submitted // step] += 1


def count_stays(  # noqa: PLR0912, PLR0915 - it may call no other
    rows: Column,
    processor_at: int,
    put_at: int,
    end: Nanoseconds,
    sums: Sums,
    area: Column,
    across: Column,
    step: Nanoseconds,
) -> None:
    """See `CountStays`."""
    # To take them out of the tuple anew for each row would take longer.
    low, high, free_at, breaches = sums.level_low, sums.level_high, sums.free_at, sums.breaches
    group_of_submitter, group_of_processor = sums.group_of_submitter, sums.group_of_processor
    path_area, path_across, path_start, path_step = sums.path_area, sums.path_across, sums.path_start, sums.path_step
    path_end = path_start + (len(path_area) - 2) * path_step
    bin_start = bin_end = last = 0
    part_start = part_end = part = 0
    for row in range(len(rows)):
        submitter, processor = rows[row, 0], rows[row, processor_at]
        submitted, admitted = rows[row, put_at], rows[row, put_at + 1]
        started, ended = rows[row, put_at + 2], rows[row, put_at + 3]
        gone = ended if ended >= 0 else end
        starts = (submitted, admitted, started)
        ends = (admitted if admitted >= 0 else gone, started if started >= 0 else gone, gone)
        if submitted > end or admitted > end or started > end or gone > end:
            breaches[AFTER_THE_END] += 1
            continue
        if path_step > 0:
            came = submitted if submitted >= 0 else admitted if admitted >= 0 else started
            start, stop = max(came, path_start), min(gone, path_end)
            if came >= 0 and start < stop:
                if not part_start <= stop < part_end:
                    part = (stop - path_start) // path_step
                    part_start = path_start + part * path_step
                    part_end = part_start + path_step
                if start >= part_start:
                    path_area[part] += stop - start
                else:
                    first = (start - path_start) // path_step
                    path_area[first] += path_start + (first + 1) * path_step - start
                    path_area[part] += stop - part_start
                    path_across[first + 1] += 1
                    path_across[part] -= 1
        for level in range(3):
            start, stop = starts[level], ends[level]
            if start < 0:
                continue
            if stop < start:
                breaches[BACKWARDS] += 1
                continue
            if level == 2:
                if start < free_at[processor]:
                    breaches[TWO_AT_A_TIME] += 1
                free_at[processor] = stop
            if stop == start:
                continue
            group = group_of_processor[processor] if level == 2 else group_of_submitter[submitter]
            if stop - start < SHORT:
                low[level, group] += stop - start
            else:
                low[level, group] += (stop - start) & LOW
                high[level, group] += (stop - start) >> HALF
            if not bin_start <= stop < bin_end:
                last = stop // step
                bin_start, bin_end = last * step, (last + 1) * step
            if start >= bin_start:
                area[level, last] += stop - start
            else:
                first = start // step
                area[level, first] += (first + 1) * step - start
                area[level, last] += stop - bin_start
                across[level, first + 1] += 1
                across[level, last] -= 1
