"""Whatever file there is, the answer is short, points at the place, and comes within two seconds and 200 MB.

What is about the words of an answer is looked at in this process; what is about time, memory, and files that are no
files is run as the real command, and measured.
"""

import unicodedata
from pathlib import Path

import pytest

from jobsim import ScenarioError, loads
from jobsim.errors import Problem
from tests.scenario.measuring import Measured, measure
from tests.scenario.test_loading import SMALLEST

MOST_SECONDS = 2
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

    def test_a_long_key_is_cut(self) -> None:
        said = answer_to(f"? {'x' * 9000}\n: 1\n{SMALLEST}")
        assert said.startswith(f"f:1:3: {'x' * 197}...: is not a key here; ")

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
