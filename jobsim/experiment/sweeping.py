"""The points of a sweep, worked on by whichever executor there is, and given back as they end.

A worker that dies is noticed by the tasks that were on it. They are tried again, after all others; each alone, where
the executor cannot say which of them it was.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, field

from jobsim.errors import JobsimError, WorkersLost, printable
from jobsim.experiment.points import Point
from jobsim.experiment.work import Answer, Failure, Task, measure

LOOK_SECONDS = 0.1
"""How long a signal may wait to be noticed."""
_MOST_KILLS = 2
_KILLER = Answer(failure=Failure("it killed its worker twice", limit=True))


def _usual_room() -> int:
    return 2 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Place:
    """Where tasks run."""

    executor: Executor
    room: Callable[[], int] = _usual_room
    """How many tasks may be there at a time: few, since what is not sent needs no memory."""
    deaths: tuple[type[BaseException], ...] = (BrokenExecutor,)
    """What it raises for a task whose worker has died."""
    exact: bool = False
    """Whether it does so for the very task only that was being done."""
    run: Callable[[Task], Answer] = measure


@dataclass
class _UnderWay:
    place: Place
    points: Iterator[Point]
    ready: deque[tuple[Point, Task]] = field(default_factory=deque)
    suspects: deque[tuple[Point, Task]] = field(default_factory=deque)
    there: dict[Future[Answer], tuple[Point, Task]] = field(default_factory=dict)
    kills: dict[tuple[int, int], int] = field(default_factory=dict)
    """By point and first replication: how often its worker died."""
    out: set[int] = field(default_factory=set)
    """Points that are not tried any more."""

    def send(self) -> None:
        """Fill the room there is."""
        room = self.place.room()
        while len(self.there) < room:
            if self.ready:
                next_one = self.ready.popleft()
                if self.place.exact and any(number == next_one[0].number for number, _ in self.kills):
                    self.suspects.append(next_one)  # what one of its tasks has done, another may do
                else:
                    self._submit(*next_one)
            elif (point := next(self.points, None)) is not None:
                self.ready.extend((point, task) for task in point.tasks())
            elif self.suspects and not self.there:  # alone: what two need together may have been too much
                self._submit(*self.suspects.popleft())
            else:
                return

    def _submit(self, point: Point, task: Task) -> None:
        if point.number in self.out:
            future: Future[Answer] = Future()
            future.set_result(_KILLER)
            self.there[future] = point, task
            return
        try:
            future = self.place.executor.submit(self.place.run, task)
        except (RuntimeError, OSError) as error:  # a broken executor is a RuntimeError, too
            raise WorkersLost(f"no worker can be had any more ({_why(error)})") from error
        self.there[future] = point, task

    def answer(self, task: Task, future: Future[Answer]) -> Answer | None:
        """What came of a task; None if it is to be tried again."""
        try:
            answer = future.result()
        except self.place.deaths:
            key = task.point, task.first
            self.kills[key] = self.kills.get(key, 0) + 1
            if self.kills[key] < _MOST_KILLS:
                return None
            self.out.add(task.point)
            return _KILLER
        except CancelledError:
            raise WorkersLost("the workers have let go of their work") from None
        except JobsimError:
            raise
        except Exception as error:
            return Answer(failure=Failure(f"its worker failed: {_why(error)}"))
        self.kills.pop((task.point, task.first), None)
        return answer


def ended_points(
    points: Iterator[Point],
    place: Place,
    stopped: Callable[[], bool] = lambda: False,
    told: Callable[[int], None] = lambda _: None,
) -> Iterator[Point]:
    """Each point once it has ended, in whatever order; none after it was `stopped`.

    `told` is told how many more replications have come back. Raises WorkersLost where the executor gives up.
    """
    under_way = _UnderWay(place, points)
    try:
        while True:
            last = stopped()
            if not last:
                under_way.send()
            if not under_way.there:
                return
            done, _ = wait(under_way.there, timeout=0 if last else LOOK_SECONDS, return_when=FIRST_COMPLETED)
            for future in done:
                point, task = under_way.there.pop(future)
                answer = under_way.answer(task, future)
                if answer is None:
                    under_way.suspects.append((point, task))
                    continue
                told(len(answer.found))
                if answer.failure is None and len(answer.found) < task.count:
                    continue  # it was interrupted
                if point.take(task, answer):
                    more = point.tasks()
                    under_way.ready.extend((point, task) for task in more)
                    if not more:
                        yield point
            if last:
                return
    finally:
        for future in under_way.there:
            future.cancel()


def _why(error: BaseException) -> str:
    return printable(f"{type(error).__name__}: {error}")
