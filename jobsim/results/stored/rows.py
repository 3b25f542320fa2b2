"""A run read back from its tables, job by job: lazily, so that a long one begins at once."""

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import NamedTuple, TypeAlias

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.format import RUN_FILE
from jobsim.results.run import labels
from jobsim.results.staytable import RESULTS
from jobsim.results.stored.reading import read_run
from jobsim.results.target import SWEEP_MARK
from jobsim.scenario.loading import scenario_of
from jobsim.scenario.schema import Record, Scenario
from jobsim.units import Nanoseconds

_DIGITS_OF_A_SECOND = 9
_LONGEST_NUMBER = 30
_RESULTS = set(RESULTS)


class StoredStay(NamedTuple):
    """A row of attempts.csv; -1 stands where something did not happen."""

    put: int
    processor: str | None
    result: str
    submitted_at: Nanoseconds
    admitted_at: Nanoseconds
    started_at: Nanoseconds
    ended_at: Nanoseconds


_StaysOfAJob: TypeAlias = tuple[tuple[str, int], tuple[StoredStay, ...]]


class StoredJob(NamedTuple):
    """A row of jobs.csv, with its stays; where a job can have only one, that is made of the row."""

    submitter: str
    number: int
    """From 1."""
    outcome: str
    due_at: Nanoseconds
    ended_at: Nanoseconds
    stays: tuple[StoredStay, ...]


class StoredChange(NamedTuple):
    """A row of processors.csv."""

    time: Nanoseconds
    pool: str
    present: int
    cause: str


@dataclass(frozen=True)
class StoredRun:
    """One replication in a folder of results."""

    folder: Path
    scenario: Scenario
    replication: int
    ended_at: Nanoseconds

    def jobs(self) -> Iterator[StoredJob]:
        """In the order they were due. Raises UsageError with file and line for what is no such row."""
        submitters = set(labels({name: part.count for name, part in self.scenario.submitters.items()}))
        processors = {"", *labels({name: pool.most for name, pool in self.scenario.processors.items()})}
        stays = self._stays(processors) if self.scenario.keeps_attempts else None
        for row in self._rows("jobs.csv"):
            with row.told():
                who, number = row.word("submitter", submitters), row.number("job")
                own = self._stays_of(who, number, stays) if stays is not None else (row.stay(processors),)
                yield StoredJob(who, number, row.cells["outcome"], row.time("due_at"), row.time("ended_at"), own)

    def changes(self) -> Iterator[StoredChange]:
        """The changes of presence, in their order; none where processors do not come and go."""
        if self.scenario.changes_presence:
            for row in self._rows("processors.csv"):
                with row.told():
                    pool = row.word("processors", set(self.scenario.processors))
                    yield StoredChange(row.time("time"), pool, row.number("present"), row.cells["cause"])

    def _stays(self, processors: set[str]) -> Iterator[_StaysOfAJob]:
        def each() -> Iterator[tuple[tuple[str, int], StoredStay]]:
            for row in self._rows("attempts.csv"):
                with row.told():
                    yield (row.cells["submitter"], row.number("job")), row.stay(processors)

        for job, own in groupby(each(), key=itemgetter(0)):
            yield job, tuple(stay for _, stay in own)

    def _stays_of(self, who: str, number: int, stays: Iterator[_StaysOfAJob]) -> tuple[StoredStay, ...]:
        job, own = next(stays, (None, ()))
        if job != (who, number):
            raise ValueError("attempts.csv has no stay of this job in its place")
        return own

    def _rows(self, name: str) -> "Iterator[_Row]":
        wanted, file = str(self.replication), self.folder / name
        for row in _read(file):
            if row.cells["replication"] == wanted:
                yield row


def read_stored(folder: str | Path, replication: int = 1) -> StoredRun:
    """Open a folder of results to go through one of its replications.

    Raises FileAccessError for what cannot be read, UsageError for what is no result with tables of jobs.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise FileAccessError(f"{folder}: there is no such folder of results")
    run, doubts = read_run(folder)
    if (folder / SWEEP_MARK).is_file():
        raise UsageError(f"{folder} is a sweep, of many runs; this takes the folder of one run")
    if "scenario" not in run:
        raise UsageError(f"{folder} is not a folder of results: {(*doubts, f'it has no {RUN_FILE}')[0]}")
    scenario = scenario_of(run["scenario"], str(folder / RUN_FILE))
    if scenario.record is Record.SUMMARY:
        raise UsageError(
            f"{folder} was run with record: summary, which keeps no tables of what happened; run it with record: jobs "
            "(--record jobs)"
        )
    ended_at = None
    for row in _read(folder / "timeline.csv"):
        with row.told():
            if row.number("replication") == replication:
                ended_at = row.time("time") + row.time("duration")
    if ended_at is None:
        raise UsageError(f"{folder} has no replication {replication}; it has {run.get('replications', 'others')}")
    return StoredRun(folder, scenario, replication, ended_at)


@dataclass(frozen=True)
class _Row:
    """Cells by column, and where they stand."""

    where: str
    cells: dict[str, str]

    @contextmanager
    def told(self) -> Iterator[None]:
        """Tell what is wrong in it with its file and line."""
        try:
            yield
        except KeyError as error:
            raise UsageError(f"{self.where}: there is no column {error}") from error
        except ValueError as error:
            raise UsageError(f"{self.where}: {error}") from error

    def word(self, column: str, known: set[str]) -> str:
        word = self.cells[column]
        if word not in known:
            raise ValueError(f"{column}: {word[:40]!r} is none of the run's")
        return word

    def number(self, column: str) -> int:
        text = self.cells[column]
        if not (text.isascii() and text.isdecimal() and len(text) <= _LONGEST_NUMBER):
            raise ValueError(f"{column}: {text[:40]!r} is not a whole number")
        return int(text)

    def time(self, column: str) -> Nanoseconds:
        """Exact decimals of seconds, with nine places; -1 for an empty cell."""
        text = self.cells[column]
        if not text:
            return -1
        seconds, _, rest = text.partition(".")
        digits = seconds + rest
        if len(rest) != _DIGITS_OF_A_SECOND or not (digits.isascii() and digits.isdecimal()):
            raise ValueError(f"{column}: {text[:40]!r} is not a time in seconds with nine places")
        if len(digits) > _LONGEST_NUMBER:
            raise ValueError(f"{column}: {text[:40]!r} is longer than any run")
        return int(digits)

    def stay(self, processors: set[str]) -> StoredStay:
        """Of jobs.csv: the one of a job that has one."""
        stay = StoredStay(
            self.number("put" if "put" in self.cells else "puts"),
            self.word("processor", processors) or None,
            self.word("result" if "result" in self.cells else "outcome", _RESULTS),
            self.time("submitted_at"),
            self.time("admitted_at"),
            self.time("started_at"),
            self.time("ended_at"),
        )
        if stay.started_at >= 0 and stay.processor is None:
            raise ValueError("processor: nobody has started it")
        return stay


def _read(file: Path) -> Iterator[_Row]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as text:
            rows = csv.reader(text, strict=True)
            columns = next(rows, [])
            for row in rows:
                where = f"{file}:{rows.line_num}"
                if len(row) != len(columns):
                    raise UsageError(f"{where}: {len(row)} cells where there should be {len(columns)}")
                yield _Row(where, dict(zip(columns, row, strict=True)))
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    except (csv.Error, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: this is not a CSV file in UTF-8: {error}") from error
