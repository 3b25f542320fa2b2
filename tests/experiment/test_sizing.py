"""The least that meets what is expected, held against Erlang's formulas."""

import csv
import subprocess
from collections.abc import Callable
from itertools import product
from pathlib import Path

import pytest

import jobsim
from jobsim.analysis.sized import Sizing
from jobsim.analysis.theory.erlang import bounded, erlang_b, erlang_c
from jobsim.engines.interruption import Interruption
from jobsim.errors import UsageError
from jobsim.experiment.candidates import candidates
from jobsim.experiment.places import Where
from jobsim.experiment.preparing import prepare
from jobsim.experiment.sizing import find
from jobsim.experiment.work import Answer, Failure, Task
from jobsim.report.sizing import remarks
from jobsim.scenario.grids.grid import read_grid

CALLS = """
until: 600s
warmup: 30s
queue: {capacity: 0}
submitters: {calls: {cadence: {distribution: exponential, mean: 100ms}, pacing: fixed, timeout: 0s}}
processors: {trunk: {count: 10, service: {distribution: exponential, mean: 1s}}}
expect: [loss_rate < 1%]
"""
"""Ten erlangs."""
STILL = """
submitters: {a: {cadence: 1s, jobs: 30, pacing: fixed}}
processors: {w: {service: 5s}}
expect: [max(waiting) < 1s]
"""
"""Five processors are as many as it takes: a job a second, each takes five; with four, the fifth waits one second."""


def size(text: str, vary: dict[str, object], **more: object) -> Sizing:
    return jobsim.size(jobsim.loads(text), vary, workers=1, **more)  # type: ignore[arg-type]


def test_how_many_trunks_erlang_s_b_asks_for() -> None:
    least = next(count for count in range(1, 60) if erlang_b(10, count) < 0.01)
    assert least == 18
    found = size(CALLS, {"processors.trunk.count": "1:40"}, engine="compiled")
    assert found.best is not None
    assert found.best.values == ("18",)
    assert found.complete
    assert found.as_assumed
    assert found.scenario is not None
    assert found.scenario.processors["trunk"].count == 18
    verdicts = {int(one.values[0]): one.verdict for one in found.looked}
    assert (verdicts[17], verdicts[19]) == ("missed", "met")
    assert verdicts == {count: "met" if count >= 18 else "missed" for count in verdicts}
    # The evidence agrees with theory: each interval contains it, or nearly so.
    for one in found.looked:
        (judged,) = one.judged
        true = erlang_b(10, int(one.values[0]))
        assert judged.estimate.mean == pytest.approx(true, abs=4 * (judged.estimate.error or 0) + 1e-4)


def test_how_many_servers_erlang_s_c_asks_for() -> None:
    text = CALLS.replace("capacity: 0", "capacity: null").replace(", timeout: 0s", "").replace("100ms", "125ms")
    text = text.replace("loss_rate < 1%", "share(waiting > 0s) < 20%")
    least = next(count for count in range(9, 60) if erlang_c(8, count) < 0.2)
    found = size(text, {"processors.trunk.count": "9:24"}, engine="compiled")
    assert found.best is not None
    assert found.best.values == (str(least),)


def test_the_cheapest_of_two_keys_by_what_they_cost() -> None:
    counts, places = range(8, 17), (0, 2, 4, 8, 16)
    lost = {(c, q): bounded(10, 1, c, q)["drop_rate"] for c, q in product(counts, places)}
    meets = {spot: 3 * spot[0] + 0.5 * spot[1] for spot, share in lost.items() if share < 0.05}
    cheapest = min(meets, key=meets.__getitem__)
    text = CALLS.replace("loss_rate < 1%", "loss_rate < 5%")
    vary: dict[str, object] = {"processors.trunk.count": list(counts), "queue.capacity": list(places)}
    found = size(text, vary, cost="processors.trunk.count*3 + queue.capacity*0.5", engine="compiled")
    assert found.best is not None
    assert tuple(map(int, found.best.values)) == cheapest
    assert found.best.cost == meets[cheapest]
    assert len(found.looked) < len(lost) / 2


def test_a_floor_under_utilisation_beside_a_limit_on_waits() -> None:
    # M/M/c at one erlang: of two processors each is at work half of the time, and a wait is a third of a second; of
    # three, a third of it; of one, for ever.
    text = CALLS.replace("capacity: 0", "capacity: null").replace(", timeout: 0s", "").replace("100ms", "1s")
    both = "mean(waiting) < 500ms, utilisation(trunk) > 40%"
    found = size(text.replace("loss_rate < 1%", both), {"processors.trunk.count": "1:16"}, engine="compiled")
    assert found.best is not None
    assert found.best.values == ("2",)
    assert found.as_assumed


def test_places_that_lose_less_and_let_wait_longer() -> None:
    # One processor of half a second a job, two jobs a second, so a load of 1: with q places there are q + 2 states, all
    # equally likely. One of them loses jobs; who enters finds 0 to q before him, and waits half a second for each.
    text = CALLS.replace("count: 10", "count: 1").replace("100ms", "500ms").replace("mean: 1s", "mean: 500ms")
    text = text.replace("600s", "6000s")
    both = "loss_rate < 8%, mean(waiting) < 3500ms"
    true = {q: (1 / (q + 2), 0.5 * q / 2) for q in range(40)}
    least = min(q for q, (lost, wait) in true.items() if lost < 0.08 and wait < 3.5)
    assert least == 11
    found = size(text.replace("loss_rate < 1%", both), {"queue.capacity": "0:39"}, engine="compiled")
    assert found.best is not None
    assert found.best.values == ("11",)


def test_where_nothing_is_drawn_one_run_tells() -> None:
    found = size(STILL, {"processors.w.count": "1:9"})
    assert found.best is not None
    assert found.best.values == ("5",)
    assert {one.replications for one in found.looked} == {1}


def test_values_in_any_order_and_of_any_kind() -> None:
    found = size(STILL, {"processors.w.count": [9, 5, 7, 2]})
    assert found.best is not None
    assert found.best.values == ("5",)
    text = STILL.replace("cadence: 1s", "cadence: 2s").replace("max(waiting) < 1s", "max(waiting) <= 0s")
    gaps = size(text, {"submitters.a.cadence": "8s,500ms,4s,5s,20s"})
    assert gaps.best is not None
    assert gaps.best.values == ("5s",)  # of one processor, which takes 5 s


def test_what_stays_undecided_is_not_met() -> None:
    # One processor at a load of 0.5: the mean wait is exactly the limit, so that most intervals contain it.
    text = CALLS.replace("capacity: 0", "capacity: null").replace(", timeout: 0s", "").replace("100ms", "2s")
    text = text.replace("loss_rate < 1%", "mean(waiting) < 1s").replace("600s", "2000s")
    found = size(text, {"processors.trunk.count": "1:2"}, most=20, engine="compiled")
    assert found.best is not None
    assert found.best.values == ("2",)
    one = found.looked[0]
    assert (one.verdict, one.replications) == ("undecided", 20)


def test_where_nothing_meets_it_there_is_no_answer() -> None:
    found = size(STILL, {"processors.w.count": "1:3"})
    assert (found.best, found.scenario, found.complete) == (None, None, True)
    assert [one.values for one in found.looked][-1] == ("3",)


def test_a_point_that_fails_is_not_met_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    from jobsim.experiment import places

    true = places.measure

    def measure(task: Task, interruption: Interruption | None = None) -> Answer:
        failed = task.scenario.processors["w"].count == 5
        return Answer(failure=Failure("it broke", limit=True)) if failed else true(task, interruption)

    monkeypatch.setattr(places, "measure", measure)
    found = size(STILL, {"processors.w.count": "1:9"})
    assert found.best is not None
    assert found.best.values == ("6",)
    (broken,) = [one for one in found.looked if one.error]
    assert (broken.values, broken.error, broken.verdict, broken.judged) == (("5",), "it broke", "undecided", ())
    assert "it broke" in found.csv()


def test_a_file_says_itself_what_is_varied(tmp_path: Path) -> None:
    (tmp_path / "still.yaml").write_text(f"{STILL}sweep: {{processors.w.count: '1:9'}}", encoding="utf-8")
    found = jobsim.size(tmp_path / "still.yaml", workers=1)
    assert found.best is not None
    assert found.best.values == ("5",)


def test_many_expectations_are_shown_by_their_signs(command: "Command", tmp_path: Path) -> None:
    many = "".join(f"  - max(waiting) < {limit}s\n" for limit in range(1, 13))
    (tmp_path / "many.yaml").write_text(
        STILL.replace("expect: [max(waiting) < 1s]", f"expect:\n{many}"), encoding="utf-8"
    )
    ran = command("size", "many.yaml", "--vary", "processors.w.count=4,5", "--workers", "1")
    lines = [line.split() for line in ran.stdout.splitlines()]
    assert ["4", "1", *"!" * 7, *"+" * 5, "missed"] in lines  # the longest wait of four is 7 s
    assert ["5", "1", *"+" * 12, "met"] in lines


def test_it_is_the_same_wherever_it_runs() -> None:
    one, two = (
        jobsim.size(jobsim.loads(CALLS), {"processors.trunk.count": "16:19"}, workers=workers) for workers in (1, 2)
    )
    assert one.csv() == two.csv()


def test_an_interrupted_search_keeps_what_it_found() -> None:
    grid = read_grid(jobsim.loads(STILL), {"processors.w.count": "1:9"})
    with Interruption() as interruption:
        from jobsim.results.run import Ending

        def stop(_: object) -> None:
            interruption.ending = Ending.INTERRUPTED

        found = find(prepare(grid), candidates(grid, None), Where(workers=1), interruption, told=stop)
    assert not found.complete
    assert len(found.looked) == 1


@pytest.mark.parametrize(
    ("text", "vary", "more", "message"),
    [
        (STILL.replace("expect", "description: x #"), {"processors.w.count": "1:3"}, {}, "scenario expects nothing"),
        (STILL + "warmup: auto\nreplications: 5", {"processors.w.count": "1:3"}, {}, "give it as a duration"),
        (
            STILL,
            {"processors.w.count": "1:3", "queue.capacity": "1:3"},
            {},
            "say what they cost: --cost 'processors.w.",
        ),
        (
            STILL,
            {"processors.w.count": "1:200", "queue.capacity": "1:200"},
            {},
            "40,000 points are more than the 10,000",
        ),
        (STILL, {"queue.discipline": "fifo,lifo"}, {}, "queue.discipline: must be a number, a duration like 2s"),
        (STILL, {"queue.capacity": "null,5"}, {}, "queue.capacity: must be a number"),
        (STILL, {"processors.w.count": "1:3"}, {"most": 5}, "--most must be a number from 10 to 100,000, not 5"),
        (STILL, {"processors.w.count": "1:3"}, {"cost": "1/(processors.w.count-2)"}, "cannot be computed for every"),
        (STILL, {"processors.w.count": "1:3"}, {"cost": f"{'1e99*' * 4}processors.w.count"}, "it is not finite"),
    ],
)
def test_what_cannot_be_searched_is_told(
    text: str, vary: dict[str, object], more: dict[str, object], message: str
) -> None:
    with pytest.raises(UsageError) as refused:
        size(text, vary, **more)
    assert message in str(refused.value)


Command = Callable[..., subprocess.CompletedProcess[str]]


def test_the_command_shows_its_evidence(command: Command, tmp_path: Path) -> None:
    (tmp_path / "still.yaml").write_text(f"{STILL.strip()}\n", encoding="utf-8")
    arguments = ("size", "still.yaml", "--vary", "processors.w.count=1:9", "--workers", "1")
    ran = command(*arguments, "--csv", "size.csv")
    assert ran.returncode == 0, ran.stderr
    lines = ran.stdout.splitlines()
    assert lines[0] == "still: processors.w.count=5 meets what is expected"
    assert ["5", "1", "0", "s", "met"] in [line.split() for line in lines]
    assert ["4", "1", "7", "s", "!", "missed"] in [line.split() for line in lines]
    assert "(1) max(waiting) < 1s" in lines
    assert "! missed; each verdict at 95 % confidence; 6 of 9 points were run" in lines
    rows = list(csv.DictReader((tmp_path / "size.csv").read_text(encoding="utf-8").splitlines()))
    verdicts = {int(row["processors.w.count"]): row["verdict"] for row in rows}
    assert verdicts == {count: "met" if count >= 5 else "missed" for count in verdicts}
    assert {1, 4, 5, 6, 9} <= verdicts.keys()
    assert {float(row["max(waiting) < 1s"]) for row in rows if row["verdict"] == "met"} == {0}
    quiet = command(*arguments, "-q", "--csv", "size.csv")  # over its own
    assert quiet.stdout == "still: processors.w.count=5 meets what is expected\n"


LOSING = """
queue: {capacity: 0, overflow: reject}
submitters: {a: {cadence: 1s, jobs: 4, pacing: fixed}}
processors: {w: {service: 1500ms}}
"""


@pytest.mark.parametrize(
    ("expected", "vary", "said"),
    [
        # One processor takes the jobs of 0 and 2 s, and refuses those of 1 and 3 s; two take them all.
        ("max(response) < 2s", "1:3", ["50.0% of the jobs are lost there, and what is expected says nothing of it"]),
        ("max(response) < 2s", "2:3", []),
        ("loss_rate < 60%", "1:3", []),
        ("loss_rate(a) < 60%", "1:3", ["50.0% of the jobs are lost there, and what is expected says nothing of it"]),
    ],
)
def test_what_is_lost_is_told_where_nothing_expected_speaks_of_it(expected: str, vary: str, said: list[str]) -> None:
    found = size(f"{LOSING}expect: ['{expected}']", {"processors.w.count": vary})
    lost = [remark.removeprefix("beware: ").partition(":")[0] for remark in remarks(found) if "lost" in remark]
    assert lost == said


def test_the_command_ends_with_3_where_nothing_meets_it(command: Command, tmp_path: Path) -> None:
    (tmp_path / "still.yaml").write_text(STILL, encoding="utf-8")
    ran = command("size", "still.yaml", "--vary", "processors.w.count=1:3", "--workers", "1")
    assert ran.returncode == 3
    assert ran.stdout.startswith("still: none of the 3 points that were run meets what is expected\n")
    two = command(
        "size", "still.yaml", "--vary", "processors.w.count=5,6", "--vary", "queue.capacity=1,2", "--workers", "1",
        "--cost", "processors.w.count",
    )  # fmt: skip
    assert two.stdout.startswith("still: processors.w.count=5, queue.capacity=1 (cost 5) meets what is expected\n")
    (tmp_path / "mine.csv").write_text("mine", encoding="utf-8")
    refused = command("size", "still.yaml", "--vary", "processors.w.count=1:3", "--csv", "mine.csv")
    assert refused.returncode == 4
    assert (tmp_path / "mine.csv").read_text(encoding="utf-8") == "mine"


def test_that_the_least_was_asked_about_is_told() -> None:
    from jobsim.report.sizing import sizing as shown
    from jobsim.report.terminal import console

    page = console()
    with page.capture() as captured:
        page.print(shown(size(STILL, {"processors.w.count": "6:9"})))
    assert "6 is the first value of processors.w.count that was asked about: less of it may do" in " ".join(
        captured.get().split()
    )
