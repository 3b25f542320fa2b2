"""Letters that YAML does not hold, found before anything is parsed."""

import re

_FOREIGN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")
"""Control characters, invisible line ends, and what is no letter at all."""


def find_foreign(text: str) -> tuple[int, int, str] | None:
    """The first letter that must not stand in a text: its line, its column, and what to do about it."""
    found = _FOREIGN.search(text)
    if found is None:
        return None
    at = found.start()
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), _remedy(found[0])


def _remedy(letter: str) -> str:
    name = f"U+{ord(letter):04X}"
    if letter in "\x85\u2028\u2029":
        return f"{name} is an invisible line end; take it out"
    if letter == "\0":
        return f"{name} must not stand in a scenario; save the file as UTF-8 text"
    return f"{name} must not stand in a scenario; take it out, or write it as an escape in double quotes"
