"""Every page of the manual is reachable: the front page lists them all, and the build takes its contents from it."""

import runpy

from tests.manual.blocks import DOCS, ROOT

CONF = runpy.run_path(str(DOCS / "conf.py"))
LISTED = CONF["contents_of"]((DOCS / "index.md").read_text(encoding="utf-8"))


def test_the_front_page_lists_every_page_once() -> None:
    pages = {page.relative_to(ROOT).with_suffix("").as_posix() for page in DOCS.glob("*.md")}
    assert {page for page in LISTED if page.startswith("docs/")} == pages - {CONF["root_doc"]}
    assert len(set(LISTED)) == len(LISTED)


def test_what_it_lists_is_there() -> None:
    assert all((ROOT / f"{page}.md").exists() for page in LISTED)


def test_the_readme_leads_to_the_front_page() -> None:
    assert "(docs/index.md)" in (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_contents_are_the_numbered_links() -> None:
    page = "1. [A](a.md): b\n\n**Words**\n\n2. [C](../D.md#e)\n- [No](no.md)\n10. [F](../D.md): g ([H](h.md))\n"
    assert CONF["contents_of"](page) == ["docs/a", "D"]
