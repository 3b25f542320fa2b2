"""`jobsim report`, and `--report` on the other verbs."""

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

Command = Callable[..., subprocess.CompletedProcess[str]]
TEXT = """
until: 20s
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {count: 2, service: {distribution: exponential, mean: 1s}}}
expect: [mean(response) < 20s]
"""


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    for name in ("one", "two"):
        (tmp_path / f"{name}.yaml").write_text(TEXT)
    return tmp_path


def title(file: Path) -> str:
    return file.read_text(encoding="utf-8").split("<h1>")[1].split("</h1>")[0]


def test_report_of_folders(command: Command, tiny: Path) -> None:
    command("one.yaml", "two.yaml", "-q")
    ran = command("report", "results/one")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "Report: report.html\n", "")
    assert title(tiny / "report.html") == "one"
    ran = command("report", "results/one", "results/two", "--baseline", "two", "--out", "both.html", "--margin", "2%")
    assert (ran.returncode, ran.stdout) == (0, "Report: both.html\n")
    assert title(tiny / "both.html") == "two · one"


def test_beside_a_run_and_a_comparison(command: Command, tiny: Path) -> None:
    ran = command("one.yaml", "two.yaml", "--report", "runs.html", "-r", "2")
    assert ran.stdout.endswith("Report: runs.html\n")
    assert title(tiny / "runs.html") == "one@replications=2 · two@replications=2"
    assert command("one.yaml", "-q", "--report", "one.html").stdout == ""
    assert title(tiny / "one.html") == "one"
    folders = [f"results/{name}@replications=2" for name in ("one", "two")]
    ran = command("compare", *folders, "--report", "compared.html", "--csv", "c.csv")
    assert ran.stdout.endswith("All figures: c.csv\nReport: compared.html\n")
    assert title(tiny / "compared.html") == "one@replications=2 · two@replications=2"


def test_beside_a_sweep_and_a_sizing(command: Command, tiny: Path) -> None:
    vary = ("--vary", "processors.w.count=1:3", "--workers", "1")
    for options, said in ((("-r", "2"), "Report: swept.html\n"), (("-r", "2", "-q"), "")):
        ran = command("sweep", "one.yaml", *vary, *options, "--report", "swept.html")
        assert ran.returncode == 0
        assert ran.stdout.endswith(said)
        assert bool(ran.stdout) == bool(said)
    assert title(tiny / "swept.html") == "one"
    ran = command("size", "one.yaml", *vary, "--report", "sized.html")
    assert ran.returncode == 0
    assert ran.stdout.endswith("Report: sized.html\n")
    assert "The evidence" in (tiny / "sized.html").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        (["report"], 2, "name a folder of results, like results/burst"),
        (["report", "nowhere"], 4, "nowhere: No such file or directory"),
        (["report", "one.yaml"], 2, "one.yaml:1: these are not the columns of"),
        (["report", "results/one", "--out", "two.yaml"], 4, "two.yaml exists and is no earlier report"),
        (
            ["report", "results/one", "--out", "no/where.html"],
            4,
            "there is no folder no that can be written to",
        ),
        (["one.yaml", "--report", "results/one/x.html"], 4, "x.html would lie in a folder of results"),
        (["one.yaml", "--out", "new", "--report", "new/x.html"], 4, "there is no folder new"),
        (["size", "one.yaml", "--vary", "processors.w.count=1,2", "--report", "x", "--csv", "./x"], 2, "same file"),
        (["one.yaml", "--report", "two.yaml"], 4, "two.yaml exists and is no earlier report"),
        (["sweep", "one.yaml", "--vary", "processors.w.count=1,2", "--report", "two.yaml"], 4, "no earlier report"),
        (["size", "one.yaml", "--vary", "processors.w.count=1,2", "--report", "two.yaml"], 4, "no earlier report"),
        (
            ["compare", "results/one", "results/one", "--report", "x", "--csv", "./x"],
            2,
            "cannot write to the same file",
        ),
        (["compare", "results/one", "results/one", "--report", "two.yaml", "--csv", "x"], 4, "no earlier report"),
    ],
)
def test_mistakes_are_told_before_anything_runs(
    command: Command, tiny: Path, arguments: list[str], code: int, expected: str
) -> None:
    command("one.yaml", "-q")
    before = sorted(os.listdir(tiny)), (tiny / "results/one/run.json").read_text()
    ran = command(*arguments)
    assert (ran.returncode, ran.stdout) == (code, "")
    assert expected in ran.stderr
    assert (sorted(os.listdir(tiny)), (tiny / "results/one/run.json").read_text()) == before


def test_a_damaged_table_is_told_plainly(command: Command, tiny: Path) -> None:
    command("one.yaml", "-q")
    (tiny / "results/one/jobs.csv").write_text("job\n1\n")
    ran = command("report", "results/one")
    assert ran.returncode == 2
    assert ran.stderr.startswith("jobsim: ")
    assert "jobs.csv: this is not as a run wrote it" in ran.stderr
    assert not (tiny / "report.html").exists()


def test_a_page_is_not_named_as_something_else(command: Command, tiny: Path) -> None:
    for name in ("page.pdf", "page.PNG", "page.csv"):
        ran = command("one.yaml", "--report", name)
        assert (ran.returncode, ran.stdout) == (2, "")
        assert ran.stderr == f"jobsim: {name}: a report is a page for a browser; give it a name like page.html\n"
    assert not (tiny / "results").exists()


def test_what_cannot_be_read_is_not_called_missing(command: Command, tiny: Path) -> None:
    command("one.yaml", "-q")
    run = tiny / "results" / "one" / "run.json"
    run.write_text("{")
    ran = command("report", "results/one")
    assert "its run.json cannot be read" in ran.stderr
    run.unlink()
    assert "it has no run.json; without it, nobody knows what was run" in command("report", "results/one").stderr
