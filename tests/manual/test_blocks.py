"""Every command and program of the manual runs, and prints what is shown below it; every piece of YAML is valid."""

from pathlib import Path

import pytest

import jobsim
from tests.manual.blocks import DOCS, PAGES, Block, blocks, commands, is_as_shown, printed_by
from tests.manual.scratch import fill, run_line, run_python

NOT_RUN = {
    "pip install": "needs a network",
    "jobs=100000000": "takes seconds, and minutes on a busy machine",
    "scheduler.example": "a cluster of several machines",
}
"""Why a command may stand in a block of `sh`, which nothing runs here. `.ci/run` runs the README's."""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_what_a_page_shows_is_so(page: Path, tmp_path: Path) -> None:
    fill(tmp_path)
    text = page.read_text(encoding="utf-8")
    for block in blocks(text):
        where = f"{page.name}, line {block.line}"
        match block.language:
            case "console":
                for command in commands(block):
                    done = run_line(command.line, tmp_path)
                    assert done.returncode == 0, f"{where}: {command.line}\n{done.stdout}"
                    if command.shown:
                        assert is_as_shown(done.stdout, command.shown), f"{where}: {command.line}\n{done.stdout}"
            case "python" if block.file:
                (tmp_path / block.file).write_text(block.text, encoding="utf-8")
            case "python":
                done = run_python(block, tmp_path)
                assert done.returncode == 0, f"{where}\n{done.stdout}"
                if shown := printed_by(text, block):
                    assert is_as_shown(done.stdout, shown.text), f"{where}\n{done.stdout}"
            case "yaml":
                _check(block, where, tmp_path)
            case "sh":
                assert any(words in block.text for words in NOT_RUN) or page.name == "README.md", where
            case language:
                assert language == "text", f"{where}: a block of what?"


def _check(block: Block, where: str, folder: Path) -> None:
    """Have a scenario read; a piece of one is laid over the burst, unless it is a file that commands below it use."""
    whole = "submitters:" in block.text and "processors:" in block.text
    name = block.file or "piece.yaml"
    head = "" if whole or "extends:" in block.text else "extends: scenarios/burst.yaml\n"
    (folder / name).write_text(head + block.text, encoding="utf-8")
    try:
        jobsim.load(folder / name)
    except jobsim.ScenarioError as error:
        pytest.fail(f"{where}: {error}")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_file_shown_is_the_file_beside_the_page(page: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.file and (DOCS / block.file).exists():
            assert block.text == (DOCS / block.file).read_text(encoding="utf-8"), block.file


@pytest.mark.parametrize(
    ("shown", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\nb\n", "a\nc\n", False),
        ("a\n", "a\nb\n", False),
        ("a …\n", "a whatever\n", True),
        ("a …\n", "a whatever\nb\n", False),
        ("a\n…\nd\n", "a\nb\nc\nd\n", True),
        ("a\n…\nd\n", "a\nd\n", True),
        ("a\n…\nd\n", "a\nb\nc\n", False),
        ("…\nd\n", "a\nb\n", False),
        ("1.5\n", "135\n", False),
        ("0.01 s of wall time  \n", "0.02 s of wall time\n", True),
    ],
)
def test_what_an_ellipsis_leaves_open(shown: str, printed: str, same: bool) -> None:
    assert is_as_shown(printed, shown) == same


def test_blocks_and_commands_are_found() -> None:
    page = "x\n\n```console\n$ a \\\n  b\nout\n$ c\n```\n\n```python\nprint(1)\n```\n\n```text\n1\n```\n"
    session, program, output = blocks(page)
    assert [(command.line, command.shown) for command in commands(session)] == [("a \\\n  b", "out\n"), ("c", "")]
    assert printed_by(page, program) == output
    assert printed_by(page, session) is None
    assert printed_by(page, output) is None
    assert (session.line, session.file) == (3, None)
    assert blocks("```yaml\n# mine.yaml\nseed: 1\n```\n")[0].file == "mine.yaml"
