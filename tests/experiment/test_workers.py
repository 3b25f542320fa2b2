"""Worker processes: one that dies takes nothing with it but itself, and none outlives its parent."""

import os
import pickle
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import BrokenExecutor, Executor, Future
from pathlib import Path
from typing import Any

import pytest

import jobsim
from jobsim.engines.interruption import Interruption
from jobsim.errors import WorkersLost
from jobsim.experiment.executors import Here, WorkerDied, Workers
from jobsim.experiment.places import Where
from jobsim.experiment.preparing import prepare
from jobsim.experiment.sweep import go_through
from jobsim.experiment.work import measure
from jobsim.experiment.worker import done
from jobsim.scenario.grids.grid import read_grid
from tests.experiment.sweeps import MM1, VARY, Doing, killing_and_telling, killing_once, killing_the_third, mm1, swept

ROOT = Path(__file__).parents[2]


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


class Unsendable(Exception):
    def __init__(self, one: int, two: int) -> None:
        super().__init__(f"{one} and {two}")
        self.lock = threading.Lock()


def raise_unsendable() -> None:
    raise Unsendable(1, 2)


def raise_key_error() -> None:
    raise KeyError("it")


def environment(name: str) -> str | None:
    return os.environ.get(name)


def test_they_do_what_is_submitted_and_go() -> None:
    with Workers(2) as workers:
        futures = [workers.submit(pow, number, 2) for number in range(10)]
        assert [future.result() for future in futures] == [number**2 for number in range(10)]
        assert workers.submit(environment, "POLARS_MAX_THREADS").result() == "1"
        assert workers.submit(os.getpid).result() != os.getpid()
        with pytest.raises(KeyError, match="it"):
            workers.submit(raise_key_error).result()
        with pytest.raises(AttributeError):
            workers.submit(lambda: 1).result()


def test_one_that_dies_fails_what_was_on_it_and_is_replaced() -> None:
    with Workers(1) as workers:
        futures: list[Future[Any]] = [workers.submit(pow, 2, 2), workers.submit(die), workers.submit(pow, 3, 2)]
        assert futures[0].result() == 4
        with pytest.raises(WorkerDied):
            futures[1].result()
        assert futures[2].result() == 9


def test_ended_at_once_they_are_gone_at_once() -> None:
    workers = Workers(1)
    pid = workers.submit(os.getpid).result()
    sleeping, waiting = workers.submit(time.sleep, 60), workers.submit(pow, 2, 2)
    workers.shutdown(cancel_futures=True)
    assert waiting.exception() is not None
    with pytest.raises(WorkerDied):
        sleeping.result()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_one_that_cannot_be_replaced_fails_what_was_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    with Workers(1) as workers:
        assert workers.submit(pow, 2, 2).result() == 4
        monkeypatch.setattr("jobsim.experiment.executors.serve", die_at_once)
        assert isinstance(workers.submit(die).exception(), WorkerDied)
        assert isinstance(workers.submit(pow, 2, 2).exception(), WorkerDied)
        monkeypatch.undo()
        assert workers.submit(pow, 3, 2).result() == 9


def die_at_once(_: object) -> None:
    die()


def test_what_goes_wrong_beside_them_ends_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("jobsim.experiment.sweep.Journal.append", full)
    before = threading.active_count()
    with pytest.raises(jobsim.JobsimError, match="No space left"):
        jobsim.sweep(mm1(), VARY, workers=2, out=tmp_path / "out")
    assert threading.active_count() == before


def test_who_does_not_wait_does_not_wait() -> None:
    workers = Workers(1)
    future = workers.submit(pow, 2, 2)
    workers.shutdown(wait=False)
    assert future.result() == 4
    workers.shutdown()


def test_what_was_taken_back_is_not_begun() -> None:
    with Workers(1) as workers:
        first, second = workers.submit(time.sleep, 0.2), workers.submit(pow, 2, 2)
        assert second.cancel()
        assert first.result() is None


def test_what_cannot_be_sent_is_told_in_words() -> None:
    well, error = pickle.loads(done(pickle.dumps((raise_unsendable, ()))))
    assert not well
    assert str(error) == "Unsendable: 1 and 2"
    assert pickle.loads(done(pickle.dumps((pow, (2, 3))))) == (True, 8)
    assert not pickle.loads(done(b"nonsense"))[0]


def test_here_is_an_executor_like_any_other() -> None:
    with Here() as here:
        assert here.submit(pow, 2, exp=3).result() == 8
        assert isinstance(here.submit(raise_key_error).exception(), KeyError)


def test_a_killed_worker_loses_nothing_and_counts_nothing_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JOBSIM_TEST_KILLED", str(tmp_path / "killed"))
    result = swept(killing_once, Where(workers=2))
    assert (tmp_path / "killed").exists()
    assert result.table == jobsim.sweep(mm1(), VARY, workers=1).table


def test_a_point_that_kills_twice_is_a_row_with_its_error() -> None:
    result = swept(killing_the_third, Where())
    assert result.failed == {3: "it killed its worker twice"}
    assert result.faults == 0
    expected = jobsim.sweep(mm1(), VARY, workers=1).points
    assert result.points.filter(result.points["point"] != 3).equals(expected.filter(expected["point"] != 3))


def test_of_a_point_that_kills_not_every_task_is_tried_twice(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("jobsim.experiment.points.TASK_SECONDS", 0.0)
    monkeypatch.setenv("JOBSIM_TEST_KILLED", str(tmp_path / "killed"))
    prepared = prepare(read_grid(mm1("replications=12"), VARY))
    where: Any = Doing(Where(workers=2), killing_and_telling)
    result = go_through(prepared, where, None, Interruption())
    assert result.failed == {3: "it killed its worker twice"}
    # At most four are there at a time, twice; twelve would have been tried twice.
    assert (tmp_path / "killed").read_text().count("x") <= 9


class Fragile(Executor):
    """Fails everything that is there when the third point comes, as the standard library's pool does."""

    def __init__(self, deaths: int) -> None:
        self.deaths = deaths
        self.there: dict[Future[Any], int] = {}
        self.beside_a_death: list[set[int]] = []
        self._lock = threading.Lock()

    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        with self._lock:
            self.there[future] = args[0].point
            if args[0].point == 3 and self.deaths:
                self.deaths -= 1
                self.beside_a_death.append(set(self.there.values()))
                for one in self.there:
                    one.set_exception(BrokenExecutor("a process died"))
                self.there.clear()
        threading.Timer(0.02, self._do, [future, fn, args]).start()
        return future

    def _do(self, future: Future[Any], fn: Any, args: Any) -> None:
        with self._lock:
            if self.there.pop(future, None) is not None:
                future.set_result(fn(*args))


@pytest.mark.parametrize(("deaths", "failed"), [(1, set()), (2, {3})])
def test_who_was_on_the_same_worker_is_not_to_blame(deaths: int, failed: set[int]) -> None:
    fragile = Fragile(deaths)
    result = swept(measure, Where(executor=fragile))
    assert fragile.beside_a_death == [{1, 2, 3}, {3}][:deaths]
    assert set(result.failed) == failed
    assert result.complete


class Gone(Executor):
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        raise BrokenExecutor("it is broken")


class LettingGo(Executor):
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.cancel()
        future.set_running_or_notify_cancel()
        return future


class Odd(Executor):
    def submit(self, fn: Any, /, *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()
        future.set_exception(ModuleNotFoundError("no jobsim"))
        return future


def test_an_executor_that_gives_up_is_told(tmp_path: Path) -> None:
    with pytest.raises(WorkersLost, match=r"no worker can be had any more \(BrokenExecutor: it is broken\)"):
        jobsim.sweep(mm1(), VARY, executor=Gone())
    with pytest.raises(WorkersLost, match="have let go of their work"):
        jobsim.sweep(mm1(), VARY, executor=LettingGo(), out=tmp_path / "out")
    failed = jobsim.sweep(mm1(), VARY, executor=Odd()).failed
    assert set(failed.values()) == {"its worker failed: ModuleNotFoundError: no jobsim"}


def test_a_program_that_is_not_guarded_is_told_how(tmp_path: Path) -> None:
    (tmp_path / "program.py").write_text(
        f"import jobsim\njobsim.sweep(jobsim.loads('''{MM1}'''), ['queue.capacity=1:2'], workers=2)\n"
    )
    ran = subprocess.run([sys.executable, "program.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 1
    assert "jobsim.errors.WorkersLost: no worker process can be started. In a Python program, call" in ran.stderr
