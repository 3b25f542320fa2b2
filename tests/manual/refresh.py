"""Write what commands and programs print now into the pages: `python -m tests.manual.refresh docs/PAGE.md …`.

An output with an `…` in it is left as it is, and so is a command without output. Look at the difference before it is
committed.
"""

import sys
import tempfile
from pathlib import Path

from tests.manual.blocks import blocks, commands, is_as_shown, printed_by
from tests.manual.scratch import fill, run_line, run_python


def refreshed(page: str, folder: Path) -> str:
    """The page with the outputs that its blocks have now."""
    changes = []
    for block in blocks(page):
        if block.language == "console":
            text = block.text
            for command in commands(block):
                printed = run_line(command.line, folder).stdout
                if command.shown and "…" not in command.shown and not is_as_shown(printed, command.shown):
                    before = f"$ {command.line}\n"
                    text = text.replace(before + command.shown, before + _stripped(printed), 1)
            changes.append((block.start, block.end, text))
        elif block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "python":
            printed = run_python(block, folder).stdout
            shown = printed_by(page, block)
            if shown and "…" not in shown.text and not is_as_shown(printed, shown.text):
                changes.append((shown.start, shown.end, _stripped(printed)))
    for start, end, text in sorted(changes, reverse=True):
        page = page[:start] + text + page[end:]
    return page


def _stripped(text: str) -> str:
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with tempfile.TemporaryDirectory() as folder:
            fill(Path(folder))
            file = Path(name)
            file.write_text(refreshed(file.read_text(encoding="utf-8"), Path(folder)), encoding="utf-8")
