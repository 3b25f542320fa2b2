"""A signal ends a compiled run after the slice of events it comes in, whatever is recorded; what had ended is kept."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

import jobsim
from jobsim.engines.compiled import engine
from jobsim.engines.engine import Options, Progress
from jobsim.engines.running import run_scenario
from jobsim.results.run import Ending

ROOT = Path(__file__).parents[2]
ENDLESS = """
until: 40000d
engine: compiled
queue: {capacity: 3}
submitters: {a: {count: 3, cadence: {distribution: exponential, mean: 20ms}, pacing: fixed, timeout: 10ms}}
processors: {w: {service: 9ms}}
"""
ENDINGS = [(signal.SIGINT, Ending.INTERRUPTED), (signal.SIGTERM, Ending.TERMINATED)]
RECORDS = ["jobs", "summary"]
BETWEEN = """
import sys, jobsim
from jobsim.engines.engine import Options
from jobsim.engines.running import run_scenario

def began(_):
    global began
    print("begun", flush=True)
    object.__setattr__(options, "progress", None)

options = Options(progress=began)
with options.interruption:
    run = run_scenario(jobsim.load("endless.yaml", overrides=sys.argv[1:]), options)
result = jobsim.Result.of([run], run.ending)
result.write("out")
print(result.run.ending, result.value("completed") > 0)
"""


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(("number", "ending"), ENDINGS)
def test_no_more_than_a_slice_happens_after_it(
    number: signal.Signals, ending: Ending, record: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_EVENTS_AT_A_TIME", 5_000)
    told: list[Progress] = []

    def look(progress: Progress) -> None:
        told.append(progress)
        if len(told) == 20:
            os.kill(os.getpid(), number)

    options = Options(progress=look)
    with options.interruption:
        run = run_scenario(jobsim.loads(ENDLESS, overrides=[f"record={record}"]), options)
    assert run.ending is ending
    result = jobsim.Result.of([run], run.ending)
    assert len(told) <= 21
    ended = sum(result.value(outcome) or 0 for outcome in ("completed", "dropped"))
    assert 0 <= ended - told[19].ended_jobs <= 5_000 + 256
    assert result.run.ended_at >= told[19].time > 0


@pytest.mark.parametrize("record", RECORDS)
@pytest.mark.parametrize(("number", "ending"), ENDINGS)
def test_it_is_heeded_in_the_middle_of_machine_code(
    number: signal.Signals, ending: Ending, record: str, tmp_path: Path
) -> None:
    (tmp_path / "endless.yaml").write_text(ENDLESS)
    process = subprocess.Popen(
        [sys.executable, "-c", BETWEEN, f"record={record}"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(number)
    said, wrong = process.communicate(timeout=60)
    assert (said, wrong, process.returncode) == (f"{ending} True\n", "", 0)
    files = {file.name for file in (tmp_path / "out").iterdir()}
    assert ("jobs.csv" in files) is (record == "jobs")
    assert {"run.json", "summary.csv"} <= files
