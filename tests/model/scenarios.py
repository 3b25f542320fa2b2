"""Hypothesis strategies: scenarios out of the whole language, and deterministic ones full of ties."""

from typing import Any

from hypothesis import strategies as st

from jobsim import Scenario
from jobsim.units import parse_duration

TIMES = st.sampled_from(["0s", "100ms", "200ms", "300ms", "500ms", "1s"])
POSITIVE = st.sampled_from(["100ms", "200ms", "300ms", "500ms", "1s"])


def laws(bare: st.SearchStrategy[str]) -> st.SearchStrategy[Any]:
    mean = st.sampled_from(["50ms", "200ms", "1s"])
    return st.one_of(
        bare,
        st.fixed_dictionaries({"distribution": st.just("exponential"), "mean": mean}),
        st.fixed_dictionaries({"distribution": st.just("erlang"), "shape": st.integers(1, 4), "mean": mean}),
        st.fixed_dictionaries({"distribution": st.just("gamma"), "shape": st.just(0.5), "mean": mean}),
        st.fixed_dictionaries({"distribution": st.just("hyperexponential"), "mean": mean, "cv": st.just(2.0)}),
        st.fixed_dictionaries({"distribution": st.just("lognormal"), "mean": mean, "cv": st.just(1.5)}),
        st.fixed_dictionaries({"distribution": st.just("normal"), "mean": mean, "sd": mean}),
        st.fixed_dictionaries({"distribution": st.just("weibull"), "shape": st.just(0.7), "scale": mean}),
        st.fixed_dictionaries({"distribution": st.just("pareto"), "shape": st.just(0.5), "scale": mean}),
        st.just({"distribution": "uniform", "min": "0s", "max": "1s"}),
        st.just({"distribution": "triangular", "min": "0s", "mode": "100ms", "max": "1s"}),
        st.just({"distribution": "empirical", "values": ["100ms", "300ms"], "weights": [1, 2]}),
    )


NUMBERS: st.SearchStrategy[Any] = st.one_of(
    st.integers(1, 3),
    st.just({"distribution": "uniform", "min": 0, "max": 2}),
    st.just({"distribution": "geometric", "mean": 1.5}),
    st.just({"distribution": "poisson", "mean": 1.5}),
    st.just({"distribution": "empirical", "values": [3, 1], "weights": [1, 2]}),
)
RATES = st.sampled_from(["0/s", "2/s", "10/s", "3.7/s"])
PHASES = st.lists(
    st.fixed_dictionaries(
        {"for": POSITIVE, "rate": st.one_of(RATES, st.fixed_dictionaries({"from": RATES, "to": RATES}))}
    ),
    min_size=1,
    max_size=3,
)


def tries(delays: st.SearchStrategy[Any], jitter: bool) -> st.SearchStrategy[Any]:
    """What `retry` and `redelivery` may say."""
    backoff = st.fixed_dictionaries(
        {"first": POSITIVE},
        optional={
            "factor": st.sampled_from([1.0, 3.0]),
            "most": st.just("1s"),
            "jitter": st.sampled_from(["none", "full", "equal"] if jitter else ["none"]),
        },
    )
    attempts = {"attempts": st.integers(1, 4)}
    return st.one_of(
        st.fixed_dictionaries(attempts),
        st.fixed_dictionaries({**attempts, "delay": st.one_of(delays, st.lists(TIMES, min_size=1, max_size=2))}),
        st.fixed_dictionaries({**attempts, "backoff": backoff}),
    )


def pools(delays: st.SearchStrategy[Any], rates: bool) -> st.SearchStrategy[dict[str, Any]]:
    schedule = st.lists(st.tuples(TIMES, st.integers(0, 3)), min_size=1, max_size=3, unique_by=lambda change: change[0])
    return st.fixed_dictionaries(
        {"count": st.integers(1, 3), "service": delays},
        optional={
            "speed": st.sampled_from([0.5, 2.0]),
            "failure": st.sampled_from([0.2, 1.0, {"probability": 0.5, "after": 0.5}]),
            "time_limit": POSITIVE,
            "schedule": schedule.map(_in_order),
            "repeat": st.just("1500ms"),
            "on_shrink": st.sampled_from(["finish", "requeue"]),
            "breakdowns": st.fixed_dictionaries(
                {"every": POSITIVE, "repair": delays},
                optional={"job": st.sampled_from(["resume", "restart", "requeue", "lose"])},
            ),
            "slots": st.one_of(st.integers(1, 2), st.just({"shared": "db", "slots": 1})),
            **({"limit": st.sampled_from(["2/s", "10/s", "3.7/s"]), "burst": st.integers(1, 3)} if rates else {}),
        },
    )


def _in_order(changes: list[tuple[str, int]]) -> list[dict[str, Any]]:
    return [{"at": at, "count": count} for at, count in sorted(changes, key=lambda change: parse_duration(change[0]))]


def submitters(
    delays: st.SearchStrategy[Any], bursts: st.SearchStrategy[Any], rates: bool
) -> st.SearchStrategy[dict[str, Any]]:
    own = {"jobs": st.integers(0, 8), "count": st.integers(1, 3)}
    optional = {
        "timeout": st.one_of(st.none(), delays),
        "start": delays,
        "stop": st.sampled_from(["1100ms", "2s", "5s"]),
        "stagger": TIMES,
        "size": delays,
        "priority": st.one_of(st.integers(-2, 2), NUMBERS),
        "deadline": delays,
        "value": st.one_of(
            st.sampled_from([7, "x"]), st.just({"distribution": "empirical", "values": ["a", 2], "weights": [1, 3]})
        ),
        "give_up": delays,
        "retry": tries(delays, jitter=rates),
    }
    by_cadence, by_phases, by_trace = (
        st.fixed_dictionaries(
            {"cadence": delays, "pacing": st.sampled_from(["after_put", "after_response", "fixed"]), **own},
            optional={**optional, "batch": NUMBERS, "bursts": bursts},
        ),
        st.fixed_dictionaries(
            {"phases": PHASES, **own},
            optional={
                **optional,
                "batch": NUMBERS,
                "spacing": st.sampled_from(["even", "poisson"]),
                "repeat": st.booleans(),
            },
        ),
        st.fixed_dictionaries(
            {"trace": st.lists(TIMES, min_size=1, max_size=6).map(_recorded), **own},
            optional={key: optional[key] for key in ("timeout", "start", "stop", "stagger", "give_up", "retry")},
        ),
    )
    return st.one_of(by_cadence, by_trace, *([by_phases] if rates else []))


def _recorded(times: list[str]) -> dict[str, Any]:
    at = sorted(times, key=parse_duration)
    return {"at": at, "size": times, "value": list(range(len(at))), "priority": [len(at) - k for k in range(len(at))]}


EXPECTED = [
    "p99.9(response) < 1s",
    "p1(waiting) < 1s",
    "share(blocked < 300ms) > 0",
    "share(waiting <= 1s) > 0",
    "share(response > 1s) > 0",
    "share(service >= 300ms) > 0",
]


def scenarios(delays: st.SearchStrategy[Any], rates: bool) -> st.SearchStrategy[dict[str, Any]]:
    """What a scenario file may hold, as data; without rates, all its times are durations."""
    bursts = st.fixed_dictionaries({"on": POSITIVE, "off": delays})
    return st.fixed_dictionaries(
        {
            "name": st.just("drawn"),
            "seed": st.integers(0, 2**63 - 1),
            "queue": st.fixed_dictionaries(
                {"capacity": st.one_of(st.none(), st.integers(0, 4))},
                optional={
                    "overflow": st.sampled_from(["block", "reject", "drop_oldest"]),
                    "discipline": st.sampled_from(
                        ["fifo", "lifo", "priority", "shortest", "earliest_deadline", "random"]
                    ),
                    "expire": delays,
                    "redelivery": tries(delays, jitter=rates),
                },
            ),
            "submitters": st.dictionaries(
                st.sampled_from(["a", "B", "é", "c.d"]), submitters(delays, bursts, rates), min_size=1
            ),
            "processors": st.dictionaries(st.sampled_from(["w", "V"]), pools(delays, rates), min_size=1),
        },
        optional={
            "until": st.sampled_from(["1s", "1500ms", "4s", "10s"]),
            "warmup": st.sampled_from(["300ms", "1s", "2s"]),
            "expect": st.lists(st.sampled_from(EXPECTED), max_size=2),
        },
    ).map(_consistent)


def _consistent(data: dict[str, Any]) -> dict[str, Any]:
    """Without what the parts of a scenario may not say together."""
    queue = dict(data["queue"])
    if queue["capacity"] is None:
        queue.pop("overflow", None)
    parts = {name: dict(part) for name, part in data["submitters"].items()}
    for part in parts.values():
        if queue.get("overflow", "block") != "block":
            part.pop("timeout", None)
        if queue.get("discipline") == "shortest" and "trace" not in part:
            part.setdefault("size", "300ms")
    pools = {name: dict(pool) for name, pool in data["processors"].items()}
    for pool in pools.values():
        if "limit" not in pool:
            pool.pop("burst", None)
        if "schedule" not in pool:
            pool.pop("repeat", None)
            pool.pop("on_shrink", None)
        if "breakdowns" in pool or "repeat" in pool:  # else it might go on for ever
            data = {"until": "4s", **data}
    return {**data, "queue": queue, "submitters": parts, "processors": pools}


DETERMINISTIC = scenarios(TIMES, rates=False)
WHOLE_LANGUAGE = scenarios(laws(TIMES), rates=True)


def scenario(data: dict[str, Any]) -> Scenario:
    """The drawn data as a Scenario."""
    return Scenario.model_validate(data)
