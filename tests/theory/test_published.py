"""The formulas against published tables, each named beside its figures."""

import pytest

from jobsim.analysis.theory.constant_arrivals import constant_arrivals
from jobsim.analysis.theory.constant_service import constant_service
from jobsim.analysis.theory.erlang import erlang_b, unbounded
from jobsim.analysis.theory.machine_repair import machine_repair, must_wait
from jobsim.analysis.theory.put_timeout import closed_line, fixed, open_line
from jobsim.analysis.theory.staged_service import staged_service


@pytest.mark.parametrize(
    ("lost", "processors", "load"),
    [
        (0.01, 1, 0.0101),
        (0.01, 2, 0.153),
        (0.01, 5, 1.361),
        (0.01, 10, 4.461),
        (0.01, 20, 12.031),
        (0.01, 50, 37.901),
        (0.01, 100, 84.064),
        (0.02, 10, 5.084),
        (0.02, 20, 13.182),
    ],
)
def test_the_table_of_erlang_b(lost: float, processors: int, load: float) -> None:
    # The usual table of teletraffic engineering gives the load to three decimals.
    assert erlang_b(load - 0.0006, processors) < lost < erlang_b(load + 0.0006, processors)


def test_the_eye_clinic_of_gross_and_harris() -> None:
    # Fundamentals of Queueing Theory, M/M/3: 6 patients an hour, 20 minutes each: 8/9 wait, 28.9 minutes in all.
    found = unbounded(6 / 60, 20, 3)
    assert found["mean(queued)"] == pytest.approx(8 / 9)
    assert found["mean(response)"] == pytest.approx(28.9, abs=0.05)


@pytest.mark.parametrize(
    ("load", "processors", "queued"),
    [(0.9, 1, 8.1), (1.9, 2, 17.587), (2.0, 3, 0.889), (2.9, 3, 27.193), (2.9, 5, 0.293), (3.0, 8, 0.008)],
)
def test_the_infinite_source_table_of_stevenson(load: float, processors: int, queued: float) -> None:
    # Operations Management, table of Lq by load and number of servers, to three decimals.
    assert unbounded(load, 1, processors)["mean(queued)"] == pytest.approx(queued, abs=0.0006)


@pytest.mark.parametrize(
    ("utilisation", "row"),
    [
        (0.5, [1.0, 0.3333, 0.1579, 0.0870, 0.0521, 0.0330, 0.0218, 0.0148, 0.0102, 0.0072]),
        (0.9, [9.0, 4.2632, 2.7235, 1.9693, 1.5250, 1.2335, 1.0285, 0.8769, 0.7606, 0.6687]),
    ],
)
def test_the_waiting_times_of_m_m_n_in_pianc_121(utilisation: float, row: list[float]) -> None:
    # Table 6.2: mean wait in units of the mean service, for 1 to 10 servers, to four decimals, some of them cut.
    for processors, waiting in enumerate(row, start=1):
        found = unbounded(utilisation * processors, 1, processors)["mean(waiting)"]
        assert found == pytest.approx(waiting, abs=0.0001)


@pytest.mark.parametrize(
    ("utilisation", "row"),
    [(0.2, [0.19, 0.03, 0.01, 0.0]), (0.5, [0.75, 0.26, 0.12, 0.07]), (0.8, [3.0, 1.34, 0.82, 0.57])],
)
def test_the_waiting_times_of_m_e2_n_in_pianc_121(utilisation: float, row: list[float]) -> None:
    # Table 6.1: mean wait in units of the mean service, for 1 to 4 servers, to two decimals, read from graphs.
    for processors, waiting in enumerate(row, start=1):
        found = staged_service(utilisation * processors, 1, processors, 2)["mean(waiting)"]
        assert found == pytest.approx(waiting, abs=0.0115)


def test_the_average_queue_sizes_of_tijms() -> None:
    # Stochastic Models: An Algorithmic Approach, 1994: c = 2, load 0.5, to three decimals.
    assert constant_service(1.0, 1, 2)["mean(queued)"] == pytest.approx(0.177, abs=0.0006)
    assert staged_service(1.0, 1, 2, 2)["mean(queued)"] == pytest.approx(0.256, abs=0.0006)


@pytest.mark.parametrize(
    ("factor", "processors", "delayed", "efficiency"),
    [
        (0.012, 1, 0.048, 0.999),
        (0.025, 1, 0.100, 0.997),
        (0.050, 1, 0.198, 0.989),
        (0.060, 2, 0.020, 0.999),
        (0.060, 1, 0.237, 0.983),
        (0.100, 2, 0.054, 0.997),
        (0.100, 1, 0.386, 0.950),
    ],
)
def test_the_finite_queueing_tables_of_peck_and_hazelwood(
    factor: float, processors: int, delayed: float, efficiency: float
) -> None:
    # 1958, population 5: X = service / (service + time between calls), D = share delayed, F = share of the
    # population that is not waiting.
    population, cadence = 5, (1 - factor) / factor
    found = machine_repair(population, cadence, 1, processors)
    assert must_wait(population, cadence, 1, processors) == pytest.approx(delayed, abs=0.0011)
    assert 1 - found["mean(queued)"] / population == pytest.approx(efficiency, abs=0.0006)


def test_the_root_of_d_m_1() -> None:
    # Load 0.5: the chance that a put must wait is 0.2032, and those who wait, wait 1 / (1 - 0.2032).
    assert constant_arrivals(2.0, 1, 1)["mean(waiting)"] == pytest.approx(0.2032 / (1 - 0.2032), abs=0.0001)


def test_simulated_values_of_the_put_timeout() -> None:
    # Simulated by others, to six digits; the last one to three.
    assert open_line(0.8, 1, 1, 2, fixed(1.0))["drop_rate"] == pytest.approx(0.126139, abs=1e-6)
    assert open_line(2.2, 1, 2, 3, fixed(0.5))["drop_rate"] == pytest.approx(0.196049, abs=1e-6)
    assert closed_line(4, 1.0, 1, 2, 3, fixed(0.7))["drop_rate"] == pytest.approx(0.317, abs=0.0006)
