"""Hypothesis strategies: scenarios out of the whole language, and deterministic ones full of ties."""

from typing import Any

from hypothesis import strategies as st

from jobsim import Scenario

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


def submitters(delays: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries(
        {
            "cadence": delays,
            "pacing": st.sampled_from(["after_put", "after_response", "fixed"]),
            "jobs": st.integers(0, 8),
            "count": st.integers(1, 3),
        },
        optional={
            "timeout": st.one_of(st.none(), delays),
            "start": delays,
            "stop": st.sampled_from(["1100ms", "2s", "5s"]),
        },
    )


def scenarios(delays: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    """What a scenario file may hold, as data."""
    pools = st.fixed_dictionaries({"count": st.integers(1, 3), "service": delays})
    return st.fixed_dictionaries(
        {
            "name": st.just("drawn"),
            "seed": st.integers(0, 2**63 - 1),
            "queue": st.fixed_dictionaries({"capacity": st.one_of(st.none(), st.integers(0, 4))}),
            "submitters": st.dictionaries(st.sampled_from(["a", "B", "é", "c.d"]), submitters(delays), min_size=1),
            "processors": st.dictionaries(st.sampled_from(["w", "V"]), pools, min_size=1),
        },
        optional={"until": st.sampled_from(["1s", "1500ms", "4s", "10s"])},
    )


DETERMINISTIC = scenarios(TIMES)
WHOLE_LANGUAGE = scenarios(laws(TIMES))


def scenario(data: dict[str, Any]) -> Scenario:
    """The drawn data as a Scenario."""
    return Scenario.model_validate(data)
