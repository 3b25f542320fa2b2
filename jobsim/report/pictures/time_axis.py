"""The axis of time: in seconds, or where that would be thousands of them in minutes, hours or days."""

from typing import Any

from jobsim.report.pictures.picture import axis

_UNITS = ((2 * 86_400.0, "d", 86_400.0), (3 * 3_600.0, "h", 3_600.0), (20 * 60.0, "min", 60.0))
"""From which length on, the unit, and its seconds."""


def unit_of(end: float) -> tuple[str, float]:
    """The unit for a run that takes so many seconds, and how many seconds it is."""
    return next(((unit, seconds) for least, unit, seconds in _UNITS if end >= least), ("s", 1.0))


def time_axis(end: float) -> dict[str, Any]:
    """From 0 to the end, which is in seconds."""
    unit, seconds = unit_of(end)
    return axis(f"time [{unit}]", range=[0, float(f"{end / seconds:.7g}")])
