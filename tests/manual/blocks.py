"""The pages of the manual, and the fenced blocks in them."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]


@dataclass(frozen=True)
class Block:
    """A fenced block: its language and text, the line on which it begins, and where its text lies in the page."""

    language: str
    text: str
    line: int
    start: int
    end: int

    @property
    def file(self) -> str | None:
        """The name of the file that it is, where its first line is a comment with nothing but a name."""
        named = re.match(r"# ([\w-]+\.(?:yaml|py))\n", self.text)
        return named[1] if named else None


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in order."""
    found = re.finditer(r"^```([\w-]*)\n(.*?)^```$", page, re.DOTALL | re.MULTILINE)
    return [Block(m[1], m[2], page.count("\n", 0, m.start()) + 1, m.start(2), m.end(2)) for m in found]


def printed_by(page: str, block: Block) -> Block | None:
    """The block of `text` that follows a block of Python with nothing between: what it prints."""
    after = [other for other in blocks(page) if other.start > block.end]
    between = page[block.end + len("```\n") : after[0].start - len("```text\n")] if after else "?"
    return after[0] if after and after[0].language == "text" and not between.strip() else None


@dataclass(frozen=True)
class Command:
    """A line after a `$`, and the output shown below it."""

    line: str
    shown: str


def commands(block: Block) -> list[Command]:
    """The commands of a block of `console`; a line that ends with a backslash goes on."""
    found = re.finditer(r"^\$ ((?:.*\\\n)*.*)\n((?:(?!\$ ).*\n)*)", block.text, re.MULTILINE)
    return [Command(m[1], m[2]) for m in found]


def is_as_shown(printed: str, shown: str) -> bool:
    """Whether an output is the one that is shown: `…` stands for anything in a line, alone on a line for any lines."""
    pattern = "".join(
        "(?:.*\n)*?" if line == "…" else ".*".join(map(re.escape, line.split("…"))) + "\n"
        for line in _comparable(shown).splitlines()
    )
    return re.fullmatch(pattern, _comparable(printed)) is not None


def _comparable(text: str) -> str:
    # No two runs take the same time; and no editor keeps spaces at the ends of lines.
    text = re.sub(r"\d+\.\d\d s of wall time", "… s of wall time", text)
    return "".join(line.rstrip() + "\n" for line in text.splitlines())
