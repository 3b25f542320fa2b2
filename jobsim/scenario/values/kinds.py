"""What the values of keys look like, for editors: durations, rates, shares, names, payloads, as JSON Schema.

Patterns are such as Python's `re` and JavaScript both read. `kind` says in words what a value is, for the text that
an editor shows; it is no keyword of JSON Schema, and is taken out again. `errorMessage` is one that editors know.
"""

from typing import Any

from jobsim.units import DURATION_PATTERN, LONGEST_TEXT, NEVER, RATE_PATTERN, SECOND

Said = dict[str, Any]
"""A piece of JSON Schema."""

LONGEST_NAME = 64
LONGEST_CELL = 256
MOST_RATE = 1_000_000_000

_SOME = "(?=.*[1-9])"
"""Stands before a pattern of a number that must not be 0."""


def _above_0(said: Said, kind: str, message: str) -> Said:
    """The same for what must be more than 0."""
    changed = {**said, "pattern": said["pattern"].replace("^", "^" + _SOME, 1), "kind": kind, "errorMessage": message}
    changed["exclusiveMinimum"] = changed.pop("minimum")
    return changed


_LIKE = "250ms, 2s, 1m30s, or a bare number of seconds"
_LIKE_RATE = "50/s, 300/min, or a bare number of jobs per second"

DURATION: Said = {
    "type": ["string", "number"],
    "pattern": DURATION_PATTERN,
    "maxLength": LONGEST_TEXT,
    "minimum": 0,
    "maximum": NEVER // SECOND + 1,
    "kind": f"a duration ({_LIKE})",
    "errorMessage": f"must be a duration, like {_LIKE}; units go from large to small, each once",
}
SOME_DURATION = _above_0(
    DURATION, f"a duration above 0 ({_LIKE})", f"must be a duration above 0, like {_LIKE}; units go from large to small"
)

RATE: Said = {
    "type": ["string", "number"],
    "pattern": RATE_PATTERN,
    "maxLength": LONGEST_TEXT,
    "minimum": 0,
    "maximum": MOST_RATE,
    "kind": f"a rate ({_LIKE_RATE})",
    "errorMessage": f"must be a rate, like {_LIKE_RATE}",
}
SOME_RATE = _above_0(RATE, f"a rate above 0 ({_LIKE_RATE})", f"must be a rate above 0, like {_LIKE_RATE}")

_DECIMALS = r"(?:\.[0-9]{1,30})?"
SHARE: Said = {
    "type": ["string", "number"],
    "pattern": rf"^(?:0?[0-9]{{1,2}}{_DECIMALS}|100(?:\.0{{1,30}})?)%$",
    "minimum": 0,
    "maximum": 1,
    "kind": "a share (2%, or a bare number from 0 to 1)",
    "errorMessage": "must be a share, like 2% or 0.02",
}
PART: Said = {
    "type": ["string", "number"],
    "pattern": rf"^{_SOME}0?[0-9]{{1,2}}{_DECIMALS}%$",
    "exclusiveMinimum": 0,
    "exclusiveMaximum": 1,
    "kind": "a share above 0 and below 1 (95%, or 0.95)",
    "errorMessage": "must be a share above 0 and below 1, like 95% or 0.95",
}

# Letters and digits of any script are told from other signs by `check`: JavaScript and Python have no class for both.
NAME: Said = {
    "type": "string",
    "pattern": rf"^(?![\x00-\x7f]{{{LONGEST_NAME + 1}}})[^\x00-/:-@\[-`{{-\x7f][^\x00-,/:-@\[-^`{{-\x7f]*$",
    "kind": f"a name (letters, digits, '.', '_' and '-', {LONGEST_NAME} at most, a letter or digit first)",
    "errorMessage": "a name is made of letters, digits, '.', '_' and '-', and begins with a letter or a digit",
}
VALUE: Said = {
    "type": ["number", "string"],
    "pattern": r"^(?![=+@\t\r-])[^\x00-\x1f\x7f-\x9f]*$",
    "maxLength": LONGEST_CELL,
    "kind": "a number or a short text",
    "errorMessage": "must be a number, or a text without control characters that does not begin with = + - or @",
}
