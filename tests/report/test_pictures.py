"""Pictures: what they show of a run that was worked out by hand, and that Plotly takes every one of them."""

import json
import math
from collections.abc import Callable, Iterator
from typing import Any

import plotly.graph_objects as go
import pytest

import jobsim
from jobsim.report.pictures.all import PICTURES
from jobsim.report.pictures.picture import Picture
from jobsim.report.pictures.runs import shown

Run = Callable[..., jobsim.Result]
# Jobs at 0, 1 and 2 s, each of which takes 2 s, and a fourth that finds no place at 2 s.
BY_HAND = """
timeline: 1s
queue: {capacity: 1}
submitters:
  a: {cadence: 1s, jobs: 3}
  b: {start: 2s, cadence: 1s, jobs: 1, timeout: 0s}
processors: {w: {service: 2s}}
"""
MM1 = """
until: 60s
warmup: 10s
submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
processors: {w: {service: {distribution: exponential, mean: 600ms}}}
"""
EVERYTHING = """
until: 40s
queue: {capacity: 3, overflow: drop_oldest, expire: 3s, redelivery: {attempts: 2, delay: 1s}}
submitters:
  a: {cadence: 300ms, give_up: 2s, retry: {attempts: 2, delay: 1s}}
  c: {cadence: 1s, deadline: 3s}
processors:
  w:
    count: 2
    service: {distribution: exponential, mean: 1s}
    failure: {probability: 20%}
    schedule: [{at: 20s, count: 0}]
"""
TEXTS = [BY_HAND, MM1, MM1 + "replications: 6\n", MM1 + "record: summary\n", EVERYTHING]


def drawn(name: str, *results: jobsim.Result) -> Picture:
    found = PICTURES[name](shown([(f"run {at}", result) for at, result in enumerate(results)]))
    assert found is not None
    return found


def lines(picture: Picture) -> dict[str, list[float]]:
    return {trace["name"]: trace["y"] for trace in picture.data if trace.get("name")}


def axes(picture: Picture) -> Iterator[dict[str, Any]]:
    yield from (part for name, part in picture.layout.items() if name.startswith(("xaxis", "yaxis")))


@pytest.mark.parametrize("count", [1, 3])
@pytest.mark.parametrize("text", TEXTS)
def test_plotly_takes_them_and_every_scale_has_its_unit(run_text: Run, text: str, count: int) -> None:
    results = [(f"run {at}", run_text(text, f"seed={at}")) for at in range(count)]
    found = [picture for make in PICTURES.values() if (picture := make(shown(results))) is not None]
    assert {"queue", "processors", "flow", "durations", "outcomes"} <= {picture.name for picture in found}
    for picture in found:
        go.Figure(picture.figure)  # raises where a name or value is not one of Plotly's
        json.dumps(picture.figure, allow_nan=False)
        assert picture.title
        assert picture.caption
        for axis in axes(picture):
            assert "title" in axis or {"tickvals", "categoryarray", "autorange"} & axis.keys()


def test_the_queue_by_hand(run_text: Run) -> None:
    picture = drawn("queue", run_text(BY_HAND))
    # The third job waits for a place from 2 s on for no time at all: the second one is taken at 2 s.
    assert lines(picture) == {"waiting in the queue": [0, 1, 1, 1, 0, 0, 0], "1 place": [1, 1]}
    assert picture.layout["xaxis"]["range"] == [0, 6]


def test_the_processors_by_hand(run_text: Run) -> None:
    assert lines(drawn("processors", run_text(BY_HAND))) == {"busy": [1] * 7, "there": [1] * 7}


def test_the_flow_by_hand(run_text: Run) -> None:
    found = lines(drawn("flow", run_text(BY_HAND)))
    assert found["submitted"] == [1, 1, 2, 0, 0, 0, 0]
    assert found["lost"] == [0, 0, 1, 0, 0, 0, 0]
    assert sum(found["completed"][:-1]) == 3


def test_the_durations_by_hand(run_text: Run) -> None:
    # The responses are 2, 3 and 4 s: the median is the second, the 95th and 99th percentile the third.
    curves = [trace for trace in drawn("durations", run_text(BY_HAND)).data if trace["name"] == "response"]
    assert [trace["x"] for trace in curves] == [[2, 2, 3, 4], [3, 4, 4]]
    assert curves[0]["y"] == pytest.approx([0, 1 / 3, 2 / 3, 1], rel=1e-5)
    assert curves[1]["y"] == [0.5, 0.95, 0.99]


def test_the_responses_of_each_submitter_by_hand(run_text: Run) -> None:
    # Jobs at 0 s and 2 s of one, at 1 s of the other, each of which takes 2 s: in all 2, 4 and 3 s.
    text = (
        "submitters: {a: {cadence: 2s, jobs: 2}, b: {start: 1s, cadence: 1s, jobs: 1}}\nprocessors: {w: {service: 2s}}"
    )
    picture = drawn("responses", run_text(text))
    curves = [(trace["name"], trace["x"]) for trace in picture.data if trace["mode"] == "lines"]
    assert curves == [("a", [2, 2, 4]), ("b", [3, 3])]
    marks = [trace["x"] for trace in picture.data if trace["mode"] == "markers"]
    assert marks == [[2, 4, 4], [3, 3, 3]]
    assert len({trace["line"]["dash"] for trace in picture.data if trace["mode"] == "lines"}) == 2


def test_who_completed_nothing_has_no_curve_and_one_submitter_none_of_its_own(run_text: Run) -> None:
    assert {trace["name"] for trace in drawn("responses", run_text(BY_HAND)).data} == {"a"}
    assert PICTURES["responses"](shown([("", run_text(MM1))])) is None
    both = shown([("one", run_text(BY_HAND)), ("two", run_text(BY_HAND))])
    assert PICTURES["responses"](both) is None


def test_many_submitters_are_not_drawn_into_one_picture(run_text: Run) -> None:
    submitters = ", ".join(f"s{number}: {{cadence: 1s, jobs: 1}}" for number in range(9))
    picture = drawn("responses", run_text(f"submitters: {{{submitters}}}\nprocessors: {{w: {{service: 1s}}}}"))
    assert {trace["name"] for trace in picture.data} == {f"s{number}" for number in range(8)}
    assert picture.caption.endswith(" These are 8 of 9 submitters.")


def test_the_outcomes_by_hand(run_text: Run) -> None:
    picture = drawn("outcomes", run_text(BY_HAND))
    assert {trace["name"]: trace["x"] for trace in picture.data} == {"completed": [1, 0], "dropped": [0, 1]}
    assert picture.data[0]["y"] == ["a  <br>3 jobs", "b  <br>1 jobs"]


def test_the_lives_by_hand(run_text: Run) -> None:
    picture = drawn("lives", run_text(BY_HAND))
    bars = {trace["name"]: list(zip(trace["y"], trace["base"], trace["x"], strict=True)) for trace in picture.data}
    assert bars == {"waiting": [(1, 1, 1), (2, 2, 2)], "in service": [(0, 0, 2), (1, 2, 2), (2, 4, 2)]}
    assert picture.layout["yaxis"]["ticktext"] == ["w-1", "no processor"]


def test_theory_is_drawn_where_it_is_known(run_text: Run) -> None:
    # M/M/1 with ρ = 0.6: 0.6² / 0.4 = 0.9 jobs wait, and the processor is busy for 0.6 of its time.
    result = run_text(MM1)
    assert lines(drawn("queue", result))["theory, in the long run: 0.9"] == pytest.approx([0.9, 0.9])
    assert lines(drawn("processors", result))["theory, in the long run: 0.6"] == pytest.approx([0.6, 0.6])


def test_the_warmup_is_shaded(run_text: Run) -> None:
    [shape] = drawn("queue", run_text(MM1)).layout["shapes"]
    assert (shape["x0"], shape["x1"]) == (0, 10)


def test_bands_of_replications(run_text: Run) -> None:
    for count, said in ((2, "all lie in the shaded band"), (20, "nine of ten lie in the shaded band")):
        picture = drawn("queue", run_text(MM1 + f"replications: {count}\n"))
        assert len([trace for trace in picture.data if "fill" in trace]) == 1
        assert said in picture.caption
    assert not [trace for trace in drawn("queue", run_text(MM1)).data if "fill" in trace]


def test_of_figures_only_the_percentiles_are_known(run_text: Run) -> None:
    picture = drawn("durations", run_text(MM1 + "record: summary\n"))
    assert [trace["mode"] for trace in picture.data] == ["lines+markers"] * 2
    assert "nothing but the percentiles is known" in picture.caption


def test_a_wide_range_is_drawn_in_powers_of_ten(run_text: Run) -> None:
    wide = "{distribution: empirical, values: [10ms, 100s], weights: [9, 1]}"
    text = f"submitters: {{a: {{cadence: 10s, jobs: 300}}}}\nprocessors: {{w: {{count: 9, service: {wide}}}}}\n"
    along = drawn("durations", run_text(text)).layout["xaxis"]
    assert along["type"] == "log"
    # From the shortest, 10 ms, to a bit beyond the longest.
    assert along["range"] == pytest.approx([-2, math.log10(130)])


def test_where_nothing_happened_there_is_nothing_to_see(run_text: Run) -> None:
    result = run_text("until: 1s\nsubmitters: {a: {start: 2s, cadence: 1s}}\nprocessors: {w: {service: 2s}}\n")
    found = {name for name, make in PICTURES.items() if make(shown([("", result)])) is not None}
    assert found == {"processors"}


@pytest.mark.parametrize(
    ("seconds", "title", "end"),
    [(1_000, "time [s]", 1_000), (1_200, "time [min]", 20), (10_800, "time [h]", 3), (172_800, "time [d]", 2)],
)
def test_long_times_have_long_units(run_text: Run, seconds: int, title: str, end: float) -> None:
    text = "submitters: {a: {cadence: 10s, pacing: fixed}}\nprocessors: {w: {service: 2s}}\n"
    picture = drawn("processors", run_text(text, f"until={seconds}s", f"warmup={seconds // 2}s"))
    assert picture.layout["xaxis"]["title"]["text"] == title
    assert picture.layout["xaxis"]["range"] == [0, end]
    assert picture.data[0]["x"][-1] == end
    assert picture.layout["shapes"][0]["x1"] == end / 2


def test_a_run_that_ends_as_it_begins(run_text: Run) -> None:
    result = run_text("submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors: {w: {service: 0s}}\n")
    assert {name for name, make in PICTURES.items() if make(shown([("", result)])) is not None} >= {"outcomes"}
    assert PICTURES["queue"](shown([("", result)])) is None


def test_thirty_six_results_are_told_apart(run_text: Run) -> None:
    runs = shown([(str(at), run_text(BY_HAND)) for at in range(36)])
    assert len({(run.colour, run.dash) for run in runs}) == 36


def test_names_are_not_taken_for_markup(run_text: Run) -> None:
    result = run_text(EVERYTHING)
    found = PICTURES["queue"](shown([("<b>one & all</b>", result), ("other", result)]))
    assert found is not None
    assert found.data[0]["name"] == "&lt;b&gt;one &amp; all&lt;/b&gt;"
