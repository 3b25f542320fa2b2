"""Tables as frames of pandas."""

import builtins
from collections.abc import Callable
from typing import Any

import pytest

import jobsim
from jobsim.errors import UsageError

Run = Callable[..., jobsim.Result]
TEXT = """
submitters: {a: {cadence: 1s, jobs: 3}}
processors: {w: {service: 2s}}
"""


def test_times_are_floats_and_words_are_words(run_text: Run) -> None:
    # Jobs at 0, 1 and 2 s, each of which takes 2 s.
    jobs = run_text(TEXT).pandas("jobs")
    assert jobs["response"].tolist() == [2.0, 3.0, 4.0]
    assert jobs["outcome"].astype(str).tolist() == ["completed"] * 3
    assert str(jobs["response"].dtype) == "float64"
    assert jobs["job"].tolist() == [1, 2, 3]


def test_a_table_that_there_is_not(run_text: Run) -> None:
    assert run_text(TEXT).pandas("attempts") is None


def test_without_pandas(run_text: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    result = run_text(TEXT)
    usual = builtins.__import__

    def without(name: str, *rest: Any, **more: Any) -> Any:
        if name.partition(".")[0] == "pandas":
            raise ImportError(name)
        return usual(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(UsageError, match="pandas and pyarrow are not installed"):
        result.pandas("summary")
