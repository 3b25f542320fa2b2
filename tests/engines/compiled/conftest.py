"""The kernel is compiled before anything is tried on it: that takes a while, and is no test's own time."""

import pytest

from jobsim.engines.compiled.cache import kernel


@pytest.fixture(scope="session", autouse=True)
def compiled_kernel() -> None:
    kernel(lambda _: None)
