"""What README and manual name is there: scenarios, columns, options, and what links lead to.

That commands and programs print what is shown is held by tests/manual.
"""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

import jobsim

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PAGES = [ROOT / name for name in ("README.md", "DESIGN.md", "CONTRIBUTING.md")] + sorted((ROOT / "docs").glob("*.md"))
Command = Callable[..., "subprocess.CompletedProcess[str]"]


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


def test_the_scenario_shown_is_the_one_shipped() -> None:
    [shown] = blocks("yaml")
    assert jobsim.loads(shown, "burst") == jobsim.load(ROOT / "scenarios/burst.yaml")
    assert yaml.safe_load(shown) == yaml.safe_load((ROOT / "scenarios/burst.yaml").read_text())


def test_two_commands_do_all_the_set_up() -> None:
    first, second = blocks("sh")
    assert first.strip().endswith("jobsim scenarios/burst.yaml")
    assert second.strip().endswith("pytest")
    assert all(block.count("\n") == 1 for block in (first, second))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert target.startswith("https://") or (page.parent / target).exists(), target


def test_every_scenario_says_what_it_shows() -> None:
    files = sorted((ROOT / "scenarios").glob("*.yaml"))
    assert len(files) >= 10
    assert "twenty-nine small scenarios" in README
    assert len(files) == 29
    for file in files:
        assert re.match(r"# \w.{20,}", file.read_text(encoding="utf-8")), file


def test_the_manual_knows_every_column() -> None:
    from jobsim.analysis.compared import COLUMNS
    from jobsim.analysis.judging import Verdict
    from jobsim.results.outcomes import OUTCOMES

    results = (ROOT / "docs/results.md").read_text(encoding="utf-8")
    columns = jobsim.run(ROOT / "scenarios/ties.yaml").jobs.columns
    assert all(f"`{column}`" in results for column in columns)
    assert all(f"`{outcome}`" in results for outcome in OUTCOMES)
    comparing = (ROOT / "docs/comparing.md").read_text(encoding="utf-8")
    assert all(f"`{column}`" in comparing for column in COLUMNS)
    assert all(f"`{verdict}`" in comparing for verdict in Verdict)


def test_the_manual_knows_every_command_and_option(command: Command) -> None:
    manual = (ROOT / "docs/command.md").read_text(encoding="utf-8")
    shown = command("--help").stdout
    for word in re.findall(r"│ (?:--)?([a-z][a-z-]+)", shown):
        assert word in manual, word
    verbs = ("run", "check", "compare", "sweep", "size", "report", "watch")
    helps = "".join(command(verb, "--help").stdout for verb in verbs)
    for word in re.findall(r"(--[a-z-]+)", helps):
        assert word in manual, word
