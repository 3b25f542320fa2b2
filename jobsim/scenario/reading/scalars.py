"""What an unquoted word of YAML means here: null, true, false, a number, or text.

YAML 1.1 reads much more into a word (`on` is true, `1:30` is 90, `010` is 8). Such words are refused with a hint
instead of being guessed at.
"""

import math
import re

LONGEST_NUMBER = 40

_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")
_NUMBER_LIKE = re.compile(r"[-+]?(?:\.?[0-9])[0-9_.eE+-]*")

_SURPRISES: list[tuple[re.Pattern[str], str]] = [
    (
        re.compile(r"(?i:true|false|yes|no|on|off)"),
        "some YAML readers take {0} for true or false; write true or false, or the word '{0}' in quotes",
    ),
    (re.compile(r"(?i:null)"), "write null, or '{0}' in quotes for the text"),
    (
        re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"),
        "some YAML readers take {0} for a number of base 60; write a duration like 1m30s or 2h, a range or a text as "
        "'{0}' in quotes",
    ),
    (
        re.compile(r"[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}(?:[Tt ].*)?"),
        "some YAML readers take {0} for a date; write '{0}' in quotes",
    ),
    (re.compile(r"(?i:[-+]?\.inf|\.nan)"), "{0} is not a number to work with; null stands for no limit"),
    (
        re.compile(r"[-+]?0[xob]?[0-9a-fA-F_]+"),
        "some YAML readers take {0} for an octal, binary or hexadecimal number; write it as a plain decimal, "
        "or '{0}' in quotes",
    ),
    (
        re.compile(r"[-+]?[0-9][0-9_]*_[0-9_]*"),
        "some YAML readers drop the _ in {0}; write the number without it",
    ),
    (
        re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+\.)(?:[eE][-+]?[0-9]+)?"),
        "write {0} with a digit on both sides of the point",
    ),
    (re.compile(r"="), "write '{0}' in quotes"),
]


class SurpriseError(ValueError):
    """A word that YAML readers take in different ways, with the way to write what is meant."""


def resolve(word: str) -> str | int | float | bool | None:
    """The meaning of an unquoted word. Raises SurpriseError with a remedy where readers would disagree."""
    if word in ("", "~", "null"):
        return None
    if word in ("true", "false"):
        return word == "true"
    if len(word) > LONGEST_NUMBER and _NUMBER_LIKE.fullmatch(word):
        raise SurpriseError(f"a number has {LONGEST_NUMBER} characters at most, this one {len(word)}")
    if _INTEGER.fullmatch(word):
        return int(word)
    if _DECIMAL.fullmatch(word):
        return _finite(word)
    for pattern, remedy in _SURPRISES:
        if pattern.fullmatch(word):
            raise SurpriseError(remedy.format(word))
    return word


def _finite(word: str) -> float:
    number = float(word)
    if math.isinf(number):
        raise SurpriseError(f"{word} is too large for a number")
    if number == 0 and re.search("[1-9]", re.split("[eE]", word)[0]):
        raise SurpriseError(f"{word} is too small for a number; it would be read as 0")
    return number
