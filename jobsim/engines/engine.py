"""What every engine takes and gives, and how a scenario becomes the model's parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from jobsim.engines.drawn import with_draws
from jobsim.engines.interruption import Interruption
from jobsim.engines.processors import follow_schedules, processors
from jobsim.model.clock import Clock
from jobsim.model.discipline import line
from jobsim.model.event import Listener
from jobsim.model.order import Kind, order
from jobsim.model.outages import SystemWithOutages
from jobsim.model.queue import Overflow, Queue
from jobsim.model.serving import serve
from jobsim.model.submitter import ENDLESS, Submitter, Tries
from jobsim.model.submitting import PACINGS, submit, submit_batches
from jobsim.model.system import System
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.jobtable import JobTable
from jobsim.results.presence import Presence
from jobsim.results.rows import Columns
from jobsim.results.run import Ending, Run, Totals
from jobsim.results.staytable import StayTable, with_tries
from jobsim.scenario.parts.retry import Retry
from jobsim.scenario.schema import Scenario
from jobsim.units import NEVER, Nanoseconds
from jobsim.workload.delays import Delays
from jobsim.workload.draws import Draws
from jobsim.workload.forgetting import streams_of
from jobsim.workload.plan import Plan


@dataclass(frozen=True)
class Options:
    """How a run is to go, beside what the scenario says."""

    replication: int = 1
    """Which one of the scenario's, from 1: each has draws of its own."""
    real_time: bool = False
    speed: float = 1.0
    """How much faster than the wall clock real time passes."""
    max_lag: Nanoseconds | None = None
    """The most an event may be late, in the scenario's time, before the run is stopped."""
    listener: Listener | None = None
    """Told everything that happens, as it happens."""
    progress: "Callable[[Progress], None] | None" = None
    """Told now and then how far the run is."""
    notice: Callable[[str], None] = lambda _: None
    """Told what takes a while before the run can begin."""
    interruption: Interruption = field(default_factory=Interruption)


@dataclass(frozen=True)
class Progress:
    """How far a run is."""

    time: Nanoseconds
    ended_jobs: int
    """In this replication."""
    replication: int = 1
    worst_lag: Nanoseconds | None = None
    """How late an event came at the worst so far, in the scenario's time; None where time is computed."""


class Engine(Protocol):
    """One way of passing time: a module with these functions."""

    def prepare(self, notice: Callable[[str], None]) -> None:
        """Make what every run needs, once; `notice` is told where that takes a while."""

    def run(self, scenario: Scenario, options: Options) -> Run | FoldedRun: ...


def assemble(scenario: Scenario, plans: Sequence[Plan], clock: Clock, options: Options) -> System:
    """The system of a scenario on a clock, its submitters waiting for their first put."""
    asked = scenario.queue
    chance = streams_of(scenario, options.replication).levels("queue", "discipline")
    waiting = line(asked.discipline, asked.expire is not None, chance)
    queue = Queue(asked.capacity, waiting, Overflow(asked.overflow))
    of_scenario = SystemWithOutages if scenario.keeps_attempts or scenario.changes_presence else System
    serving = processors(scenario, options.replication)
    system = of_scenario(clock, queue, serving, serve, len(plans), options.listener)
    if isinstance(system, SystemWithOutages):
        follow_schedules(scenario, system)
    for rank, planned in enumerate(plans):
        part = scenario.submitters[planned.name]
        submitter = Submitter(
            label=planned.label,
            index=rank,
            order=order(Kind.SUBMIT, rank),
            timeout_order=order(Kind.TIMEOUT, rank),
            expire_order=order(Kind.EXPIRE, rank),
            return_order=order(Kind.RETURN, rank),
            give_up_order=order(Kind.GIVE_UP, rank),
            jobs=ENDLESS if part.puts is None else part.puts,
            start=planned.start,
            stop=NEVER if part.stop is None else part.stop,
            arrivals=planned.arrivals.__call__,
            batch=_called(planned.batch),
            timeout=_called(planned.timeout),
            services=tuple(draw.__call__ for draw in planned.services),
            size=_called(planned.size),
            priority=_called(planned.priority),
            deadline=_called(planned.deadline),
            expire=_called(planned.expire),
            give_up=_called(planned.give_up),
            retry=_tries(part.retry, planned.retry),
            redelivery=_tries(scenario.queue.redelivery, planned.redelivery),
            attempt=planned.attempts.__call__,
        )
        put_all = submit if planned.batch is None else submit_batches
        clock.spawn(put_all(system, submitter, PACINGS[part.pacing]))
    return system


def disassemble(
    scenario: Scenario, plans: Sequence[Plan], system: System, ending: Ending, ended_at: Nanoseconds, engine: str
) -> Run:
    """The run that a system has gone through, its open jobs unfinished."""
    system.close(ended_at)
    happened = Happened()
    happened.jobs.append(system.take_rows())
    if isinstance(system, SystemWithOutages):
        happened.stays.append(system.take_stays())
        happened.changes.extend(system.changes)
    totals = Totals(system.queued_time, system.blocked_time, system.idle_time)
    return run_of(scenario, plans, happened, totals, ending, ended_at, engine)


@dataclass(frozen=True)
class Happened:
    """What an engine has kept of a run."""

    jobs: Columns = field(default_factory=JobTable.columns)
    stays: Columns = field(default_factory=StayTable.columns)
    changes: bytearray = field(default_factory=bytearray)
    """Rows of `Presence`."""


def run_of(
    scenario: Scenario,
    plans: Sequence[Plan],
    happened: Happened,
    totals: Totals,
    ending: Ending,
    ended_at: Nanoseconds,
    engine: str,
) -> Run:
    """The run as tables."""
    jobs, stays = with_draws(JobTable.from_columns(happened.jobs), plans), None
    if scenario.keeps_attempts:
        stays = StayTable.from_columns(happened.stays)
        jobs = with_tries(jobs, stays)
    return Run(
        scenario=scenario,
        jobs=jobs,
        stays=stays,
        presence=Presence.from_rows(happened.changes) if scenario.changes_presence else None,
        totals=totals,
        ending=ending,
        ended_at=ended_at,
        engine=engine,
    )


def _called(draws: Draws | None) -> Callable[[int], int] | None:
    """The method that is called: half the cost of calling the object."""
    return None if draws is None else draws.__call__


def _tries(asked: Retry | None, delay: Delays | None) -> Tries | None:
    return None if asked is None or delay is None else Tries(asked.attempts, delay.__call__)
