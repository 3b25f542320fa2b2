"""The shipped scenarios give the same bytes as they always did, whatever surrounds them.

tests/golden holds their CSVs. A change there is a change of results, to be explained in the changelog; write them
anew with: python -m tests.test_golden
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import jobsim

ROOT = Path(__file__).parent.parent
GOLDEN = ROOT / "tests" / "golden"
SCENARIOS = sorted((ROOT / "scenarios").glob("*.yaml"))


def csvs(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in sorted(folder.glob("*.csv"))}


@pytest.mark.parametrize("scenario", SCENARIOS, ids=lambda path: path.stem)
def test_the_bytes_are_the_same(scenario: Path, tmp_path: Path) -> None:
    expected = csvs(GOLDEN / scenario.stem)
    assert len(expected) >= 4
    assert csvs(jobsim.run(scenario).write(tmp_path / "r")) == expected


def test_no_golden_result_is_left_behind() -> None:
    assert {path.name for path in GOLDEN.iterdir()} == {path.stem for path in SCENARIOS}


@pytest.mark.parametrize(
    "surroundings",
    [
        {"PYTHONHASHSEED": "1"},
        {"PYTHONHASHSEED": "99", "TZ": "Asia/Kathmandu"},
        {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONIOENCODING": "ascii"},
        {"LC_ALL": "tr_TR.UTF-8", "POLARS_MAX_THREADS": "1"},
    ],
    ids=str,
)
def test_surroundings_change_nothing(surroundings: dict[str, str], tmp_path: Path) -> None:
    folder = tmp_path / "elsewhere"
    shutil.copytree(ROOT / "scenarios", folder / "scenarios")
    names = ["burst", "outages", "pools", "quota", "ties", "users"]
    files = [f"scenarios/{name}.yaml" for name in names]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **surroundings}
    subprocess.run([sys.executable, "-m", "jobsim", *files, "-q"], cwd=folder, env=environment, check=True, timeout=120)
    for name in names:
        assert csvs(folder / "results" / name) == csvs(GOLDEN / name)


if __name__ == "__main__":
    for path in SCENARIOS:
        shutil.rmtree(GOLDEN / path.stem, ignore_errors=True)
        made = jobsim.run(path).write(GOLDEN / path.stem)
        (made / "run.json").unlink()
