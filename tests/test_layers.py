"""Imports go one way, and each foreign library has its one room."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).parent.parent / "jobsim"
EVERYBODY = {"errors", "units", "version"}
MAY_IMPORT = {
    "cli": {"report", "analysis", "experiment", "engines", "results", "workload", "model", "scenario"},
    "report": {"analysis", "engines", "results", "scenario", "model"},
    "experiment": {"analysis", "engines", "results", "workload", "scenario", "model"},
    "analysis": {"results", "scenario"},
    "engines": {"model", "workload", "results", "scenario"},
    "workload": {"scenario"},
    "results": {"scenario"},
    "model": set(),
    "scenario": set(),
    "errors": set(),
    "units": set(),
    "version": set(),
    "__main__": {"cli"},
    "__init__": {"analysis", "experiment", "results", "scenario"},
}
ROOMS_OF = {
    "asyncio": {"engines"},
    "simpy": {"engines"},
    "numba": {"engines"},
    "llvmlite": {"engines"},
    "pydantic": {"scenario"},
    "yaml": {"scenario"},
    "cyclopts": {"cli"},
    "rich": {"cli", "report"},
    "distributed": {"experiment"},
    "plotly": {"report"},
    "jinja2": {"report"},
    "polars": {"results"},
    "scipy": {"results", "analysis"},
    "numpy": {"workload", "results", "engines", "analysis", "experiment", "report"},
}
FILES = sorted(PACKAGE.rglob("*.py"))


def room(file: Path) -> str:
    return file.relative_to(PACKAGE).parts[0].removesuffix(".py")


def imports(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "imports are written in full"
            yield node.module or ""


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_imports_go_one_way(file: Path) -> None:
    own = room(file)
    for name in imports(file):
        parts = name.split(".")
        if parts[0] == "jobsim":
            target = parts[1] if len(parts) > 1 else "__init__"
            assert target in {own, *EVERYBODY, *MAY_IMPORT[own]}, f"{own} imports {name}"
        elif parts[0] in ROOMS_OF:
            assert own in ROOMS_OF[parts[0]], f"{own} imports {parts[0]}"


def test_every_room_is_in_the_rules() -> None:
    assert {room(file) for file in FILES} <= set(MAY_IMPORT)


def test_no_file_holds_two_ideas() -> None:
    assert {str(file) for file in FILES if len(file.read_text().splitlines()) > 300} == set()


def test_reading_a_scenario_waits_for_no_heavy_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys, jobsim; from jobsim.analysis import description; from jobsim import cli;"
        "description.describe(jobsim.load('scenarios/mm8.yaml'));"  # with what theory expects of it
        "heavy = ('numpy', 'polars', 'scipy', 'simpy', 'asyncio', 'rich.table', 'jobsim.scenario.editors');"
        "print([name for name in heavy if name in sys.modules])"
    )
    ran = subprocess.run([sys.executable, "-c", code], cwd=PACKAGE.parent, capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"
