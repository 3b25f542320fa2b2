"""The program of the story is the queue of the scenario: its figures lie where those of many simulated runs lie."""

import re
import shutil
from concurrent.futures import ThreadPoolExecutor
from math import sqrt
from pathlib import Path
from statistics import fmean

import jobsim
from tests.manual.blocks import DOCS
from tests.manual.scratch import run_line


def spread(result: jobsim.Result, metric: str) -> tuple[float, float]:
    """The mean of a metric over the replications, and the standard deviation of a single one."""
    table = result.replications
    values = table.filter((table["metric"] == metric) & (table["of"] == "all"))["value"]
    mean, deviation = values.mean(), values.std()
    assert isinstance(mean, float)
    assert isinstance(deviation, float)
    return mean, deviation


def test_the_program_by_hand_and_the_scenario_are_one_queue(tmp_path: Path) -> None:
    shutil.copy(DOCS / "by_hand.py", tmp_path)
    times = 8  # side by side, as it mostly sleeps
    with ThreadPoolExecutor(times) as threads:
        printed = list(threads.map(lambda _: run_line("python by_hand.py", tmp_path).stdout, range(times)))
    told = [re.fullmatch(r"(\d+) done, (\d+) lost, mean response (\d\.\d{3}) s\n", one) for one in printed]
    figures = [(int(one[1]), int(one[2]), float(one[3])) for one in told if one]
    assert len(figures) == times, printed
    assert all(done + lost == 4 * 25 for done, lost, _ in figures)

    result = jobsim.run(DOCS / "by_hand.yaml", replications=400)
    mean, deviation = spread(result, "completed")
    assert abs(fmean(done for done, _, _ in figures) - mean) < 5 * deviation / sqrt(times)
    mean, deviation = spread(result, "mean(response)")
    error = 5 * deviation / sqrt(times)
    late = 0.02  # what a busy machine adds: a few milliseconds to each sleep
    assert mean - error < fmean(response for _, _, response in figures) < mean + error + late


def test_its_capacity_and_load_are_what_the_page_says() -> None:
    """By hand: two workers of 50 ms do 40 jobs/s; four clients with gaps of 80 ms put 50, while no put waits."""
    scenario = jobsim.load(DOCS / "by_hand.yaml")
    assert scenario.queue.capacity == 5
    page = (DOCS / "story.md").read_text(encoding="utf-8")
    assert f"capacity: {2 / 0.05:g} jobs/s" in page
    assert f"{4 / 0.08:g} jobs/s, load {(4 / 0.08) / (2 / 0.05):g}" in page
