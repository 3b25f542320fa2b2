"""The report: whole in itself, with all that a result says, and nothing that a name could do to it."""

import json
import re
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path

import pytest

import jobsim
from jobsim.errors import FileAccessError, UsageError
from jobsim.report.page.page import Grid, Lines, Page, Section, html
from jobsim.report.page.writing import check_report, write_report, write_report_of
from jobsim.report.pictures.picture import Picture, layout
from tests.experiment.sweeps import VARY, mm1

Run = Callable[..., jobsim.Result]
QUEUE = """
name: queue
description: Two submitters, three places.
until: 60s
submitters:
  a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed, timeout: 1s}
  b: {cadence: 3s, timeout: 0s}
queue: {capacity: 3}
processors: {w: {service: {distribution: exponential, mean: 900ms}}}
expect: [loss_rate < 1%, mean(response) < 1h]
"""
VOID = {"meta", "link", "br", "img", "input", "hr"}


class Reader(HTMLParser):
    """Sees that what is opened is closed, what is linked is there, and nothing is fetched."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.titles: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        if tag not in VOID:
            self.open.append(tag)
        for name, value in attributes:
            assert name not in ("src", "srcset", "data"), "everything is in the file"
            if name == "id":
                self.ids.append(value or "")
            if name == "href":
                self.links.append(value or "")

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] in ("h1", "h2", "h3"):
            self.titles.append(data)


def read(file: Path) -> tuple[Reader, str]:
    text = file.read_text(encoding="utf-8")
    reader = Reader()
    reader.feed(text)
    assert reader.open == []
    assert len(set(reader.ids)) == len(reader.ids)
    assert {link.removeprefix("#") for link in reader.links} <= set(reader.ids)
    return reader, re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL)


@pytest.fixture
def folder(run_text: Run, tmp_path: Path) -> Path:
    return run_text(QUEUE, "replications=5").write(tmp_path / "queue")


def test_a_run(folder: Path, tmp_path: Path) -> None:
    write_report([folder], tmp_path / "report.html")
    reader, text = read(tmp_path / "report.html")
    assert reader.titles[:3] == ["queue", "What was expected", "Figures"]
    assert {"The queue", "The processors", "Jobs in, done and lost", "How long it took"} <= set(reader.titles)
    for words in (
        "Two submitters, three places.",
        "5 replications in computed time",
        'class="missed"',
        'class="met"',
        "submitter:b",
        "a: puts a job every exponential",
        "capacity: 3",
        "half the width of a 95 % confidence interval over the replications",
    ):
        assert words in text, words


def test_several(folder: Path, run_text: Run, tmp_path: Path) -> None:
    more = run_text(QUEUE, "replications=5", "queue.capacity=9").write(tmp_path / "more")
    write_report([folder, more], tmp_path / "report.html", baseline="more")
    reader, text = read(tmp_path / "report.html")
    assert reader.titles[0] == "more · queue"
    assert {"The comparison", "The differences", "What was expected of more"} <= set(reader.titles)
    assert "queue.capacity (9 -&gt; 3)" in text


def test_names_that_end_alike_and_the_same_twice(run_text: Run, tmp_path: Path) -> None:
    folders = [run_text(QUEUE, f"seed={at}").write(tmp_path / name) for at, name in enumerate(("x-one", "one"))]
    write_report(folders, tmp_path / "report.html", baseline="one")
    reader, text = read(tmp_path / "report.html")
    assert reader.titles[0] == "one · x-one"
    assert "x-one: One run in computed time, seed 0" in text
    assert ">one: One run in computed time, seed 1" in text
    write_report([folders[1], folders[1]], tmp_path / "report.html")
    assert "(1) · " in read(tmp_path / "report.html")[0].titles[0]


def test_what_is_not_as_it_was_written_is_said(folder: Path, tmp_path: Path) -> None:
    summary = folder / "summary.csv"
    summary.write_text(summary.read_text().replace("throughput,all,jobs/s,", "throughput,all,jobs/s,1"))
    write_report([folder], tmp_path / "report.html")
    assert "Beware: its summary.csv is not as the run wrote it" in read(tmp_path / "report.html")[1]


def test_the_same_figures(folder: Path, tmp_path: Path) -> None:
    again = folder.rename(tmp_path / "again")
    other = jobsim.run(jobsim.loads(QUEUE, overrides=["replications=5"])).write(tmp_path / "queue")
    write_report([other, again], tmp_path / "report.html")
    assert "are the same as those of queue." in read(tmp_path / "report.html")[1]


def test_one_replication_each_has_no_verdicts(run_text: Run, tmp_path: Path) -> None:
    folders = [run_text(QUEUE, f"queue.capacity={at}").write(tmp_path / f"of-{at}") for at in (1, 2)]
    write_report(folders, tmp_path / "report.html")
    reader, text = read(tmp_path / "report.html")
    assert "The differences" not in reader.titles
    assert '<th scope="col">verdict' not in text


def test_three_are_told_apart_by_colour(run_text: Run, tmp_path: Path) -> None:
    folders = [
        run_text(QUEUE, "replications=5", f"queue.capacity={at}").write(tmp_path / f"of-{at}") for at in (1, 2, 3)
    ]
    write_report(folders, tmp_path / "report.html")
    text = read(tmp_path / "report.html")[1]
    differences = text.split('data-of="picture-differences">')[1].split("</script>")[0]
    assert [trace["name"] for trace in json.loads(differences)["data"]] == ["of-2", "of-3"]


def test_processors_that_come_and_go_and_attempts(run_text: Run, tmp_path: Path) -> None:
    text = """
    until: 20s
    submitters: {a: {cadence: 1s, give_up: 3s, deadline: 2s}}
    processors: {w: {count: 2, service: 1500ms, schedule: [{at: 10s, count: 1}]}}
    """
    write_report([run_text(text).write(tmp_path / "out")], tmp_path / "report.html")
    found = read(tmp_path / "report.html")[1]
    # Two processors for 10 s, then one for 10 s.
    for cell in ("missed", "puts", "tries", "wasted", "limited", "1.5"):
        assert re.search(rf"<t[hd][^>]*>{cell}</t", found), cell


def test_what_was_stopped_or_left_out_is_said(run_text: Run, tmp_path: Path) -> None:
    folder = run_text(QUEUE, "warmup=10s").write(tmp_path / "out")
    run = folder / "run.json"
    run.write_text(run.read_text().replace('"ending": "until"', '"ending": "interrupted"'))
    write_report([folder], tmp_path / "report.html")
    text = read(tmp_path / "report.html")[1]
    assert "Figures from 10s on" in text
    assert "It was stopped before its end" in text
    assert 'class="undecided"' in text


def test_theory_and_warnings(run_text: Run, tmp_path: Path) -> None:
    mm1_text = """
    until: 100s
    submitters: {a: {cadence: {distribution: exponential, mean: 1s}, pacing: fixed}}
    processors: {w: {service: {distribution: exponential, mean: MEAN}}}
    """
    folder = run_text(mm1_text.replace("MEAN", "500ms"), "replications=4").write(tmp_path / "calm")
    write_report([folder], tmp_path / "report.html")
    text = read(tmp_path / "report.html")[1]
    assert "M/M/1" in text
    assert "standard errors" in text
    folder = run_text(mm1_text.replace("MEAN", "2s")).write(tmp_path / "growing")
    write_report([folder], tmp_path / "report.html")
    assert "Beware: load 2" in read(tmp_path / "report.html")[1]


def test_a_long_scenario_is_cut(run_text: Run, tmp_path: Path) -> None:
    times = ", ".join(f"{at}s" for at in range(9_000))
    text = f"submitters: {{a: {{trace: {{at: [{times}]}}}}}}\nprocessors: {{w: {{service: 1ms}}}}\n"
    write_report([run_text(text).write(tmp_path / "out")], tmp_path / "report.html")
    assert "lines more, in run.json" in read(tmp_path / "report.html")[1]


@pytest.mark.parametrize(
    ("vary", "titles"),
    [
        (["processors.w.count=1:3"], {"The mean waiting time"}),
        (VARY, {"The mean waiting time", "The mean waiting time, as a map"}),
        ([*VARY, "submitters.a.jobs=20,30"], {"The mean waiting time", "The share of jobs lost, as a map"}),
        (["processors.w.count=1:8", "queue.capacity=1:8"], {"The mean waiting time, as a map"}),
        (["queue.discipline=fifo,lifo"], {"The mean waiting time"}),
    ],
)
def test_a_sweep(tmp_path: Path, vary: list[str], titles: set[str]) -> None:
    sweep = jobsim.sweep(mm1(), vary, workers=1, out=tmp_path / "out")
    write_report([tmp_path / "out"], tmp_path / "report.html")
    reader, _ = read(tmp_path / "report.html")
    assert reader.titles[0] == "mm1"
    assert titles <= set(reader.titles)
    write_report_of(sweep, tmp_path / "other.html")
    assert (tmp_path / "other.html").read_bytes() == (tmp_path / "report.html").read_bytes()


def test_a_sweep_without_replications_has_no_bands_and_a_point_that_failed_no_mark(tmp_path: Path) -> None:
    jobsim.sweep(
        mm1(), ["processors.w.count=1:2", "queue.capacity=0:3"], replications=1, workers=1, out=tmp_path / "out"
    )
    table = tmp_path / "out" / "sweep.csv"
    lines = table.read_text().splitlines(keepends=True)
    lines[3] = "3,1,2,0,it broke" + "," * (lines[0].count(",") - 4) + "\n"
    table.write_text("".join(lines))
    write_report([tmp_path / "out"], tmp_path / "report.html")
    text = read(tmp_path / "report.html")[1]
    assert "Point 3 failed: it broke" in text
    curve = json.loads(text.split('data-of="picture-curve-0">')[1].split("</script>")[0])
    assert not [trace for trace in curve["data"] if "fill" in trace]
    assert [trace["x"] for trace in curve["data"]] == [[0, 1, 3], [0, 1, 2, 3]]


def test_a_sweep_stands_alone(folder: Path, tmp_path: Path) -> None:
    jobsim.sweep(mm1(), VARY, workers=1, out=tmp_path / "out")
    with pytest.raises(UsageError, match="it has a report of its own, beside nothing else"):
        write_report([folder, tmp_path / "out"], tmp_path / "report.html")


@pytest.mark.parametrize(
    "vary", [{"processors.w.count": "1:4"}, {"processors.w.count": "1:2", "queue.capacity": "1:3"}]
)
def test_a_sizing(tmp_path: Path, vary: dict[str, str]) -> None:
    text = QUEUE.replace("1h]", "1h, mean(queued) < 2]")
    found = jobsim.size(jobsim.loads(text), vary, cost="processors.w.count*9 + 0", workers=1, most=10)
    write_report_of(found, tmp_path / "report.html")
    reader, text = read(tmp_path / "report.html")
    assert ("loss_rate < 1%" in reader.titles) == (len(vary) == 1)
    assert "The evidence" in reader.titles
    assert text.count('<tr class="') == len(found.looked)


def test_no_word_of_a_name_means_anything(tmp_path: Path) -> None:
    nasty = '</script><script>alert(1)</script>"&'
    picture = Picture("one", nasty, nasty, [{"type": "scatter", "name": nasty, "y": [1]}], layout(200))
    parts = [picture, Grid([nasty, "b"], [[nasty, "1"]], note=nasty), Lines([nasty])]
    (tmp_path / "page.html").write_text(html(Page(nasty, [nasty], [Section("one", nasty, parts)])))
    _, text = read(tmp_path / "page.html")
    assert "<script>alert" not in text
    assert text.count("&lt;/script&gt;") >= 8


def test_a_page_without_pictures_has_no_script() -> None:
    assert "<script" not in html(Page("words", [], [Section("one", "One", [Lines(["nothing"])])]))


def test_nothing_but_an_earlier_report_is_replaced(folder: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.html"
    mine.write_text("<p>mine</p>")
    with pytest.raises(FileAccessError, match="exists and is no earlier report"):
        check_report(mine)
    with pytest.raises(FileAccessError, match="exists and is no earlier report"):
        write_report([folder], mine)
    assert mine.read_text() == "<p>mine</p>"
    write_report([folder], tmp_path / "report.html")
    write_report([folder], tmp_path / "report.html")
