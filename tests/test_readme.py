"""What README and manual say is so: the commands run, print what is shown, and the links lead somewhere."""

import re
import shlex
import shutil
import subprocess
from collections.abc import Callable, Iterator
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


def sessions() -> Iterator[tuple[str, str]]:
    """Each command shown after a $, with the output shown below it."""
    for block in blocks("console"):
        for part in block.split("$ ")[1:]:
            line, _, output = part.partition("\n")
            yield line, output


def without_wall_time(text: str) -> str:
    return re.sub(r"\d+\.\d\d s of wall time", "", text)


def test_the_commands_print_what_is_shown(command: Command, tmp_path: Path) -> None:
    shutil.copytree(ROOT / "scenarios", tmp_path / "scenarios")
    ran = 0
    for line, shown in sessions():
        words = shlex.split(line.split(" > ")[0])
        assert words[0] == "jobsim"
        done = command(*words[1:])
        assert (done.returncode, done.stderr) == (0, ""), line
        if shown:
            assert without_wall_time(done.stdout) == without_wall_time(shown), line
            ran += 1
    assert ran >= 3
    assert (tmp_path / "results/burst/jobs.csv").exists()
    assert (tmp_path / "capacity.csv").exists()


def test_the_scenario_shown_is_the_one_shipped() -> None:
    [shown] = blocks("yaml")
    assert jobsim.loads(shown, "burst") == jobsim.load(ROOT / "scenarios/burst.yaml")
    assert yaml.safe_load(shown) == yaml.safe_load((ROOT / "scenarios/burst.yaml").read_text())


def test_the_python_shown_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.chdir(ROOT)
    [shown] = blocks("python")
    exec(compile(shown, "README", "exec"), {})
    first, rest = capsys.readouterr().out.split("\n", 1)
    assert float(first) > 0
    assert "submitter" in rest


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


def test_the_manual_knows_every_key_distribution_and_column() -> None:
    from jobsim.analysis.compared import COLUMNS
    from jobsim.analysis.judging import Verdict
    from jobsim.results.outcomes import OUTCOMES
    from jobsim.scenario.arrivals import Bursts, Phase, Ramp, Trace
    from jobsim.scenario.pool import Pool
    from jobsim.scenario.queue import Queue
    from jobsim.scenario.schema import Scenario
    from jobsim.scenario.starting import json_schema
    from jobsim.scenario.submitter import Submitter

    language = (ROOT / "docs/language.md").read_text(encoding="utf-8")
    for part in (Scenario, Queue, Submitter, Pool):
        for key in part.model_fields:
            assert f"| `{key}` |" in language, key
    keys = {field.alias or key for part in (Phase, Ramp, Bursts, Trace) for key, field in part.model_fields.items()}
    for key in keys - {"source"}:  # written by us
        assert key in language, key
    laws = json_schema()["$defs"]
    for law in laws.values():
        name = law.get("properties", {}).get("distribution", {}).get("const")
        if name:
            assert f"| `{name}` |" in language, name
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
    helps = "".join(command(verb, "--help").stdout for verb in ("run", "compare", "sweep"))
    for word in re.findall(r"(--[a-z-]+)", helps):
        assert word in manual, word
