"""How a comparison is shown: on the terminal, and in Markdown."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from rich.console import Console

import jobsim
from jobsim.analysis.compared import Comparison
from jobsim.report.markdown import markdown
from jobsim.report.side_by_side import side_by_side
from tests.analysis.by_hand import ByHand, run
from tests.results.test_metrics import SCENARIO

BASE = (9.0, 10, 11, 10, 10)
MORE = tuple(value + difference for value, difference in zip(BASE, (1, 2, 3, 4, 5), strict=True))
HALF = 2.7764 * 0.5**0.5
"""Of the 95 % interval of 3, the mean of 1 to 5."""


def compare(*runs: ByHand) -> Comparison:
    return jobsim.compare(runs)  # type: ignore[arg-type]


def five() -> Comparison:
    """One figure of each kind."""
    one = run("a", u=BASE, v=[90 + value for value in BASE], w=BASE, x=BASE, y=[1, 2, 3, 4, None], z=[None] * 5)
    other = run("b", u=MORE, v=[90 + value for value in MORE], w=[value - 2 for value in MORE], x=BASE, z=[None] * 5)
    return compare(one, other)


def shown(comparison: Comparison, width: int = 80) -> list[str]:
    console = Console(width=width, record=True, file=StringIO())
    console.print(side_by_side(comparison, width))
    return [line.rstrip() for line in console.export_text().splitlines()]


def test_differences_are_shown_with_half_their_interval_and_a_verdict() -> None:
    lines = shown(five())
    assert [line.split() for line in lines[:7]] == [
        ["A", "=", "a"],
        ["B", "=", "b"],
        "metric of unit A B B - A B / A verdict".split(),
        ["u", "all", "s", "10", "13", "+3.0", f"±{HALF:.1f}", "1.3", "different"],
        ["v", "all", "s", "100", "103", "+3.0", f"±{HALF:.1f}", "1.03", "equivalent"],
        ["w", "all", "s", "10", "11", "+1.0", f"±{HALF:.1f}", "1.1", "~"],
        ["y", "all", "s", "2.5", "-"],
    ]
    text = " ".join(lines)
    assert "6 figures: 1 different, 1 equivalent (within 5 %), 1 undecided (~), 2 the same, 1 not to be judged;" in text
    assert "4 are shown, --csv FILE writes all" in text
    assert "± is half a 95 % interval of the difference; what is called different is so for all figures" in text
    assert "Paired over 5 replications, as the seeds are equal; that makes the intervals" in text
    assert "Note: 1 figure of a is missing in b, like y of all" in text


def test_without_replications_it_says_so_once() -> None:
    lines = shown(compare(run("a", x=[1]), run("b", x=[2]), run("c", x=[3])))
    assert [line.split() for line in lines[3:5]] == [
        "metric of unit A B B - A B / A".split(),
        "x all s 1 2 +1 2".split(),
    ]
    assert lines[-2:] == [
        "No intervals and no verdicts: both have one replication, which shows nothing of",
        "chance; run scenarios with -r 20",
    ]
    assert "±" not in "".join(lines)


def test_each_runs_own_manner_is_said_with_its_letter() -> None:
    lines = shown(compare(run("a", x=BASE), run("b", x=MORE), run("c", 2, x=MORE)), width=200)
    assert any(line.startswith("B: paired over 5 replications") for line in lines)
    assert any(line.startswith("C: not paired, as the seeds differ") for line in lines)


LONG = """
replications: 3
submitters:
  {name}: {{cadence: {{distribution: exponential, mean: 1s}}, jobs: 40, timeout: 0s, pacing: fixed}}
  b: {{cadence: {{distribution: exponential, mean: 1s}}, jobs: 40, timeout: 0s, pacing: fixed}}
processors:
  w: {{service: {{distribution: exponential, mean: 1s}}}}
queue: {{capacity: 2}}
"""


@pytest.mark.parametrize("name", ["a", "a-name-of-sixty-letters-which-nobody-would-give-but-somebody-may"])
def test_it_fits_80_columns_and_figures_are_whole(run_text: Callable[..., jobsim.Result], name: str) -> None:
    one = run_text(LONG.format(name=name), "name=one")
    two = run_text(LONG.format(name=name), "name=two", "processors.w.count=2")
    lines = shown(jobsim.compare([one, two]))
    assert max(map(len, lines)) <= 80
    assert any(line.startswith("mean(response)") and line.count("±") == 1 for line in lines)
    words = {line.split()[-1] for line in lines if "±" in line and not line.startswith("±")}
    assert words <= {"different", "equivalent", "~"}
    assert "metric" in lines[2]
    assert lines[2].endswith("verdict")


@pytest.mark.parametrize(
    ("length", "head"),
    [
        # The others are 3, 4, 2, 2, 9 (+3.0 ±2.0), 5 and 9 wide, with two spaces before each: 48 in all.
        (32, "metric of unit A B B - A B / A verdict"),
        (33, "metric of unit A B B - A verdict"),
        (39, "metric of unit A B B - A verdict"),
        (
            40,
            "metric of A B B - A verdict",
        ),  # three letters more, six less
        (42, "metric of A B B - A verdict"),
        (43, "metric A B B - A verdict"),
    ],
)
def test_where_there_is_no_room_ratios_go_and_then_columns_of_words(length: int, head: str) -> None:
    name = "x" * length
    one, other = run("a", **{name: BASE}), run("b", **{name: MORE})
    lines = shown(compare(one, other))
    assert lines[2].split() == head.split()
    assert " ".join(lines[3].split()[:2]) == (f"{name} all" if "unit" in head else f"{name}, s")
    wide = shown(compare(one, other), width=length + 48)
    assert wide[2].split() == "metric of unit A B B - A B / A verdict".split()


def test_where_names_do_not_fit_they_stand_above_their_figures(run_text: Callable[..., jobsim.Result]) -> None:
    one = run_text(LONG.format(name="a-submitter-with-a-name"), "name=one")
    two = run_text(LONG.format(name="a-submitter-with-a-name"), "name=two", "processors.w.count=2")
    lines = shown(jobsim.compare([one, two]))
    assert lines[2].split() == "metric A B B - A verdict".split()
    above = [line for line in lines if line.startswith("of ")]
    assert above == ["of submitter:a-submitter-with-a-name", "of submitter:b"]
    metrics = [line.split("  ")[0] for line in lines[lines.index(above[1]) + 1 :]]
    assert metrics[:2] == ["completed", "dropped"]
    assert "drop_rate, %" in metrics


def test_shares_are_shown_in_percent_as_everywhere(run_text: Callable[..., jobsim.Result]) -> None:
    one, two = run_text(SCENARIO, "name=one"), run_text(SCENARIO, "name=two", "processors.w.service=2s")
    rows = [line.split() for line in shown(jobsim.compare([one, two]))]
    assert "drop_rate all % 40 0 -40 0".split() in rows  # 2 of 5 jobs, and none


def test_where_nothing_is_worth_showing_there_is_no_table() -> None:
    # Nothing was measured in one, and 0 in the other: that is not the same, and yet nothing to look at.
    lines = shown(compare(run("a", u=[0, 0]), run("b", u=[None, None])))
    assert not any(line.startswith("metric") for line in lines)
    assert any("0 are shown, --csv FILE writes all" in line for line in lines)


def test_what_is_expected_is_compared_whoever_it_is_of(run_text: Callable[..., jobsim.Result]) -> None:
    # Of submitters p99 is in the CSV alone, as is all of the only pool; unless a run expects something of it.
    quiet = LONG.format(name="a").replace("replications: 3", "")
    loud = quiet + "expect: ['p99(response, a) < 1s', 'mean(service, w) < 9s']\n"

    def figures(text: str) -> set[tuple[str, ...]]:
        one, two = run_text(text, "name=one"), run_text(quiet, "name=two", "processors.w.count=2")
        return {tuple(line.split()[:2]) for line in shown(jobsim.compare([one, two]), width=200)}

    expected = {("p99(response)", "submitter:a"), ("mean(service)", "processor:w")}
    assert not figures(quiet) & expected
    assert figures(loud) & expected == expected


def test_markdown_is_a_table_that_github_shows() -> None:
    lines = markdown(five()).splitlines()
    assert lines[0] == "<!-- jobsim compare -->"
    assert lines[1] == "**`b`** against **`a`**"
    assert lines[3] == "| metric | of | unit | baseline | value | difference | ratio | verdict |"
    assert lines[4] == "|---|---|---|--:|--:|--:|--:|---|"
    assert lines[5] == f"| `u` | `all` | s | 10 | 13 | +3.0 ±{HALF:.1f} | 1.3 | different |"
    assert lines[7] == f"| `w` | `all` | s | 10 | 11 | +1.0 ±{HALF:.1f} | 1.1 | \\~ |"
    assert lines[8] == "| `y` | `all` | s | 2.5 | - |  |  |  |"
    assert "1 undecided (\\~), 2 the same" in lines[10]
    assert lines[12].startswith("- ± is half a 95 % interval")
    assert lines[13].startswith("- Paired over 5 replications")
    assert lines[14] == "- Note: 1 figure of a is missing in b, like y of all"


def test_markdown_of_what_is_the_same_says_so() -> None:
    text = markdown(compare(run("a", x=BASE), run("b", x=BASE)))
    assert "All 1 figures are the same." in text
    assert "±" not in text


@pytest.mark.parametrize(
    ("metric", "cell"),
    [
        ("p95(response)", "`p95(response)`"),
        ("two words", "`two words`"),
        ("a|b", "<code>a&#124;b</code>"),
        ("`x`", "<code>&#96;x&#96;</code>"),
        ("<b>@you\\", "<code>&#60;b&#62;&#64;you&#92;</code>"),
        ("*_~[x](y)", "<code>&#42;&#95;&#126;&#91;x&#93;(y)</code>"),
        (" ", "<code> </code>"),
    ],
)
def test_nothing_in_a_name_means_anything_in_markdown(metric: str, cell: str) -> None:
    text = markdown(compare(run("@a*", **{metric: BASE}), run("b", 2, **{metric: MORE})))
    [row] = [line for line in text.splitlines() if line.endswith("| different |")]
    assert row.startswith(f"| {cell} | `all` | s |")
    assert len(re.findall(r"\|", row)) == 9
    assert "**<code>&#64;a&#42;</code>**" in text


def test_names_that_are_letters_stand_for_themselves() -> None:
    one, other = run("A", u=BASE), run("B", u=MORE)
    lines = shown(jobsim.compare([one, other], baseline=other))  # type: ignore[list-item]
    assert lines[0].split() == "metric of unit B A A - B A / B verdict".split()
