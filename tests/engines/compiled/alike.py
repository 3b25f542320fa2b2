"""Hold a run of one engine against the same run of another: every column, every sum, and the story."""

from dataclasses import fields
from typing import Any

import numpy as np

from jobsim.engines import simpy_engine
from jobsim.engines.compiled import engine as compiled_engine
from jobsim.engines.engine import Engine, Options
from jobsim.errors import LimitReached
from jobsim.model.event import Event
from jobsim.results.run import Run
from jobsim.scenario.schema import Scenario


def assert_alike(scenario: Scenario) -> None:
    """What `compiled` gives is what `simpy` gives, to the bit."""
    (found, told), (expected, story) = _of(compiled_engine.run, scenario), _of(simpy_engine.run, scenario)
    assert told == story
    if isinstance(expected, str):
        assert found == expected
        return
    assert isinstance(found, Run)
    for name in ("jobs", "stays", "presence"):
        one, other = getattr(found, name), getattr(expected, name)
        assert (one is None) == (other is None)
        for field in () if other is None else fields(other):
            assert_equal(f"{name}.{field.name}", getattr(one, field.name), getattr(other, field.name))
    for name in ("totals", "ending", "ended_at"):
        assert getattr(found, name) == getattr(expected, name), name


def assert_equal(name: str, found: Any, expected: Any) -> None:
    """Two columns have the same numbers, or neither is there."""
    assert (found is None) == (expected is None), name
    if expected is not None:
        np.testing.assert_array_equal(found, expected, err_msg=name)


def _of(engine: Engine, scenario: Scenario) -> tuple[Any, list[Event]]:
    """The run, or in words why it was stopped; and what was told."""
    told: list[Event] = []
    try:
        return engine(scenario, Options(listener=told.append)), told
    except LimitReached as stopped:
        return str(stopped), []  # how far it was by then depends on how often an engine looks up
