"""YAML as editors read it."""

import re
from typing import Any, ClassVar

import yaml


class Yaml12(yaml.SafeLoader):
    """Reads words as YAML 1.2 does, and so editors: `on` is a word, and so is `1:30`."""

    yaml_implicit_resolvers: ClassVar[dict[str, list[tuple[str, re.Pattern[str]]]]] = {}


for kind, words, letters in (
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("bool", r"true|True|TRUE|false|False|FALSE", list("tTfF")),
    ("int", r"[-+]?[0-9]+", list("-+0123456789")),
    ("float", r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?", list("-+.0123456789")),
    ("merge", "<<", ["<"]),
):
    Yaml12.add_implicit_resolver(f"tag:yaml.org,2002:{kind}", re.compile(rf"^(?:{words})$"), letters)


def as_editors_read(text: str) -> Any:
    """The data of a scenario."""
    return yaml.load(text, Yaml12)
