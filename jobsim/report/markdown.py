"""A comparison in GitHub's Markdown, to be put into a comment."""

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from jobsim.analysis.compared import Comparison, Row
from jobsim.report import judged

MARKDOWN_HEAD = "<!-- jobsim compare -->\n"
_PLAIN = re.compile(r"[\w.,()/=:@+-]+(?: [\w.,()/=:@+-]+)*")
"""What a code span takes as it is."""


def markdown(comparison: Comparison) -> str:
    """A table for each run beside the baseline, with what the terminal shows and how it was judged."""
    return MARKDOWN_HEAD + "\n".join(_lines(comparison)) + "\n"


def _lines(comparison: Comparison) -> Iterator[str]:
    for name, group in groupby(comparison.rows, key=lambda row: row.run):
        rows = list(group)
        yield f"**{_code(name)}** against **{_code(comparison.baseline)}**"
        yield ""
        if all(map(judged.is_same, rows)):
            yield f"All {len(rows)} figures are the same."
        else:
            shown = judged.worth_showing(rows, comparison)
            yield from _table(shown)
            yield ""
            yield judged.tally(rows, len(shown), comparison.margin).replace("~", "\\~")
        yield ""
    for line in judged.explained(comparison, {name: name for name in comparison.names}):
        yield f"- {_text(line)}"
    for note in comparison.notes:
        yield f"- Note: {_text(note)}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| metric | of | unit | baseline | value | difference | ratio | verdict |"
    yield "|---|---|---|--:|--:|--:|--:|---|"
    for row in rows:
        cells = [
            _code(row.metric),
            _code(row.of),
            _text(judged.unit(row)),
            *judged.values(row),
            judged.difference(row),
            judged.ratio(row),
            judged.verdict(row).replace("~", "\\~"),
        ]
        yield f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """As code, so that nothing in it means anything, nor calls anybody by @name."""
    return f"`{text}`" if _PLAIN.fullmatch(text) else f"<code>{_text(text)}</code>"


def _text(text: str) -> str:
    """Every sign that could mean something as a number; what stays calls nobody either."""
    return re.sub(r"[^\w .,;()/=:+±%'-]|_", lambda found: f"&#{ord(found[0])};", text)
