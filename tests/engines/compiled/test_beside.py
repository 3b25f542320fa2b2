"""Rows are taken in beside the kernel: in order, one at a time, and no trouble is lost."""

import threading
from typing import Any

import pytest

import jobsim
from jobsim.engines.compiled.beside import Beside

MANY_JOBS = """
queue: {}
submitters: {a: {cadence: 1s, jobs: 200000}}
processors: {w: {service: 1s}}
"""


def test_sinks_are_called_in_order_in_one_other_thread() -> None:
    taken: list[tuple[str, Any]] = []
    threads = set()

    def take(name: str) -> Any:
        def sink(rows: Any) -> None:
            threads.add(threading.current_thread())
            taken.append((name, rows))

        return sink

    with Beside() as beside:
        first, second = beside.sink(take("first")), beside.sink(take("second"))
        for number in range(100):
            first(number)
            second(number)
    assert taken == [(name, number) for number in range(100) for name in ("first", "second")]
    assert len(threads) == 1
    assert threading.current_thread() not in threads


def test_after_the_end_sinks_are_called_directly() -> None:
    threads = []
    with Beside() as beside:
        sink = beside.sink(lambda _: threads.append(threading.current_thread()))
    sink(0)
    assert threads == [threading.current_thread()]


def test_the_next_is_begun_when_the_one_before_is_done() -> None:
    may_go_on, at_work = threading.Event(), []

    def slow(_: int) -> None:
        at_work.append("slow")
        assert may_go_on.wait(timeout=60)
        at_work.append("slow is done")

    with Beside() as beside:
        beside.sink(slow)(0)
        waiting = threading.Thread(target=lambda: beside.sink(at_work.append)("next"))
        waiting.start()
        may_go_on.set()
        waiting.join(timeout=60)
    assert at_work == ["slow", "slow is done", "next"]


def test_trouble_is_raised_by_the_next_call() -> None:
    def trouble(_: int) -> None:
        raise MemoryError

    with Beside() as beside:
        beside.sink(trouble)(0)
        with pytest.raises(MemoryError):
            beside.sink(lambda _: None)(0)


def test_trouble_with_the_last_is_raised_at_the_end() -> None:
    def trouble(_: int) -> None:
        raise MemoryError

    with pytest.raises(MemoryError), Beside() as beside:
        beside.sink(trouble)(0)


def test_what_ends_a_run_is_not_hidden_by_trouble_beside() -> None:
    def trouble(_: int) -> None:
        raise MemoryError

    def run() -> None:
        with Beside() as beside:
            beside.sink(trouble)(0)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()


def test_a_run_fails_as_its_tables_do(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room(*_: Any) -> None:
        raise MemoryError

    monkeypatch.setattr("jobsim.results.rows.Columns.append", no_room)
    with pytest.raises(MemoryError):
        jobsim.run(jobsim.loads(MANY_JOBS, "many"), engine="compiled")
