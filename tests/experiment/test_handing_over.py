"""What a worker is given next is there before its last answer has been read; whatever goes wrong, no task is lost."""

from typing import Any

import pytest

from jobsim.experiment.executors import Workers


def double(value: int) -> int:
    return 2 * value


def refuse(value: int) -> int:
    raise ValueError(f"not {value}")


def test_each_answer_is_that_of_its_task() -> None:
    workers = Workers(2)
    futures = [workers.submit(double if at % 3 else refuse, at) for at in range(60)]
    for at, future in enumerate(futures):
        if at % 3:
            assert future.result(timeout=60) == 2 * at
        else:
            with pytest.raises(ValueError, match=f"not {at}"):
                future.result(timeout=60)
    workers.shutdown()


def test_a_task_that_cannot_be_sent_fails_alone() -> None:
    workers = Workers(1)
    here = lambda: None  # noqa: E731 - nobody else can import it
    unsent, sent = workers.submit(here), workers.submit(double, 4)
    assert unsent.exception(timeout=60) is not None
    assert sent.result(timeout=60) == 8
    workers.shutdown()


def test_an_answer_that_cannot_be_received_is_no_other_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    """The parent has no memory for it: the next task must not get it instead."""
    workers = Workers(1)
    assert workers.submit(double, 1).result(timeout=60) == 2
    from multiprocessing.connection import Connection

    usual = Connection.recv_bytes
    left = [1]

    def once(self: Any, *size: Any) -> bytes:
        if left.pop() if left else 0:
            raise MemoryError
        return usual(self, *size)

    monkeypatch.setattr(Connection, "recv_bytes", once)
    lost, others = workers.submit(double, 2), [workers.submit(double, at) for at in (3, 4)]
    assert isinstance(lost.exception(timeout=60), MemoryError)
    assert [future.result(timeout=60) for future in others] == [6, 8]
    workers.shutdown()


def test_what_is_cancelled_is_not_done() -> None:
    workers = Workers(1)
    futures = [workers.submit(double, at) for at in range(30)]
    cancelled = [future.cancel() for future in futures]
    assert any(cancelled)
    for at, (future, gone) in enumerate(zip(futures, cancelled, strict=True)):
        if not gone:
            assert future.result(timeout=60) == 2 * at
    workers.shutdown()
