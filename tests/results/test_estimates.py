"""Means over replications and their intervals, worked out by hand with published quantiles of Student's t."""

import pytest

from jobsim.results.estimates import Estimate, Found
from jobsim.results.metrics import Metric


def of(*values: float | None, confidence: float = 0.95) -> Estimate:
    (found,) = Found((("mean(waiting)", "all", "s"),), [(value,) for value in values]).estimates(confidence)
    return found


def test_one_replication_is_its_value_without_an_interval() -> None:
    assert of(7) == ("mean(waiting)", "all", "s", 7, None, None, 1, None)
    assert of(None) == ("mean(waiting)", "all", "s", None, None, None, 1, None)


# Of 1 to 5: mean 3, variance 10/4, so a standard error of √(2.5/5) = √0.5.
@pytest.mark.parametrize(("confidence", "quantile"), [(0.95, 2.7764), (0.9, 2.1318), (0.99, 4.6041)])
def test_five_replications(confidence: float, quantile: float) -> None:
    found = of(1, 2, 3, 4, 5, confidence=confidence)
    assert (found.mean, found.replications) == (3, 5)
    assert found.error == pytest.approx(0.5**0.5)
    assert found.low == pytest.approx(3 - quantile * 0.5**0.5, abs=1e-4)
    assert found.high == pytest.approx(3 + quantile * 0.5**0.5, abs=1e-4)


def test_two_replications_have_one_degree_of_freedom() -> None:
    found = of(0, 2)  # variance 2, standard error 1, t 12.706
    assert (found.mean, found.replications) == (1, 2)
    assert found.low == pytest.approx(1 - 12.7062, abs=1e-4)
    assert found.high == pytest.approx(1 + 12.7062, abs=1e-4)


def test_replications_that_do_not_vary_are_sure() -> None:
    assert of(0.1, 0.1, 0.1)[3:] == (0.1, 0.1, 0.1, 3, 0)


def test_a_replication_without_a_value_is_not_counted() -> None:
    assert of(1, None, 3)[3:] == of(1, 3)[3:]
    assert of(1, None)[3:] == (1, None, None, 1, None)
    assert of(None, None)[3:] == (None, None, None, 0, None)


def test_each_metric_has_its_own_interval_in_the_order_of_the_file() -> None:
    replications = [[Metric("a", "all", "s", value), Metric("b", "queue:q", "1", 2 * value)] for value in (1, 3)]
    one, other = Found.of(replications).estimates(0.95)
    assert (one.metric, one.of, one.unit, one.mean) == ("a", "all", "s", 2)
    assert (other.metric, other.of, other.unit, other.mean) == ("b", "queue:q", "1", 4)
    assert one.high is not None
    assert other.high == pytest.approx(2 * one.high)
