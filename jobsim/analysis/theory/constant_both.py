"""Jobs at a constant cadence with a constant service, D/D/c: what happens in one cadence happens in every one.

Times are given in whole nanoseconds, since a service as long as the cadence is another queue than one that is a
nanosecond longer. Jobs that come in one instant, as many each time, are served in groups as large as there are
processors.
"""

from jobsim.analysis.theory.expected import Expected, steady

_SECOND = 1_000_000_000


def nobody_waits(cadence: int, at_once: int, service: int, processors: int) -> Expected:
    """Each finds an idle processor: those of the last ceil(service / cadence) instants are the most at work."""
    return _expected(cadence, at_once, service, processors, [0] * at_once)


def all_done_in_between(cadence: int, at_once: int, service: int, processors: int) -> Expected:
    """All jobs of one instant are done by the next: job i of them, from 0, waits floor(i / c) services.

    Needs service x ceil(at_once / processors) <= cadence, and a place for each that waits.
    """
    return _expected(cadence, at_once, service, processors, [job // processors * service for job in range(at_once)])


def _expected(cadence: int, at_once: int, service: int, processors: int, waits: list[int]) -> Expected:
    queued = sum(waits) / cadence
    percentiles = {percent: waits[-(-percent * at_once // 100) - 1] for percent in (50, 95, 99)}  # nearest rank
    return {
        **steady(at_once * _SECOND / cadence, service / _SECOND, processors, queued),
        "drop_rate": 0.0,
        "mean(blocked)": 0.0,
        **{f"p{percent}(waiting)": wait / _SECOND for percent, wait in percentiles.items()},
        **{f"p{percent}(response)": (wait + service) / _SECOND for percent, wait in percentiles.items()},
    }
