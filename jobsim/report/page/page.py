"""What a page is made of, and how it becomes one HTML file with its style, its script and its pictures in it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from jobsim.report.pictures.picture import Picture
from jobsim.version import __version__

PAGE_HEAD = '<!doctype html>\n<html lang="en" data-jobsim="report">'
"""How a report begins: an older one may be replaced."""


@dataclass(frozen=True)
class Grid:
    """A table: the first `words` columns hold words, the others figures."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    words: int = 1
    note: str = ""
    marks: Sequence[str] = ()
    """Of each row, a word for its looks; or none at all."""


@dataclass(frozen=True)
class Verbatim:
    """A text as it stands, folded away under its title."""

    title: str
    text: str


@dataclass(frozen=True)
class Lines:
    """Sentences, one below the other."""

    lines: Sequence[str]
    warning: bool = False


Part = Picture | Grid | Verbatim | Lines


@dataclass(frozen=True)
class Section:
    """Parts under a title."""

    name: str
    """One word, for links to it."""
    title: str
    parts: Sequence[Part] = field(default_factory=list)


@dataclass(frozen=True)
class Page:
    """A whole report."""

    title: str
    lead: Sequence[str]
    sections: Sequence[Section]


def html(page: Page) -> str:
    """The page as one file."""
    from jinja2 import Environment, PackageLoader, StrictUndefined  # noqa: PLC0415 - wanted by reports only
    from plotly.offline import get_plotlyjs  # noqa: PLC0415

    environment = Environment(
        loader=PackageLoader("jobsim.report.page", ""),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.tests["picture"] = lambda part: isinstance(part, Picture)
    environment.tests["grid"] = lambda part: isinstance(part, Grid)
    environment.tests["verbatim"] = lambda part: isinstance(part, Verbatim)
    pictures = [part for section in page.sections for part in section.parts if isinstance(part, Picture)]
    own = files("jobsim.report.page")
    body = environment.get_template("page.html").render(
        page=page,
        version=__version__,
        style=own.joinpath("style.css").read_text(encoding="utf-8"),
        script=own.joinpath("draw.js").read_text(encoding="utf-8"),
        plotly=get_plotlyjs() if pictures else "",
        figures={picture.name: _as_script(picture.figure) for picture in pictures},
    )
    return f"{PAGE_HEAD}\n{body}\n</html>\n"


def _as_script(figure: dict[str, Any]) -> str:
    """As JSON that ends no script, and opens none."""
    text = json.dumps(figure, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")
