"""What keys say together, as far as JSON Schema can tell: one of several ways, what goes with what.

Conditions with what then must hold. `ALWAYS` holds in variants, too: both keys stand in the same file, and it has the
last word. `WHOLE` needs to know what is not said, and so holds only in a file that builds on no other.
"""

from typing import Any

from jobsim.scenario.asked.warmup import AUTO, LEAST_REPLICATIONS
from jobsim.scenario.parts.arrivals import Spacing
from jobsim.scenario.parts.queue import Discipline, Overflow
from jobsim.scenario.parts.submitter import Pacing
from jobsim.scenario.values.kinds import SOME_DURATION, Said

_NULL: Said = {"type": "null"}
_SOMETHING: Said = {"not": _NULL}
_WAYS = ("cadence", "phases", "trace")
_ONE_WAY = "give one of cadence, phases and trace, to say when its jobs come"
_BY = "a lognormal is given by mean (or rate) and cv, or by median and p99"
_MEAN_OR_RATE = "give its mean, or its rate (like 50/s), one of the two"


def _said(**keys: Any) -> Said:
    """A mapping in which these keys are, and are such."""
    return {"type": "object", "required": list(keys), "properties": keys}


def _given(*keys: str) -> Said:
    """These keys are there, and not null."""
    return _said(**dict.fromkeys(keys, _SOMETHING))


def _any(*conditions: Said) -> Said:
    return {"anyOf": list(conditions)}


def _none(*conditions: Said) -> Said:
    return {"not": _any(*conditions)}


def _where(condition: Said, **keys: Said) -> Said:
    """Where the condition holds, these keys are such, if they are there."""
    return {"if": condition, "then": {"properties": keys}}


def _needs(condition: Said, key: str, message: str, **such: Any) -> Said:
    """Where the condition holds, the key is there, and not null; or such as is said."""
    such = such or {"type": ["string", "number", "object", "array"]}
    value = {**such, "errorMessage": message}
    return {"if": condition, "then": {"required": [key], "properties": {key: value}, "errorMessage": message}}


def _not_with(message: str) -> Said:
    return {**_NULL, "errorMessage": message}


def _only(value: Any, message: str) -> Said:
    return {"const": value, "errorMessage": message}


def _goes_with(key: str, way: str, default: Any) -> Said:
    message = f"{key} goes with {way}"
    return _not_with(message) if default is None else _only(default, message)


_SPACING, _REPEAT = _goes_with("spacing", "phases", Spacing.EVEN.value), _goes_with("repeat", "phases", False)
_BURSTS, _BATCH = _goes_with("bursts", "cadence", None), _goes_with("batch", "cadence or phases", None)
_SCHEDULED = _only(Pacing.FIXED.value, "phases and traces are a schedule: pacing is fixed with them")
_BARE: Said = {"type": ["string", "number"]}
_POSITIVE: Said = {"if": _BARE, "then": SOME_DURATION}
_NOT_BLOCKING: Said = {"enum": [word.value for word in Overflow if word is not Overflow.BLOCK]}
_CAPACITY = "this overflow needs a capacity: without one there is always a place"
_MEANS = [
    _where(_given("mean"), rate=_not_with(_MEAN_OR_RATE)),
    _needs(_none(_given("mean"), _given("rate")), "mean", _MEAN_OR_RATE),
]
_WEIGHTS = {
    "properties": {"weights": {"contains": {"exclusiveMinimum": 0}, "errorMessage": "weights must not all be 0"}}
}

ALWAYS: dict[str, list[Said]] = {
    "Scenario": [
        _where(
            _said(queue=_said(overflow=_NOT_BLOCKING)),
            submitters={
                "additionalProperties": {
                    "properties": {
                        "timeout": _not_with("a put never waits for a place with this overflow of the queue")
                    }
                }
            },
        ),
        _where(
            _said(warmup={"const": AUTO}),
            record={"const": "jobs", "errorMessage": "warmup: auto looks at the jobs: it needs record: jobs"},
        ),
    ],
    "Queue": [_where(_said(overflow=_NOT_BLOCKING), capacity={"type": "integer", "errorMessage": _CAPACITY})],
    "Submitter": [
        _where(_given("cadence"), phases=_not_with(_ONE_WAY), trace=_not_with(_ONE_WAY)),
        _where(_given("cadence"), spacing=_SPACING, repeat=_REPEAT),
        _where(_given("phases"), trace=_not_with(_ONE_WAY), pacing=_SCHEDULED, bursts=_BURSTS),
        _where(_given("trace"), pacing=_SCHEDULED, spacing=_SPACING, repeat=_REPEAT, bursts=_BURSTS, batch=_BATCH),
        *(
            _where(_said(trace=_given(key)), **{key: _not_with(f"{key} is in the trace already")})
            for key in ("size", "value", "priority")
        ),
        {"properties": {"batch": {"minimum": 1}}},  # of a bare number; a law may give 0 now and then
    ],
    "Bursts": [{"properties": {"on": _POSITIVE}}],
    "Breakdowns": [{"properties": {"every": _POSITIVE}}],
    "Trace": [
        _where(
            {"required": ["file"]},
            **{
                key: {"type": "string", "errorMessage": "must name a column of the file"}
                for key in ("at", "size", "value", "priority")
            },
        )
    ],
    "Retry": [_where(_given("delay"), backoff=_not_with("give delay or backoff, not both"))],
    "Exponential": _MEANS,
    "Erlang": _MEANS,
    "Gamma": _MEANS,
    "Hyperexponential": _MEANS,
    "Lognormal": [
        {
            "if": _any(_given("median"), _given("p99")),
            "then": {
                "required": ["median", "p99"],
                "properties": {key: _not_with(_BY) for key in ("mean", "rate", "cv")},
                "errorMessage": _BY,
            },
            "else": {"required": ["cv"], "properties": {"cv": {"type": "number"}}, "errorMessage": _BY},
        },
        _where(_given("mean"), rate=_not_with(_MEAN_OR_RATE)),
        _needs(_none(*map(_given, ("median", "p99", "mean", "rate"))), "mean", _BY),
    ],
    "Empirical": [
        {
            "if": _any({"required": ["file"]}, {"required": ["column"]}),
            "then": {
                "required": ["file", "column"],
                "properties": {"values": False},
                "errorMessage": "an empirical distribution has values, or file and column, not both",
            },
            "else": {"required": ["values"]},
        },
        _WEIGHTS,
    ],
    "EmpiricalNumber": [_WEIGHTS],
    "EmpiricalValue": [_WEIGHTS],
}

_ZERO = {"type": "string", "pattern": "^[^1-9]*$"}
_ENDS = _any(
    _given("jobs"),
    _given("stop"),
    _given("trace"),
    {**_given("phases"), "not": _said(repeat={"const": True})},
)
_NO_SCHEDULE = "{} goes with a schedule, and there is none"
_SOMEBODY = {"contains": _said(count={"minimum": 1})}

WHOLE: dict[str, list[Said]] = {
    "Scenario": [
        {
            "if": _none(_given("until")),
            "then": {
                "properties": {
                    "submitters": {
                        "additionalProperties": _needs(
                            {"not": _ENDS},
                            "jobs",
                            "would never end: give it jobs or stop, or give the scenario until",
                        )
                    }
                }
            },
        },
        {
            "if": _said(queue=_said(discipline={"const": Discipline.SHORTEST.value})),
            "then": {
                "properties": {
                    "submitters": {
                        "additionalProperties": _needs(
                            _none(_said(trace=_given("size"))),
                            "size",
                            "must have a size: the queue's discipline is shortest",
                        )
                    }
                }
            },
        },
        {
            "if": _said(
                queue=_said(discipline={"const": Discipline.EARLIEST_DEADLINE.value}),
                submitters={"additionalProperties": _none(_given("deadline"))},
            ),
            "then": {
                "properties": {
                    "queue": {
                        "properties": {
                            "discipline": {
                                "enum": [word.value for word in Discipline if word is not Discipline.EARLIEST_DEADLINE],
                                "errorMessage": "earliest_deadline needs submitters whose jobs have a deadline",
                            }
                        }
                    }
                }
            },
        },
        {
            "if": {**_said(warmup={"const": AUTO}), **{"not": _given("precision")}},
            "then": {
                "required": ["replications"],
                "properties": {"replications": {"minimum": LEAST_REPLICATIONS}},
                "errorMessage": f"warmup: auto needs {LEAST_REPLICATIONS} replications or more",
            },
        },
    ],
    "Queue": [_needs(_said(overflow=_NOT_BLOCKING), "capacity", _CAPACITY, type="integer")],
    "Submitter": [
        _needs(_none(*map(_given, _WAYS)), "cadence", _ONE_WAY),
        _needs(
            _said(cadence={"anyOf": [{"const": 0}, _ZERO]}, pacing={"const": Pacing.FIXED.value}),
            "jobs",
            "a cadence of 0 without jobs puts without end in one instant; give it jobs, or a cadence",
        ),
    ],
    "Trace": [
        {
            "if": {"not": {"required": ["file"]}},
            "then": {
                "properties": {
                    key: {
                        "type": ["array", *["null"] * (key != "at")],
                        "errorMessage": "must be a list, or give a file",
                    }
                    for key in ("at", "size", "value", "priority")
                }
            },
        }
    ],
    "Pool": [
        _needs(_given("repeat"), "schedule", _NO_SCHEDULE.format("repeat")),
        _needs(_said(on_shrink={"const": "requeue"}), "schedule", _NO_SCHEDULE.format("on_shrink")),
        _needs(_said(burst={"minimum": 2}), "limit", "burst goes with a limit, and there is none"),
        _needs(
            _said(count={"const": 0}),
            "schedule",
            "count must be 1 or more, unless a schedule brings some later",
            type="array",
            **_SOMEBODY,
        ),
    ],
}
