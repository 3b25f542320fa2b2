"""Whatever file there is, the answer is short, points at the place, and comes within two seconds and 200 MB.

What is about the words of an answer is looked at in this process; what is about time, memory, and files that are no
files is run as the real command, and measured.
"""

import os
import unicodedata
from pathlib import Path

import pytest

from jobsim import ScenarioError, loads
from jobsim.errors import Problem
from tests.scenario.measuring import Measured, measure
from tests.scenario.test_loading import SMALLEST

MOST_SECONDS = 3 * 2
"""Of processor time: two seconds are promised, and each takes less; a busy machine stretches them."""
MOST_MEGABYTES = 200
LONGEST_ANSWER = 20_000


def expect_a_good_answer(answer: Measured, *expected: str) -> None:
    """An answer that refuses, says what was expected, and keeps every bound."""
    assert answer.code == 2, answer.said[:2000]
    expect_printable(answer.said)
    for part in expected:
        assert part in answer.said
    assert answer.seconds <= MOST_SECONDS
    assert answer.megabytes <= MOST_MEGABYTES


def expect_printable(said: str) -> None:
    assert "Traceback" not in said
    assert "fault of jobsim" not in said
    assert len(said) < LONGEST_ANSWER
    assert [
        letter for letter in said if letter != "\n" and unicodedata.category(letter)[0] in "CZ" and letter != " "
    ] == []


def problem_of(text: str, *overrides: str) -> Problem:
    """The one problem of a scenario that has one."""
    with pytest.raises(ScenarioError) as caught:
        loads(text, "f", overrides)
    [problem] = caught.value.problems
    return problem


def answer_to(text: str, *overrides: str) -> str:
    """What is said about a scenario that cannot be right."""
    with pytest.raises(ScenarioError) as caught:
        loads(text, "f", overrides)
    said = str(caught.value)
    expect_printable(said)
    return said


class TestWhatIsPrintedBack:
    @pytest.mark.parametrize(
        ("key", "shown"),
        [
            (r"\e[31mred", r"\x1b[31mred"),
            (r"\a", r"\x07"),
            (r"a\nf:9:9: all is well", r"a\nf:9:9: all is well"),
            (r"a\u202eb", r"a\u202eb"),
            (r"a\u200fb", r"a\u200fb"),
            (r"a\u2028b", r"a\u2028b"),
            (r"\x9b31m", r"\x9b31m"),
        ],
    )
    def test_what_a_terminal_would_obey_is_escaped(self, key: str, shown: str) -> None:
        assert answer_to(f'"{key}": 1\n{SMALLEST}').startswith(f"f:1:1: {shown}: is not a key here")
        assert answer_to(f'submitters: {{"{key}": {{cadence: 1s}}}}\n{SMALLEST[-22:]}')
        assert answer_to(f'extends: "{key}"\n').endswith("No such file or directory")

    def test_a_long_key_is_told_by_its_length(self) -> None:
        assert answer_to(f"? {'x' * 201}\n: 1\n{SMALLEST}") == "f:1:3: a key has 200 characters at most, this one 201"

    def test_a_long_path_is_cut(self) -> None:
        said = answer_to(f"a: {{? {'x' * 199}\n: on}}\n{SMALLEST}")
        assert f"f:2:3: a.{'x' * 195}...: some YAML readers take on" in said

    def test_a_long_anchor_is_cut(self) -> None:
        said = answer_to(f"a: *{'x' * 900_000}")
        assert f"f:1:4: a: *{'x' * 40} has no anchor &{'x' * 40} before it" in said

    def test_an_option_is_cut(self) -> None:
        said = answer_to(SMALLEST, f"queue.capacity={'x' * 9000}")
        assert said.startswith(f"--set queue.capacity={'x' * 76}...: queue.capacity: must be a whole number, not 'xxx")

    def test_twenty_problems_are_short_however_long_their_words(self) -> None:
        answer_to("".join(f"? {n}{'x' * 9000}\n: 1\n" for n in range(100)) + SMALLEST)

    def test_a_file_name_is_escaped_too(self, tmp_path: Path) -> None:
        expect_a_good_answer(measure(tmp_path, "a\x1b[31m\n.yaml"), r"jobsim: a\x1b[31m\n.yaml: No such file")
        expect_a_good_answer(measure(tmp_path, "--set", "\x1b[31m", "a.yaml", "--sed\x1b[31m"), r"\x1b[31m")


class TestNamesThatNoFileCanHave:
    LAW = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors:\n  w:\n    service: "

    @pytest.mark.parametrize(
        ("name", "reason"),
        [(r"a\0b", "embedded null byte"), ("x" * 300, "File name too long"), ("x/" * 3000, "File name too long")],
    )
    def test_they_are_told(self, name: str, reason: str) -> None:
        base = answer_to(f'extends: "{name}"\n')
        assert base.startswith("f:1:1: extends: ")
        assert base.endswith(f": {reason}")
        column = answer_to(f'{self.LAW}{{distribution: empirical, file: "{name}", column: t}}\n')
        assert column.startswith("f:4:40: processors.w.service.file: ")
        assert column.endswith(f": {reason}")

    def test_on_the_command_line_too(self, tmp_path: Path) -> None:
        expect_a_good_answer(measure(tmp_path, "check", "x" * 300), "File name too long")


class TestLettersThatYamlDoesNotHold:
    @pytest.mark.parametrize("letter", ["\x00", "\x07", "\x0c", "\x1b", "\x7f", "\x85", "\x9b", "\u2028", "\u2029"])
    def test_they_are_pointed_at(self, letter: str) -> None:
        assert answer_to(f"{SMALLEST}é: x{letter}\n").startswith(f"f:3:5: U+{ord(letter):04X} ")

    @pytest.mark.parametrize("letter", ["\ud800", "\ufffe", "\uffff"])
    def test_and_so_is_what_is_no_letter(self, letter: str) -> None:
        assert answer_to(f"a: {letter}\n").startswith(f"f:1:4: U+{ord(letter):04X} must not stand in a scenario")

    def test_utf_16_without_its_mark_is_asked_for_as_utf_8(self) -> None:
        assert answer_to("a\0:\0").startswith("f:1:2: U+0000 must not stand in a scenario; save the file as UTF-8")

    def test_a_command_line_that_is_not_utf_8_is_told(self) -> None:
        expected = "must be UTF-8 text"
        assert answer_to(SMALLEST, "queue\udcff=1") == rf"--set queue\udcff=1: {expected}"
        assert answer_to(SMALLEST, "name=\udcff") == rf"--set name=\udcff: {expected}"
        assert answer_to(SMALLEST, "seed=\udcff") == rf"--seed \udcff: {expected}"


W = "processors: {w: {}}\n"
ONE = "submitters: {a: {cadence: 1s, jobs: 1}}\nprocessors:\n"
LAW = "{service: {distribution: empirical, file: m.csv, column: t}}\n"
A_COLUMN = f"{ONE}  w:\n    service: {LAW[10:-2]}\n"
AT_COLUMN = "f.yaml:4:40: processors.w.service.file: m.csv: "


def many(part: str, count: int) -> str:
    """The part so many times over, with the number in the place of a #."""
    return "".join(part.replace("#", str(number)) for number in range(count))


def values(items: str) -> str:
    return f"submitters: {{a: {{cadence: {{distribution: empirical, values: [{items}]}}, jobs: 1}}}}\n{W}"


def submitters(part: str, count: int) -> str:
    """So many submitters, with the number in the place of a #."""
    return "submitters:\n" + many(f"  {part}\n", count)


def chain(part: str) -> dict[str, str]:
    """Ten files that build on each other, each as large as the part."""
    files = {f"f{n}.yaml": f"extends: f{n + 1}.yaml\n{part}" for n in range(1, 9)}
    return {"f.yaml": f"extends: f1.yaml\n{part}", **files, "f9.yaml": part}


HEAVY: list[tuple[str, dict[str, str], str]] = [
    (
        "bad durations",
        {"f.yaml": values(many("# s,", 99_000))},
        "f.yaml:1:53: submitters.a.cadence.values: more than 1000 of its entries are not durations",
    ),
    (
        "bad weights",
        {"f.yaml": values("1s], weights: [" + "-1, " * 99_000)},
        "f.yaml:1:67: submitters.a.cadence.weights: more than 1000 of its entries are not weights",
    ),
    ("bad names", {"f.yaml": submitters("$#: {}", 33_000) + W}, "f.yaml:2:3: submitters.$0: a name is made of letters"),
    (
        "bad names of nothing",
        {"f.yaml": submitters("$#:", 49_900) + W},
        "f.yaml:1:1: submitters: more than 1000 of its entries are not mappings",
    ),
    ("fifty megabytes", {"f.yaml": "x" * 50_000_000}, "f.yaml: is larger than 1000000 bytes"),
    (
        "a base of fifty",
        {"f.yaml": "extends: b", "b": "x" * 50_000_000},
        "f.yaml:1:1: extends: b: is larger than 1000000",
    ),
    (
        "ten files of 1800 parts",
        chain(submitters("s#: {cadence: 1s, jobs: 1}", 1_800)),
        "more than 100000 nodes",
    ),
    ("ten files of 300 kB", chain(f"# {'x' * 300_000}\nseed: 1\n"), "f3.yaml: is larger than 1000000 bytes together"),
    ("brackets", {"f.yaml": "[" * 100_000}, "f.yaml:1:1001: the scenario is nested more than 40 deep"),
    ("braces", {"f.yaml": "{a: " * 100_000}, "f.yaml:1:161: a.a.a"),
    ("dashes", {"f.yaml": "- " * 100_000}, "f.yaml:1:81: 0.0.0"),
    ("indentation", {"f.yaml": "\n".join(" " * n + "a:" for n in range(1400))}, "f.yaml:41:41: a.a.a"),
    (
        "a flow list",
        {"f.yaml": f"a: [{'1,' * 100_001}]"},
        "f.yaml:1:199999: a.99997: the scenario has more than 100000 nodes",
    ),
    ("unknown aliases", {"f.yaml": f"a: [{'*b, ' * 200_000}]"}, "f.yaml:1:5: a.0: *b has no anchor &b before it"),
    ("anchors on anchors", {"f.yaml": "&a " * 300_000}, "f.yaml:1:4: this is not YAML"),
    ("an endless text", {"f.yaml": '"' + "x\n" * 400_000}, "f.yaml:400001:1: this is not YAML"),
    (
        "a long text",
        {"f.yaml": "a: |\n" + " x\n" * 300_000},
        "f.yaml:1:4: a: a text has 10000 characters at most, this one 600000",
    ),
    ("nothing but comment", {"f.yaml": f"#{'x' * 900_000}"}, "this is empty"),
    ("nothing but lines", {"f.yaml": "\n" * 900_000}, "this is empty"),
    (
        "nothing but documents",
        {"f.yaml": "---\n" * 200_000},
        "f.yaml:2:1: a scenario is one YAML document; this is a second one",
    ),
    ("unknown keys", {"f.yaml": many("capcity#: 1\n", 49_000) + SMALLEST}, "... and 48980 more"),
    (
        "one key again and again",
        {"f.yaml": "seed: 1\n" * 49_000 + SMALLEST},
        "f.yaml:2:1: the key 'seed' stands here twice (first in line 1)",
    ),
    (
        "words read in two ways",
        {"f.yaml": many("a#: on\n", 49_000)},
        "f.yaml:1:5: a0: some YAML readers take on for true or false",
    ),
    (
        "parts that are none",
        {"f.yaml": submitters("a#: 5", 49_000) + W},
        "f.yaml:1:1: submitters: more than 1000 of its entries are not mappings (keys with values)",
    ),
    (
        "parts without end",
        {"f.yaml": submitters("a#: {cadence: 1s}", 19_000) + W},
        "... and 18980 more",
    ),
    (
        "long keys above many problems",
        {"f.yaml": "a: {? " + "x" * 9000 + "\n: {b: [" + "on, " * 90_000 + "]}}"},
        "a key has 200 characters at most",
    ),
    (
        "long paths to many problems",
        {"f.yaml": many("{? #" + "x" * 190 + "\n: ", 36) + "[" + "on, " * 90_000 + "]" + "}" * 36},
        "some YAML readers take on",
    ),
    (
        "a column of ten million",
        {"f.yaml": A_COLUMN, "m.csv": "t\n" + "1\n" * 9_999_000},
        f"{AT_COLUMN}makes the columns of the scenario more than 200000 values",
    ),
    (
        "a column of empty lines",
        {"f.yaml": A_COLUMN, "m.csv": "t\n" + "\n" * 19_999_000},
        f"{AT_COLUMN}makes the columns of the scenario more than 200000 values",
    ),
    (
        "a column bad in the end",
        {"f.yaml": A_COLUMN, "m.csv": "t\n" + "1.25\n" * 199_999 + "x\n"},
        f"{AT_COLUMN}row in line 200001, column 't': 'x': 'x' is not a duration",
    ),
    (
        "a file of 50 MB",
        {"f.yaml": A_COLUMN, "m.csv": "t\n" + "1\n" * 25_000_000},
        f"{AT_COLUMN}makes the columns of the scenario larger than 20000000 bytes",
    ),
    (
        "a row of nine million cells",
        {"f.yaml": A_COLUMN, "m.csv": f"t{',' * 9_000_000}"},
        f"{AT_COLUMN}has a row of more than 100000 characters",
    ),
    (
        "a row over many lines",
        {"f.yaml": A_COLUMN, "m.csv": "t" + ',"\n"' * 4_000_000},
        f"{AT_COLUMN}has a row of more than 100000 characters",
    ),
    (
        "a column of wide letters",
        {"f.yaml": A_COLUMN, "m.csv": "t\n" + "😀\n" * 3_900_000},
        f"{AT_COLUMN}row in line 2, column 't': '😀'",
    ),
    (
        "long names of columns",
        {"f.yaml": A_COLUMN, "m.csv": ",".join(["\x1b" + "x" * 5_000] * 16) + "\n"},
        f"{AT_COLUMN}must have one column 't'; its columns are \\x1bxxx",
    ),
    (
        "one file for 5000 laws",
        {
            "f.yaml": ONE + many("  w#: " + LAW.replace("column: t", "column: other"), 5_000),
            "m.csv": "t\n" + "1.5\n" * 1_000_000,
        },
        "f.yaml:3:43: processors.w0.service.file: m.csv: must have one column 'other'; its columns are t",
    ),
]


@pytest.mark.parametrize(("files", "expected"), [case[1:] for case in HEAVY], ids=[case[0] for case in HEAVY])
def test_what_is_heavy_is_answered_soon_and_in_little_memory(
    tmp_path: Path, files: dict[str, str], expected: str
) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    answer = measure(tmp_path, "check", "f.yaml")
    expect_a_good_answer(answer, expected)


LARGE: list[tuple[str, dict[str, str]]] = [
    ("100,000 nodes of values", {"f.yaml": values("1s," * 99_983)}),
    (
        "16,000 submitters",
        {"f.yaml": submitters("s#: {cadence: 1s, jobs: 1}", 16_000) + W},
    ),
    (
        "33,000 pools",
        {"f.yaml": ONE + many("  w#: {}\n", 33_000)},
    ),
    ("100,000 submitters of one name", {"f.yaml": SMALLEST.replace("jobs: 1", "jobs: 1, count: 100000")}),
    ("a column of 200,000 values", {"f.yaml": A_COLUMN, "m.csv": "t\n" + many("#.25\n", 199_999)}),
]


@pytest.mark.parametrize("files", [case[1] for case in LARGE], ids=[case[0] for case in LARGE])
def test_what_is_as_large_as_may_be_is_checked_soon_and_in_little_memory(tmp_path: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    answer = measure(tmp_path, "check", "f.yaml")
    assert (answer.code, answer.said) == (0, "")
    assert answer.seconds <= MOST_SECONDS
    assert answer.megabytes <= MOST_MEGABYTES


class TestFilesThatAreNone:
    """Each as the scenario, as what it extends, and as a column; none may be waited for."""

    @pytest.fixture
    def file(self, tmp_path: Path, request: pytest.FixtureRequest) -> str:
        kind: str = request.param
        if kind == "fifo":
            os.mkfifo(tmp_path / "odd")
        elif kind == "folder":
            (tmp_path / "odd").mkdir()
        elif kind == "link to itself":
            (tmp_path / "odd").symlink_to("odd")
        elif kind.startswith("/"):
            (tmp_path / "odd").symlink_to(kind)
        return "odd"

    @pytest.mark.parametrize(
        ("file", "reason"),
        [
            ("fifo", "is not a file"),
            ("folder", "is not a file"),
            ("/dev/zero", "is not a file"),
            ("link to itself", "Too many levels of symbolic links"),
            ("missing", "No such file or directory"),
        ],
        indirect=["file"],
    )
    def test_they_are_told(self, tmp_path: Path, file: str, reason: str) -> None:
        expect_a_good_answer(measure(tmp_path, "check", file), f"jobsim: {file}: {reason}")
        (tmp_path / "f.yaml").write_text(f"extends: {file}\n")
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), f"f.yaml:1:1: extends: {file}: {reason}")
        (tmp_path / "f.yaml").write_text(A_COLUMN.replace("m.csv", file))
        expect_a_good_answer(
            measure(tmp_path, "check", "f.yaml"), f"f.yaml:4:40: processors.w.service.file: {file}: {reason}"
        )

    def test_a_circle_through_links_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "f.yaml").write_text("seed: 1\nextends: link.yaml\n")
        (tmp_path / "link.yaml").symlink_to("f.yaml")
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), "f.yaml:2:1: extends: link.yaml extends itself")

    @pytest.mark.parametrize(
        ("content", "expected"),
        [
            (b"\x89PNG\r\n\x1a\n", "f.yaml:1:1: the file is not UTF-8 text"),
            (b"\x1f\x8b\x08\x00", "f.yaml:1:2: the file is not UTF-8 text"),
            (SMALLEST.encode("utf-16"), "f.yaml:1:1: the file is not UTF-8 text"),
            (SMALLEST.encode() + b"x: \xed\xa0\x80", "f.yaml:3:4: the file is not UTF-8 text"),
        ],
        ids=["PNG", "gzip", "UTF-16", "half a letter"],
    )
    def test_what_is_no_text_is_told(self, tmp_path: Path, content: bytes, expected: str) -> None:
        (tmp_path / "f.yaml").write_bytes(content)
        expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("seed: ٣\n", "f:1:7: seed: must be a whole number, not '٣'"),
        ("seed: 2.0\n", "f:1:7: seed: must be a whole number, not 2.0"),
        ("seed: true\n", "f:1:7: seed: must be a whole number, not true"),
        ("seed: " + "9" * 5000 + "\n", "f:1:7: seed: a number has 40 characters at most, this one 5000"),
        (
            "until: '" + "9" * 5000 + "s'\n",
            "f:1:8: until: '" + "9" * 37 + "...' is too long for a duration (64 characters at most)",
        ),
        ("until: .nan\n", "f:1:8: until: .nan is not a number to work with; null stands for no limit"),
        ("until: 1e400\n", "f:1:8: until: 1e400 is too large for a number"),
        ("until: 1e-400\n", "f:1:8: until: 1e-400 is too small for a number; it would be read as 0"),
        ("until: -1s\n", "f:1:8: until: '-1s' is not a duration; it must not be negative"),
        ("until: 0\n", "f:1:8: until: must be longer than 0"),
        ("until: 300y\n", "f:1:8: until: '300y' is not a duration; write it like 250ms, 2s, 1m30s or 1h"),
        ("until: 106751d\n", "f:1:8: until: '106751d' is longer than the clock can hold (about 146 years)"),
        ("until: 53376d\n", "f:1:8: until: '53376d' is longer than the clock can hold (about 146 years)"),
        ("name: ../../x\n", "f:1:7: name: a name is made of letters, digits"),
        ("name: ..\n", "f:1:7: name: a name is made of letters, digits"),
        ("queue: {capacity: 5000000000}\n", "f:1:19: queue.capacity: must be 1000000000 or less, not 5000000000"),
        ("queue: {1: 2}\n", "f:1:9: queue: a key must be a name; write it in quotes: '1'"),
        ("queue: {? [a] : 2}\n", "f:1:11: queue: a key must be a name"),
        ("queue: {~: 2}\n", "f:1:9: queue: a key must be a name"),
        ("queue: {=: 2}\n", "f:1:9: queue: write '=' in quotes"),
        ("queue: !!python/name:os.system x\n", "f:1:8: queue: tags like tag:yaml.org,2002:python/name:os.system are"),
        ("? &a [*a]\n: 1\n", "f:1:7: 0: *a stands inside itself"),
    ],
)
def test_what_is_odd_is_told_at_its_place(text: str, expected: str) -> None:
    assert any(line.startswith(expected) for line in answer_to(text + SMALLEST).splitlines())


def test_two_byte_order_marks_do_no_harm(tmp_path: Path) -> None:
    (tmp_path / "f.yaml").write_bytes(b"\xef\xbb\xbf" * 2 + SMALLEST.encode())
    assert measure(tmp_path, "check", "f.yaml").code == 0


def test_a_bomb_of_merges_goes_off_without_noise(tmp_path: Path) -> None:
    bomb = "a0: &a0 {x: 1, y: 2}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 21))
    (tmp_path / "f.yaml").write_text(bomb)
    expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), "f.yaml:18:1: a17: is not a key here", "... and 3 more")
