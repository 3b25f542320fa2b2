"""Words that a key chooses between, each with what it means: for the code, for the manual, for editors."""

from enum import StrEnum
from typing import Any, Self


class Word(StrEnum):
    """One of the words of a key. A member is written as its text and its meaning, and is its text."""

    meaning: str

    def __new__(cls, word: str, meaning: str = "") -> Self:
        made = str.__new__(cls, word)
        made._value_ = word
        made.meaning = meaning
        return made

    @classmethod
    def __get_pydantic_json_schema__(cls, core: Any, handler: Any) -> dict[str, Any]:
        said: dict[str, Any] = handler(core)
        handler.resolve_ref_schema(said)["enumDescriptions"] = [word.meaning for word in cls]
        return said
