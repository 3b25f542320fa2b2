"""The command line, as its users meet it."""

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest
import yaml

import jobsim
from jobsim.scenario.reading.budget import Budget
from jobsim.scenario.reading.parsing import read_tree
from jobsim.scenario.reading.tree import plain

Command = Callable[..., subprocess.CompletedProcess[str]]
TINY = "submitters: {a: {cadence: 1s, jobs: 3, value: 7}}\nprocessors: {w: {service: 2s}}\n"


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    (tmp_path / "tiny.yaml").write_text(TINY)
    return tmp_path


def test_a_file_is_run_summed_up_and_written(command: Command, tiny: Path) -> None:
    for arguments in (["tiny.yaml"], ["run", "tiny.yaml"]):
        ran = command(*arguments)
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.startswith("tiny: every job has ended, after 6 s\n")
        assert ran.stdout.endswith("Results: results/tiny\n")
    assert sorted(os.listdir(tiny / "results/tiny")) == [
        "jobs.csv",
        "replications.csv",
        "run.json",
        "summary.csv",
        "timeline.csv",
    ]


def test_several_files(command: Command, tiny: Path) -> None:
    (tiny / "other.yaml").write_text(TINY)
    ran = command("tiny.yaml", "other.yaml", "--out", "out")
    assert ran.returncode == 0
    assert sorted(os.listdir(tiny / "out")) == ["other", "tiny"]


def test_overrides_name_the_variant(command: Command, tiny: Path) -> None:
    ran = command("tiny.yaml", "--set", "processors.w.count=2", "--set", "queue.capacity=0", "--seed", "9")
    assert ran.returncode == 0
    [folder] = (tiny / "results").iterdir()
    assert folder.name == "tiny@processors.w.count=2,queue.capacity=0,seed=9"
    run = json.loads((folder / "run.json").read_text())
    assert (run["seed"], run["scenario"]["processors"]["w"]["count"]) == (9, 2)


def test_the_last_setting_of_a_key_counts(command: Command, tiny: Path) -> None:
    sets = ["processors.w={count: 2}", "processors.w.count=5", "processors.w={count: 3}", "queue.capacity=1"]
    ran = command("tiny.yaml", *(word for setting in sets for word in ("--set", setting)), "--out", "out")
    assert ran.returncode == 0
    assert json.loads((tiny / "out/run.json").read_text())["scenario"]["processors"]["w"]["count"] == 3


def test_quiet_prints_nothing(command: Command, tiny: Path) -> None:
    ran = command("tiny.yaml", "-q")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_verbose_tells_the_story_first(command: Command, tiny: Path) -> None:
    lines = command("tiny.yaml", "-v").stdout.splitlines()
    assert lines[0].endswith("a-1 puts 7 (job 1)")
    assert lines[1].endswith("w-1 takes 7 (job 1 of a-1)")
    assert "tiny: every job has ended, after 6 s" in lines


def test_real_time_on_the_command_line(command: Command, tiny: Path) -> None:
    ran = command("tiny.yaml", "--engine", "asyncio", "--speed", "50", "--max-lag", "10s")
    assert ran.returncode == 0
    assert "engine asyncio, seed 0, speed 50, worst lag" in ran.stdout
    run = json.loads((tiny / "results/tiny@engine=asyncio/run.json").read_text())
    assert (run["engine"], run["speed"]) == ("asyncio", 50.0)
    assert run["worst_lag"]


def test_there_is_no_progress_bar_without_a_terminal(command: Command, tiny: Path) -> None:
    ran = command("tiny.yaml", "--engine", "asyncio", "--speed", "4")
    assert ran.stderr == ""


@pytest.mark.parametrize(
    ("arguments", "code", "expected"),
    [
        ([], 2, "name a scenario file"),
        (["nope.yaml"], 2, "nope.yaml: No such file or directory"),
        (["tiny.yaml", "--sed", "3"], 2, "Did you mean --seed?"),
        (["tiny.yaml", "--seed", "x"], 2, "x"),
        (["tiny.yaml", "--set", "queue.capacty=1"], 2, "did you mean capacity?"),
        (["tiny.yaml", "--engine", "warp"], 2, "warp"),
        (["tiny.yaml", "--speed", "2"], 2, "choose the engine asyncio"),
        (["tiny.yaml", "--engine", "asyncio", "--speed", "0"], 2, "--speed must be from"),
        (["tiny.yaml", "--engine", "asyncio", "--max-lag", "soon"], 2, "--max-lag: 'soon' is not a duration"),
        (["tiny.yaml", "--seed", "1.5"], 2, "--seed 1.5: seed: must be a whole number"),
        (["tiny.yaml", "-r", "abc"], 2, "--replications abc: replications: must be a whole number"),
        (["tiny.yaml", "--engine", "asyncio", "--max-lag", "0"], 2, "must be longer than 0"),
        (["tiny"], 2, "tiny: No such file or directory; did you mean tiny.yaml?"),
        (["tiny.yml"], 2, "tiny.yml: No such file or directory; did you mean tiny.yaml?"),
        (["tiny.json"], 2, "tiny.json: No such file or directory; did you mean tiny.yaml?"),
        (["help"], 2, "what jobsim can do: jobsim --help"),
        (["rum", "tiny.yaml"], 2, "if the command run is meant"),
        (["-q", "chek", "tiny.yaml"], 2, "if the command check is meant"),
        (["tiny.yaml", "--set", "processors.v.count=3"], 2, "there is none of that name; there are w"),
        (["tiny.yaml", "-q", "-v"], 2, "do not go together"),
        (["tiny.yaml", "--set", "queue.capacity="], 2, "must be a path and a value"),
        (["tiny.yaml", "--set", "a." * 3000 + "b=1"], 2, "goes more than 40 deep"),
        (["tiny.yaml", "--out", "x" * 300], 4, "File name too long"),
        (["tiny.yaml", "--out", "/proc"], 4, "is a mount point"),
        (["compare", "x" * 300, "y"], 4, "File name too long"),
        (["tiny.yaml", "tiny.yaml"], 2, "two scenarios would write to results/tiny"),
        (["tiny.yaml", "--out", "."], 4, "choose another place with --out"),
        (["tiny.yaml", "--out", "tiny.yaml"], 4, "is not a folder"),
        (["check"], 2, "name a scenario file"),
        (["compare", "results/tiny"], 2, "two results or more"),
        (["compare", "a", "b"], 4, "a: No such file"),
        (["new", "tiny.yaml"], 4, "exists already"),
        (["new", "no/where.yaml"], 4, "No such file or directory"),
        (["new"], 2, "path"),
    ],
)
def test_mistakes_are_one_clear_line_and_a_code(
    command: Command, tiny: Path, arguments: list[str], code: int, expected: str
) -> None:
    ran = command(*arguments)
    assert ran.returncode == code
    assert ran.stdout == ""
    assert ran.stderr.startswith("jobsim: ")
    assert expected.lower() in ran.stderr.lower()
    assert "Traceback" not in ran.stderr
    assert os.listdir(tiny) == ["tiny.yaml"]


def test_the_problems_of_all_files_come_at_once(command: Command, tiny: Path) -> None:
    (tiny / "bad.yaml").write_text("queue: {capacity: x}\n" + TINY)
    (tiny / "worse.yaml").write_text("queue: {capacity: -1}\nsed: 3\n" + TINY)
    ran = command("tiny.yaml", "bad.yaml", "worse.yaml")
    assert ran.returncode == 2
    lines = ran.stderr.splitlines()
    assert len(lines) == 3
    assert all(line.startswith(("jobsim: bad.yaml:", "jobsim: worse.yaml:")) for line in lines)
    assert not (tiny / "results").exists()


def test_check_says_the_scenario_in_words(command: Command, tiny: Path) -> None:
    ran = command("check", "tiny.yaml", "--set", "submitters.a.jobs=4")
    assert ran.returncode == 0
    assert "a: puts the value 7 every 1s after its last put ended, 4 times" in ran.stdout
    assert "load 2" in ran.stdout
    assert os.listdir(tiny) == ["tiny.yaml"]


def test_compare_shows_and_writes(command: Command, tiny: Path) -> None:
    command("tiny.yaml")
    command("tiny.yaml", "--set", "processors.w.service=1s")
    ran = command("compare", "results/tiny", "results/tiny@processors.w.service=1s", "--csv", "c.csv")
    assert ran.returncode == 0
    assert "mean(service)" in ran.stdout
    assert (tiny / "c.csv").read_text().startswith("metric,of,unit,baseline,run,baseline_value,value,")


class TestCompare:
    @pytest.fixture
    def runs(self, command: Command, tiny: Path) -> list[str]:
        command("tiny.yaml", "-r", "2", "--out", "one")
        command("tiny.yaml", "-r", "2", "--out", "two", "--set", "processors.w.service=1s")
        return ["one", "two"]

    def test_all_its_options(self, command: Command, tiny: Path, runs: list[str]) -> None:
        files = ("--csv", "c.csv", "--json", "c.json", "--markdown", "c.md")
        for _ in range(2):  # the second time over the first
            ran = command("compare", *runs, "--baseline", "two", "--margin", "0.1", *files)
            assert ran.returncode == 0, ran.stderr
            assert ran.stdout.startswith("A = two\nB = one\n")
            assert "equivalent (within 10 %)" in ran.stdout
            assert ran.stdout.endswith("All figures: c.csv\nAll as JSON: c.json\nAs Markdown: c.md\n")
        told = json.loads((tiny / "c.json").read_text())
        assert (told["baseline"], told["margin"], told["manners"][0]["method"]) == ("two", 0.1, "paired")
        assert (tiny / "c.md").read_text().startswith("<!-- jobsim compare -->\n**`one`** against **`two`**\n")
        assert ",different,paired," in (tiny / "c.csv").read_text()

    @pytest.mark.parametrize(
        ("options", "code", "expected"),
        [
            (["--margin", "wide"], 2, "margin: must be a share, like 2% or 0.02, not 'wide'"),
            (["--margin", "5"], 2, "must be from 0 to 1, or from 0% to 100%, not 5; did you mean 5%?"),
            (["--margin", "nan"], 2, "margin: must be from 0 to 1"),
            (["--baseline", "three"], 2, "there is no run three among those to compare; there are one, two"),
            (["--csv", "x", "--json", "./x"], 2, "cannot write to the same file"),
            (["--csv", "x", "--markdown", "tiny.yaml"], 4, "tiny.yaml exists and is no earlier comparison"),
            (["--csv", "x", "--json", "one/run.json"], 4, "run.json exists and is no earlier comparison"),
            (["--csv", "x", "--json", "one"], 4, "one: Is a directory"),
            (["--json", "no/where.json"], 4, "no/where.json: No such file or directory"),
        ],
    )
    def test_mistakes_are_told_and_nothing_is_written(
        self, command: Command, tiny: Path, runs: list[str], options: list[str], code: int, expected: str
    ) -> None:
        ran = command("compare", *runs, *options)
        assert (ran.returncode, ran.stdout) == (code, "")
        assert expected in ran.stderr
        assert ran.stderr.count("\n") == 1
        assert sorted(os.listdir(tiny)) == ["one", "tiny.yaml", "two"]


@pytest.mark.parametrize(("file", "name"), [("mine.yaml", "mine"), ("my first (é).yaml", "my-first")])
def test_new_writes_a_scenario_that_runs(command: Command, file: str, name: str) -> None:
    said = command("new", file)
    assert said.returncode == 0
    assert shlex.split(said.stdout.split("run it with: ")[1]) == ["jobsim", file]
    assert command("check", file).returncode == 0
    ran = command(file)
    assert ran.returncode == 0
    assert f"{name}: ran for 600 s" in ran.stdout


def test_the_schema_accepts_what_is_shipped_and_what_new_writes(
    command: Command, scenarios: Path, tmp_path: Path
) -> None:
    schema = json.loads(command("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    command("new", "mine.yaml")
    for file in [*scenarios.glob("*.yaml"), tmp_path / "mine.yaml"]:
        # Read as editors do, by YAML 1.2, where the key `on` is a word.
        tree, _ = read_tree(file.read_text(), str(file), Budget())
        assert tree is not None
        assert list(validator.iter_errors(plain(tree))) == [], file


@pytest.mark.parametrize(
    "text",
    [
        "queue: {capacty: 3}",
        "queue: {capacity: -1}",
        "submitters: {a: {cadence: 2 s}}",
        "submitters: {a: {cadence: {distribution: exponental, mean: 1s}}}",
        "submitters: {a: {cadence: 1s, pacing: fixd}}",
        "processors: {w: {count: -1}}",
    ],
)
def test_the_schema_refuses_what_check_refuses(command: Command, text: str) -> None:
    base = "submitters: {x: {cadence: 1s, jobs: 1}}\nprocessors: {y: {}}\n"
    parts = {**yaml.safe_load(base), **yaml.safe_load(text)}
    schema = json.loads(command("schema").stdout)
    assert list(jsonschema.Draft202012Validator(schema).iter_errors(parts))
    with pytest.raises(jobsim.ScenarioError):
        jobsim.loads(json.dumps(parts))


def test_version_and_help(command: Command) -> None:
    assert command("--version").stdout.strip() == jobsim.__version__
    for arguments in (["--help"], ["run", "--help"], ["check", "--help"], ["compare", "--help"]):
        ran = command(*arguments)
        assert ran.returncode == 0
        assert "Usage: jobsim" in ran.stdout


def test_completion_can_be_installed(command: Command, tmp_path: Path) -> None:
    ran = command("--install-completion", "--shell", "bash", "--output", "done.sh", HOME=str(tmp_path))
    assert ran.returncode == 0, ran.stderr
    assert "jobsim" in (tmp_path / "done.sh").read_text()


class TestOutput:
    """Whatever becomes of standard output, the results are written."""

    def shell(self, folder: Path, line: str) -> subprocess.CompletedProcess[str]:
        (folder / "long.yaml").write_text(TINY.replace("jobs: 3", "jobs: 30000"))
        environment = {
            **os.environ,
            "PYTHONPATH": str(Path(__file__).parent.parent),
            "JOBSIM": sys.executable + " -m jobsim",
        }
        return subprocess.run(
            ["bash", "-c", line], cwd=folder, env=environment, capture_output=True, text=True, timeout=60, check=False
        )

    def test_a_closed_pipe_is_no_error(self, tiny: Path) -> None:
        ran = self.shell(tiny, "$JOBSIM long.yaml -v | head -1; exit ${PIPESTATUS[0]}")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert ran.stdout.splitlines()[0].endswith("a-1 puts 7 (job 1)")
        assert (tiny / "results/long/run.json").exists()

    def test_a_full_disk_under_it_is_said(self, tiny: Path) -> None:
        ran = self.shell(tiny, "$JOBSIM tiny.yaml > /dev/full")
        assert ran.returncode == 4
        assert ran.stderr == "jobsim: the output could not be written: No space left on device\n"
        assert (tiny / "results/tiny/run.json").exists()

    def test_without_any_output_it_runs_all_the_same(self, tiny: Path) -> None:
        for line in ("$JOBSIM tiny.yaml >&-", "$JOBSIM tiny.yaml >&- 2>&-", "$JOBSIM check tiny.yaml >&-"):
            ran = self.shell(tiny, line)
            assert (ran.returncode, ran.stderr) == (0, ""), line

    def test_letters_that_the_terminal_does_not_know(self, tiny: Path) -> None:
        (tiny / "warteschlange.yaml").write_text("name: schlänge\n" + TINY.replace("a:", "größe:"), encoding="utf-8")
        ran = self.shell(tiny, "PYTHONIOENCODING=ascii LC_ALL=C $JOBSIM warteschlange.yaml")
        assert (ran.returncode, ran.stderr) == (0, "")
        assert "schl\\xe4nge: every job has ended" in ran.stdout


def test_a_late_run_does_not_keep_the_next_from_running(command: Command, tiny: Path) -> None:
    (tiny / "slow.yaml").write_text("until: 1h\nsubmitters: {a: {cadence: 50ms}}\nprocessors: {w: {}}\n")
    ran = command("slow.yaml", "tiny.yaml", "--engine", "asyncio", "--speed", "50", "--max-lag", "0.000000001", "-q")
    assert ran.returncode == 5
    assert len(os.listdir(tiny / "results")) == 2


def test_an_option_that_does_not_suit_one_file_runs_none(command: Command, tiny: Path) -> None:
    (tiny / "real.yaml").write_text("engine: asyncio\n" + TINY)
    assert command("real.yaml", "tiny.yaml", "--speed", "50").returncode == 2
    assert not (tiny / "results").exists()
