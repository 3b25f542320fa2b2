"""Computed time, compiled: the kernel runs in slices, and in between gets the draws and the room it needs."""

from collections.abc import Callable, Sequence
from contextlib import ExitStack

from jobsim.engines.compiled.beside import Beside
from jobsim.engines.compiled.cache import kernel
from jobsim.engines.compiled.codes import NOTHING_DUE, OVER, WANTS_DRAWS, WANTS_ROOM
from jobsim.engines.compiled.collecting import out_of_sight, without_collecting
from jobsim.engines.compiled.feeding.feeding import Feeding
from jobsim.engines.compiled.laying_out import lay_out
from jobsim.engines.compiled.machine import Kernel
from jobsim.engines.compiled.memory import Memory
from jobsim.engines.compiled.recording import recording
from jobsim.engines.compiled.records import NONE
from jobsim.engines.compiled.rooms import Rooms
from jobsim.engines.compiled.telling import telling
from jobsim.engines.engine import Options, Progress
from jobsim.engines.standstill import Standstill
from jobsim.model.submitter import ENDLESS
from jobsim.results.folding.folded import FoldedRun
from jobsim.results.run import Ending, Run
from jobsim.scenario.schema import Scenario
from jobsim.units import Nanoseconds
from jobsim.workload.plan import Plan, plan

_EVENTS_AT_A_TIME = 100_000
_MANY_SUBMITTERS = 1_000
"""What is laid out for so many takes long to look through."""


def prepare(notice: Callable[[str], None]) -> None:
    """Load the kernel; where there is none yet, compile it."""
    kernel(notice)


def run(scenario: Scenario, options: Options) -> Run | FoldedRun:
    """Run a scenario in computed time. The tables are those of `simpy`, to the bit."""
    with ExitStack() as until_the_end:
        with without_collecting():
            memory, plans = Memory(), plan(scenario, options.replication)
            lay_out(scenario, plans, memory, tells=options.listener is not None)
            feeding = Feeding(memory, scenario, plans, options.replication)
            if len(plans) > _MANY_SUBMITTERS:
                until_the_end.enter_context(out_of_sight())
        made = kernel(options.notice)
        record = recording(scenario, plans, memory, made, options.replication)
        beside = until_the_end.enter_context(Beside())
        sinks = {name: beside.sink(sink) for name, sink in record.sinks.items()}
        if options.listener is not None:
            sinks["told"] = telling(scenario, options.listener)
        rooms = Rooms(memory, sinks)
        ending, ended_at = _drive(scenario, plans, options, memory, feeding, rooms, made)
    rooms.hand_over_all()
    return record.run(memory, ending, ended_at)


def _drive(
    scenario: Scenario,
    plans: Sequence[Plan],
    options: Options,
    memory: Memory,
    feeding: Feeding,
    rooms: Rooms,
    made: Kernel,
) -> tuple[Ending, Nanoseconds]:
    """Run to the end; says which, and when that was."""
    run, standstill = memory.run, Standstill()
    while True:
        match made.run_events(memory.address, _EVENTS_AT_A_TIME):
            case code if code == OVER:
                return Ending.FINISHED, int(run.now)
            case code if code == NOTHING_DUE:
                # Services longer than the clock can hold never end; the run ends with the last event that did.
                return (Ending.UNTIL, scenario.until) if scenario.until else (Ending.FINISHED, int(run.now))
            case code if code == WANTS_DRAWS:
                feeding.feed()
            case code if code == WANTS_ROOM:
                rooms.make_room()
        if options.interruption.ending is not None:
            return options.interruption.ending, int(run.now)
        if run.events < _EVENTS_AT_A_TIME:  # it only wanted something
            continue
        last = int(run.last_to_put)
        endless = plans[last].label if last != NONE and memory["submitters"][last].jobs == ENDLESS else None
        standstill.check(int(run.now), int(run.events), endless)
        run.events = 0
        if options.progress is not None:
            options.progress(Progress(int(run.now), int(run.ended)))
