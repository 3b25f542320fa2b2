"""The page of the shipped scenarios, made from their first lines: `python -m tests.manual.scenarios` writes it."""

import re
from pathlib import Path

from tests.manual.blocks import DOCS, ROOT

PAGE = DOCS / "scenarios.md"
HEAD = """\
# The shipped scenarios

Each shows one thing, and says more about it in its first lines. Run one with `jobsim scenarios/burst.yaml`, have it
said in words with `jobsim check scenarios/burst.yaml`, or begin your own with a copy of the nearest.

| scenario | shows |
|---|---|
"""


def page() -> str:
    """The whole page."""
    files = sorted((ROOT / "scenarios").glob("*.yaml"))
    return HEAD + "".join(f"| [{file.stem}](../scenarios/{file.name}) | {shows(file)} |\n" for file in files)


def shows(file: Path) -> str:
    """The first sentence of the comment that a scenario begins with; two of them, if it is a short one."""
    comment = re.match(r"(?:#.*\n)+", file.read_text(encoding="utf-8"))
    assert comment, file
    lines = [line.removeprefix("#").strip() for line in comment[0].splitlines()]
    text = " ".join(line for line in lines if not line.startswith("yaml-language-server"))
    sentence = re.match(r".{25,}?[.?!](?= |$)", text)
    return (sentence[0] if sentence else text).replace("|", "\\|")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
