"""Keys of a pool or a submitter that stand where its name should."""

import pytest

from jobsim.errors import ScenarioError
from jobsim.scenario.loading import loads

SUBMITTERS, POOLS = "submitters: {a: {cadence: 1s, jobs: 1}}\n", "processors: {w: {}}\n"


def problems(text: str, *assignments: str) -> list[str]:
    with pytest.raises(ScenarioError) as caught:
        loads(text, "f", assignments)
    return str(caught.value).splitlines()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            SUBMITTERS + "processors: {count: 4, service: {distribution: exponential, mean: 1s}}",
            ["f:2:14: processors: count is a key of a pool, and pools have names; put it below one, as in processors: "
             "{worker: {count: ...}}"],
        ),
        (
            "submitters:\n  cadence: 1s\n  jobs: x\n" + POOLS,
            ["f:2:3: submitters: cadence is a key of a submitter, and submitters have names; put it below one, as in "
             "submitters: {clients: {cadence: ...}}"],
        ),
        (
            SUBMITTERS + "processors:\n  w: {}\n  count: 4\n",
            ["f:4:3: processors: count is a key of a pool, and pools have names; did you mean processors.w.count?"],
        ),
        (
            "submitters: {cadence: 1s}\nprocessors: {count: 4, x: 1}\nseed: x\n",
            [
                "f:1:14: submitters: cadence is a key of a submitter, and submitters have names; put it below one, as "
                "in submitters: {clients: {cadence: ...}}",
                "f:2:14: processors: count is a key of a pool, and pools have names; put it below one, as in "
                "processors: {worker: {count: ...}}",
                "f:2:27: processors.x: must be a mapping (keys with values), not 1",
                "f:3:7: seed: must be a whole number, not 'x'",
            ],
        ),
    ],
)  # fmt: skip
def test_what_is_missing_is_the_name(text: str, expected: list[str]) -> None:
    assert problems(text) == expected


def test_an_option_without_the_name_is_told_the_one_there_is() -> None:
    assert problems(SUBMITTERS + POOLS, "processors.count=5") == [
        "--set processors.count=5: processors: count is a key of a pool, and pools have names; did you mean "
        "processors.w.count?"
    ]


def test_a_pool_may_be_called_like_a_key() -> None:
    assert list(loads(SUBMITTERS + "processors: {service: {count: 2}, count: {}}", "f").processors) == [
        "service",
        "count",
    ]
    assert problems(SUBMITTERS + "processors: {service: {cont: 2}}") == [
        "f:2:24: processors.service.cont: is not a key here; did you mean count?"
    ]
