"""W1 and W2 in Ciw. W3 cannot be said: Ciw's customers renege from a queue, not from waiting for a place in it.

Ciw draws a service when it begins, so it is given those of the jobs that get one, in the order in which they start;
then each of its customers must fare as the same job of jobsim does.
"""

from workloads import PROCESSORS, Workload

try:
    import ciw
except ImportError:  # the extra `bench` was not installed
    ciw = None


def can_say(workload: Workload) -> bool:
    """Whether Ciw is there, and has words for the workload."""
    return ciw is not None and workload.timeout_ns == 0


def run_ciw(workload: Workload, gaps: list[float], services: list[float]) -> list[object]:
    """Run until everybody has left; one record for each customer. Gaps and services in seconds."""
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Sequential([*gaps, float("inf")])],
        service_distributions=[ciw.dists.Sequential(services)],
        number_of_servers=[PROCESSORS],
        queue_capacities=[float("inf") if workload.capacity is None else workload.capacity],
    )
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_customers(len(gaps), method="Finish")
    return simulation.get_all_records()
