"""How a scenario names a metric, with the submitter or pool it is of: `p95(waiting)`, `p99.9(response, flood)`.

The names are those of the result files. Beside what is always measured, three may be asked for: other percentiles,
shares of a time such as `share(response < 2s)`, and `recovery(after 40s)`.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import Enum
from fractions import Fraction

from jobsim.scenario.nearest import nearest
from jobsim.units import Nanoseconds, format_duration, parse_duration, seconds_to_nanoseconds

TIMES = ("blocked", "waiting", "service", "response")
COUNTS = ("jobs", "completed", "dropped", "rejected", "evicted", "expired", "failed", "abandoned", "unfinished")
PERCENTS = ("p50", "p95", "p99")
"""Those that are always measured."""
PLAIN = {
    "throughput": "rate",
    "drop_rate": "share",
    "loss_rate": "share",
    "missed_rate": "share",
    "utilisation": "share",
    "waste_rate": "share",
    "limited_rate": "share",
    **dict.fromkeys(COUNTS, "number"),
}
AVERAGED = {"mean": ("queued", "puts", "attempts", "processors"), "max": ("queued",)}
_CALL = re.compile(r"\s*([a-z][a-z0-9_.]*)\s*(?:\((.*)\))?\s*")
_PERCENT = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,6})?)")
_SHARE = re.compile(rf"({'|'.join(TIMES)})\s*(<=|>=|<|>)\s*([^\s,]+)")
_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_AFTER = re.compile(r"after\s+([^\s,]+)")
GROUPS = ("submitter", "processor", "queue")


class Kind(Enum):
    """What the values of a metric are, and so how a limit for it is written."""

    TIME = "a duration, like 2s"
    SHARE = "a share, like 1%"
    RATE = "a rate, like 50/s"
    NUMBER = "a number"


@dataclass(frozen=True)
class Part:
    """The share of jobs whose time is on one side of a limit."""

    time: str
    sign: str
    limit: Nanoseconds


@dataclass(frozen=True)
class Measure:
    """A metric by its name in the result files, and of whom."""

    metric: str
    kind: Kind
    group: str | None = None
    """A name, or `submitter:NAME`, `processor:NAME`, `queue:queue`; None: all."""
    percent: tuple[str, Fraction] | None = None
    """Of a percentile that is not always measured: of which time, and which."""
    part: Part | None = None
    after: Nanoseconds | None = None
    """Of a recovery: from when on."""

    def __str__(self) -> str:
        if self.group is None:
            return self.metric
        return f"{self.metric[:-1]}, {self.group})" if "(" in self.metric else f"{self.metric}({self.group})"


def parse_measure(text: str) -> Measure:
    """Read the name of a metric. Raises ValueError with a sentence that says what would be right."""
    call = _CALL.fullmatch(unicodedata.normalize("NFC", text))
    if call is None:
        raise ValueError(f"{_quoted(text)} is no metric; write it like p95(waiting), drop_rate or utilisation(worker)")
    name, inside = call[1], call[2]
    if name in PLAIN:
        return Measure(name, Kind[PLAIN[name].upper()], _group(inside, text))
    if inside is None:
        raise ValueError(f"there is no metric {_quoted(name)}{nearest(name, [*PLAIN, *_examples()])}")
    what, _, group = (part.strip() for part in inside.partition(","))
    of = _group(group, text) if "," in inside else None
    if name == "share":
        return _share(what, of)
    if name == "recovery":
        return _recovery(what, of)
    if name in AVERAGED and what in AVERAGED[name]:
        return Measure(f"{name}({what})", Kind.NUMBER, of)
    percent = _PERCENT.fullmatch(name)
    if percent is None and name not in ("mean", "max"):
        raise ValueError(f"there is no metric {_quoted(name)}{nearest(name, [*PLAIN, *_examples()])}")
    if what not in TIMES:
        known = [*TIMES, *AVERAGED.get(name, ())]
        raise ValueError(f"there is no {name} of {_quoted(what)}{nearest(what, known)}")
    if percent is None or name in PERCENTS:
        return Measure(f"{name}({what})", Kind.TIME, of)
    number = Fraction(percent[1])
    if not 0 < number < 100:
        raise ValueError(f"{name} is no percentile; they go from above p0 to below p100, like p99.9")
    whole, _, rest = percent[1].partition(".")
    shortest = f"p{int(whole)}.{rest}".rstrip("0").rstrip(".") if rest.strip("0") else f"p{int(whole)}"
    return Measure(f"{shortest}({what})", Kind.TIME, of, percent=None if shortest in PERCENTS else (what, number))


def _share(what: str, of: str | None) -> Measure:
    part = _SHARE.fullmatch(what)
    if part is None:
        raise ValueError(f"share({what[:40]}) must compare a time with a limit, like share(response < 2s)")
    limit = _duration(part[3])
    name = f"share({part[1]} {part[2]} {format_duration(limit)})"
    return Measure(name, Kind.SHARE, of, part=Part(part[1], part[2], limit))


def _recovery(what: str, of: str | None) -> Measure:
    after = _AFTER.fullmatch(what)
    if after is None or of is not None:
        raise ValueError("recovery is that of the whole queue, from some time on, like recovery(after 40s)")
    instant = _duration(after[1])
    return Measure(f"recovery(after {format_duration(instant)})", Kind.TIME, after=instant)


def _duration(text: str) -> Nanoseconds:
    """A duration, or a bare number of seconds."""
    return seconds_to_nanoseconds(float(text)) if _NUMBER.fullmatch(text) else parse_duration(text)


def _group(inside: str | None, text: str) -> str | None:
    if inside is None:
        return None
    group = inside.strip()
    if not group or "," in group or "(" in group:
        raise ValueError(f"{_quoted(text)} must name one submitter or pool, like utilisation(worker)")
    return group


def _examples() -> list[str]:
    return ["mean(waiting)", "p95(response)", "max(queued)", "share(response < 2s)"]


def _quoted(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:37] + "...")
