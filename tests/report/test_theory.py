"""Theory beside a run, on the terminal."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console

import jobsim
from jobsim.report.summary import summary
from jobsim.report.theory import theory
from tests.analysis.forms import scenario

MM1 = ("", "a: {cadence: exp(2s)}", "w: {service: exp(1s)}")


def shown(result: jobsim.Result) -> list[str]:
    console = Console(width=80, record=True, file=StringIO())
    for part in theory(result):
        console.print(part)
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_several_replications_show_how_far_off_they_are() -> None:
    lines = shown(jobsim.run(scenario(*MM1, ending="until: 2000s\nreplications: 5")))
    assert lines[0] == "theory, in the long run (M/M/1; Erlang 1917)"
    assert lines[1].split() == ["theory", "simulated", "standard", "errors"]
    assert re.fullmatch(r"mean\(waiting\) +1 s +\S+ m?s +[+-]\d\.\d", lines[2])
    assert re.fullmatch(r"utilisation +50% +\S+% +[+-]\d\.\d", lines[6])
    assert re.fullmatch(r"mean\(queued\) +0\.5 jobs +\S+ jobs +[+-]\d\.\d", lines[7])
    assert len(lines) == 8


def test_a_single_run_shows_both_values() -> None:
    lines = shown(jobsim.run(scenario("", "a: {cadence: 2s}", "w: {service: 1s}", ending="until: 100s")))
    assert lines[0] == "theory, in the long run (D/D/1)"
    assert lines[1].split() == ["theory", "simulated"]
    assert [line.split() for line in lines[2:]] == [
        ["mean(blocked)", "0", "s", "0", "s"],
        ["mean(waiting)", "0", "s", "0", "s"],
        ["p95(waiting)", "0", "s", "0", "s"],
        ["mean(response)", "1", "s", "1", "s"],
        ["p95(response)", "1", "s", "1", "s"],
        ["utilisation", "50%", "50%"],
    ]


def test_what_has_no_spread_or_was_not_measured_shows_none() -> None:
    asked = scenario("", "a: {cadence: exp(9h)}", "w: {service: exp(8h)}", ending="until: 1s\nreplications: 2")
    lines = shown(jobsim.run(asked))
    assert [line.split()[-1] for line in lines[2:]] == ["-", "-", "-", "-", "0%", "jobs"]
    asked = scenario("", "a: {cadence: exp(2s), jobs: 9}", "w: {service: exp(1s)}", ending="replications: 2")
    assert "standard errors" in "\n".join(shown(jobsim.run(asked)))
    queue, submitters = "discipline: lifo", "a: {count: 2, cadence: 4s, pacing: after_response}"
    asked = scenario(queue, submitters, "w: {count: 2, service: exp(1s)}", ending="until: 99s\nreplications: 2")
    waiting, *_ = (line for line in shown(jobsim.run(asked)) if line.startswith("mean(waiting)"))
    assert waiting.split() == ["mean(waiting)", "0", "s", "0", "s", "-"]


def test_where_theory_says_nothing_nothing_is_shown() -> None:
    assert shown(jobsim.run(scenario("", "a: {cadence: exp(1s)}", "w: {service: exp(1s)}"))) == []


def test_the_summary_shows_it_before_the_results(scenarios: Path) -> None:
    console = Console(width=80, record=True, file=StringIO())
    console.print(summary(jobsim.run(scenarios / "burst.yaml"), Path("results/burst")))
    lines = console.export_text().splitlines()
    assert lines[-4].rstrip() == "estimate (overload as a fluid)"
    assert [line.split() for line in lines[-3:]] == [
        ["theory", "simulated"],
        ["lost", "about", "450", "jobs", "455", "jobs"],
        ["Results:", "results/burst"],
    ]
