"""On the real clock, an event that comes later than `--max-lag` stops the run."""

import json
from collections.abc import Callable
from pathlib import Path

import jobsim
from jobsim.results.run import Ending

SLOW = "until: 1h\nsubmitters: {a: {cadence: 50ms}}\nprocessors: {w: {service: 10ms}}\n"


def test_a_lag_beyond_the_limit_ends_the_run(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(SLOW, engine="asyncio", max_lag="1ns")
    assert result.run.ending is Ending.LATE
    assert not result.complete
    assert result.run.worst_lag is not None
    assert result.run.worst_lag > 1


def test_the_command_says_so_with_code_5(command: Callable[..., object], tmp_path: Path) -> None:
    (tmp_path / "slow.yaml").write_text(SLOW)
    ended = command("slow.yaml", "--engine", "asyncio", "--max-lag", "1ns", "--out", "out")
    assert ended.returncode == 5
    assert "later than --max-lag" in ended.stdout
    assert json.loads((tmp_path / "out/run.json").read_text())["ending"] == "late"


def test_quiet_or_not_it_is_said_once_and_without_noise(command: Callable[..., object], tmp_path: Path) -> None:
    many = "until: 2h\nsubmitters: {a: {count: 30, cadence: 10s, timeout: 5s, pacing: fixed}}\n"
    (tmp_path / "many.yaml").write_text(many + "queue: {capacity: 1}\nprocessors: {w: {service: 20s}}\n")
    for speed in ("1000", "2000", "3000"):
        ended = command("many.yaml", "--engine", "asyncio", "--speed", speed, "--max-lag", "1ms", "-q")
        assert ended.returncode == 5
        assert ended.stdout == ""
        assert ended.stderr.startswith("jobsim: many: stopped at ")
        assert ended.stderr.count("\n") == 1, ended.stderr
        done = command("many.yaml", "--engine", "asyncio", "--speed", speed, "--set", "until=20m", "-q")
        assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_lag_within_the_limit_does_not(run_text: Callable[..., jobsim.Result]) -> None:
    result = run_text(SLOW.replace("1h", "200ms"), engine="asyncio", max_lag="10m")
    assert result.run.ending is Ending.UNTIL
