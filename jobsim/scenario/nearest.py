"""The known word that was probably meant."""

from difflib import get_close_matches
from typing import Any


def nearest(word: Any, known: list[str]) -> str:
    """A hint at the known word nearest to the one given, or at all of them where there are few."""
    matches = get_close_matches(str(word)[:100], known, n=1, cutoff=0.6)
    if matches:
        return f"; did you mean {matches[0]}?"
    return f"; there are {', '.join(known)}" if len(known) <= 16 else ""
