"""How metrics and expectations are written, for editors: patterns of all that `measures.py` and `expectation.py` read.

What a pattern cannot tell is left to them: whether there is a submitter of that name, what is too large.
"""

from jobsim.scenario.asked.measures import AVERAGED, PLAIN, TIMES
from jobsim.scenario.values.kinds import RATE, SHARE, Said
from jobsim.units import DURATION_PATTERN


def _inner(pattern: str) -> str:
    return pattern.removeprefix("^").removesuffix("$")


def _one_of(words: list[str] | tuple[str, ...]) -> str:
    return f"(?:{'|'.join(words)})"


_NUMBER = r"(?:[0-9]+(?:\.[0-9]+)?|-0+(?:\.0+)?)"
_DURATION = rf"(?:{_NUMBER}|{_inner(DURATION_PATTERN)})"
_SIGN = "(?:<=|>=|<|>)"
_NAME = r"[^\s(),<>=][^(),<>=]*"
_OF = rf"(?:,\s*{_NAME})?"
_TIME = _one_of(TIMES)
_PERCENTILE = r"p(?![0.]+\s*\()[0-9]{1,2}(?:\.[0-9]{1,6})?"


def _plain(kind: str) -> str:
    return rf"{_one_of([name for name, of in PLAIN.items() if of == kind])}(?:\s*\(\s*{_NAME}\))?"


_TIMES = [
    rf"(?:mean|max|{_PERCENTILE})\s*\(\s*{_TIME}\s*{_OF}\)",
    rf"recovery\s*\(\s*after\s+{_DURATION}\s*\)",
]
_SHARES = [_plain("share"), rf"share\s*\(\s*{_TIME}\s*{_SIGN}\s*{_DURATION}\s*{_OF}\)"]
_RATES = [_plain("rate")]
_NUMBERS = [_plain("number"), *(rf"{name}\s*\(\s*{_one_of(of)}\s*{_OF}\)" for name, of in AVERAGED.items())]

METRIC: Said = {
    "type": "string",
    "pattern": rf"^\s*{_one_of([*_TIMES, *_SHARES, *_RATES, *_NUMBERS])}\s*$",
    "kind": "a metric (p95(response), drop_rate, utilisation(worker))",
    "errorMessage": "must be a metric, like p95(response), drop_rate or utilisation(worker)",
}


def _limited(metrics: list[str], limit: str) -> str:
    return rf"{_one_of(metrics)}\s*{_SIGN}\s*{limit}"


_LIMITED = [
    _limited(_TIMES, _DURATION),
    _limited(_SHARES, rf"(?:{_inner(SHARE['pattern'])}|-?0+(?:\.0+)?|0+\.[0-9]+|0*1(?:\.0+)?)"),
    _limited(_RATES, rf"(?:{_NUMBER}|{_inner(RATE['pattern'])})"),
    _limited(_NUMBERS, f"-?{_NUMBER}"),
]
EXPECTATION: Said = {
    "type": "string",
    "pattern": rf"^\s*{_one_of(_LIMITED)}\s*$",
    "description": "A metric, one of < <= > >=, and a limit.",
    "examples": ["p95(waiting) < 2s", "drop_rate < 1%", "utilisation(worker) < 85%", "share(response < 2s) > 99%"],
    "errorMessage": "must be a metric, one of < <= > >=, and a limit, like p95(waiting) < 2s or drop_rate < 1%; a time "
    "is limited by a duration, a share by a share, throughput by a rate, all else by a number",
}
