"""How the manual is built: from the Markdown as it is shown on GitHub, by Sphinx with MyST.

The source is the whole checkout, so that links from the pages to what lies beside `docs/` lead somewhere here, too.
"""

import re
from pathlib import Path
from typing import Any

import jobsim

ROOT = Path(__file__).parent.parent

project = "jobsim"
author = "The jobsim maintainers"
version = release = jobsim.__version__
root_doc = "docs/index"
include_patterns = ["docs/**", "DESIGN.md", "CHANGELOG.md", "benchmarks/README.md"]
exclude_patterns = ["**/.*", ".venv", "build", "results", "jobsim", "tests"]

extensions = ["myst_parser"]
myst_heading_anchors = 4  # as GitHub makes them
nitpicky = True
smartquotes = False  # it would make one dash of an option's two

html_theme = "furo"
html_title = f"jobsim {version}"
html_copy_source = False
html_show_sphinx = html_show_copyright = False


def contents_of(text: str) -> list[str]:
    """The pages that the front page lists, as Sphinx calls them."""
    links = re.findall(r"^\d+\. .*?\]\(([^)#]+\.md)\)", text, re.MULTILINE)
    return [(ROOT / "docs" / link).resolve().relative_to(ROOT).with_suffix("").as_posix() for link in links]


def _tell_the_contents(app: Any, name: str, source: list[str]) -> None:
    # The list of the front page is the contents: on GitHub a reader sees it, and here it becomes the sidebar.
    if name == root_doc:
        tree = "\n".join("/" + page for page in contents_of(source[0]))
        source[0] += f"\n```{{toctree}}\n:hidden:\n\n{tree}\n```\n"


def _lead_to_the_front_page(app: Any, error: Exception | None) -> None:
    if error is None and app.builder.name == "html":
        front = '<!doctype html><title>jobsim</title><meta http-equiv="refresh" content="0; url=docs/index.html">\n'
        (Path(app.outdir) / "index.html").write_text(front, encoding="utf-8")


def setup(app: Any) -> None:
    """Called by Sphinx."""
    app.connect("source-read", _tell_the_contents)
    app.connect("build-finished", _lead_to_the_front_page)
