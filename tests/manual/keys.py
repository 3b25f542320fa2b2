"""The page of all keys, made from the JSON Schema: `python -m tests.manual.keys` writes docs/keys.md."""

import re
from typing import Any

import yaml

from tests.manual.blocks import DOCS
from tests.manual.schema import Node, Part, Schema

PAGE = DOCS / "keys.md"
EXPLAINED = {
    "": "at-the-top",
    "precision": "precision",
    "queue": "queue",
    "queue.redelivery": "queue",
    "submitters.NAME": "submitters-name",
    "submitters.NAME.phases[]": "when-jobs-come",
    "submitters.NAME.trace": "when-jobs-come",
    "submitters.NAME.bursts": "when-jobs-come",
    "submitters.NAME.retry": "giving-up-and-trying-again",
    "processors.NAME": "processors-name",
}
"""Where in language.md a part is explained: by its place, or by the nearest one above it."""
HEAD = """\
# Every key

What a scenario may say, to look up; how it plays together is explained in [the language](language.md). This page is
made from the JSON Schema that `jobsim schema` prints, so it says what jobsim checks.

A **duration** is like `250ms`, `2s`, `1m30s`, `1h`, a **rate** like `50/s`, `300/min`, a **share** like `5%`; each may
be a bare number, too: of seconds, of jobs per second, a fraction. A **delay** is a duration, or a
[distribution](#delays) of durations. **NAME** is a name of yours.

A key's path is the place of its part and its name, with a dot between: `queue.capacity`, `processors.NAME.count`. That
is what `--set` and `--vary` take; what is in a list is set with the whole list.
"""
DELAYS = """
## Delays

Where a delay is asked for, a mapping with `distribution` draws it: `{distribution: exponential, mean: 2s}`.
[Explained](language.md#words-that-recur).

"""
OTHERS = """
## What is drawn, but no delay

Whole numbers for `batch` and `priority`, any values for `value`: `{distribution: geometric, mean: 3}`.
[Explained](language.md#what-a-job-is).

"""


def page() -> str:
    """The whole page."""
    schema = Schema()
    parts = "".join(_section(schema, part) for part in schema.parts)
    return HEAD + parts + DELAYS + _laws(schema, of_durations=True) + OTHERS + _laws(schema, of_durations=False)


def _section(schema: Schema, part: Part) -> str:
    said = "" if not part.paths[0] else _sentence(_first(part.schema.get("description", "")))
    required = part.schema.get("required", [])
    rows = [_row(schema, key, node, key in required) for key, node in part.keys.items()]
    return f"""
## {part.title}

{said}[Explained](language.md#{_explained(part.paths[-1])}).

| key | takes | default | meaning | example |
|---|---|---|---|---|
{"".join(rows)}"""


def _explained(path: str) -> str:
    while path not in EXPLAINED:
        path = path.rpartition(".")[0]
    return EXPLAINED[path]


def _row(schema: Schema, key: str, node: Node, required: bool) -> str:
    cells = [f"`{key}`", schema.takes(node), _default(node, required), _meaning(schema, node), _examples(node)]
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |\n"


def _examples(node: Node) -> str:
    return ", ".join(f"`{_yaml(example)}`" for example in node.get("examples", [])[:2])


def _default(node: Node, required: bool) -> str:
    """The default of a key, from its own place, or from the last words of its description."""
    description = node.get("description", "")
    if required or description.endswith("Required."):
        return "required"
    told = re.search(r"\n.*Default: (.+)\.$", description)
    match node.get("default", ""):
        case {"distribution": "constant", "value": value}:
            return f"`{_yaml(value)}`"
        case "":
            return f"`{told[1]}`" if told else ""
        case dict():
            return "empty"
        case value:
            return f"`{_yaml(value)}`"


def _meaning(schema: Schema, node: Node) -> str:
    """What the schema says of a key; of a choice between words, what each of them means, where that is said."""
    options = list(schema.options(node))
    named = node.get("description") or next((one["description"] for one in options if "description" in one), "")
    told = [_sentence(_first(named))]
    for option in options:
        words = zip(option.get("enum", []), option.get("enumDescriptions", []), strict=False)
        told += [f"`{word}`: {_sentence(_first(meaning))}" for word, meaning in words]
    return "".join(told).strip()


def _first(description: str) -> str:
    """The first paragraph: in others the schema says for editors what here has a column of its own."""
    return _escaped(description.partition("\n\n")[0])


def _laws(schema: Schema, *, of_durations: bool) -> str:
    """The distributions, each with its keys in the rows below it."""
    rows = []
    for name, one in schema.defs.items():
        named = one.get("properties", {}).get("distribution", {})
        word = named.get("const")
        numbers = name.endswith(("Number", "Value")) or word in ("geometric", "poisson")
        if word and numbers != of_durations:
            said = one.get("description") or named.get("description", "").removeprefix("The name of the distribution. ")
            rows.append(f"| `{word}` | | | {_sentence(re.sub(r' Parameters: .*', '', _first(said)))} | |\n")
            for key, node in Part((), one).keys.items():
                if key != "distribution":
                    takes = schema.takes(node).removesuffix(" or `null`")
                    rows.append(f"| | `{key}` | {takes} | {_meaning(schema, node)} | {_examples(node)} |\n")
    return "| distribution | key | takes | meaning | example |\n|---|---|---|---|---|\n" + "".join(rows)


def _escaped(text: str) -> str:
    # Signs that Markdown would take for its own, outside of code.
    return "".join(part if odd else re.sub(r"([<>*_\[\]])", r"\\\1", part) for odd, part in _by_code(text))


def _by_code(text: str) -> list[tuple[bool, str]]:
    return [(bool(number % 2), f"`{part}`" if number % 2 else part) for number, part in enumerate(text.split("`"))]


def _sentence(text: str) -> str:
    return "" if not text else text + (" " if text.endswith(".") else ". ")


def _yaml(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000, sort_keys=False)
    text = text.removesuffix("\n").removesuffix("\n...")
    return re.sub(r"'(on|off)':", r"\1:", text)  # as a key jobsim takes them for what they are


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
