"""The page of the shipped scenarios has each of them, with what its first lines say that it shows."""

from pathlib import Path

import pytest

from tests.manual import scenarios


def test_the_page_is_what_the_scenarios_say() -> None:
    assert scenarios.page() == scenarios.PAGE.read_text(encoding="utf-8"), "again: python -m tests.manual.scenarios"


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        ("# Who is dropped here, and who is not? Nobody knows.\n", "Who is dropped here, and who is not?"),
        ("# Who is next? Few urgent jobs\n# among many. More.\n", "Who is next? Few urgent jobs among many."),
        (
            "# yaml-language-server: $schema=schema.json\n# A flood of ten seconds: 1.5 s a|b\n",
            "A flood of ten seconds: 1.5 s a\\|b",
        ),
    ],
)
def test_the_first_sentence_is_taken(head: str, shown: str, tmp_path: Path) -> None:
    file = tmp_path / "one.yaml"
    file.write_text(head + "\n# Not this.\nseed: 1\n", encoding="utf-8")
    assert scenarios.shows(file) == shown
