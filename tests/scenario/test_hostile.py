"""Whatever a file says, the answer is short, points at the place, and obeys nothing that it prints back."""

from pathlib import Path

import pytest

from tests.scenario.answers import answer_to, expect_a_good_answer
from tests.scenario.measuring import measure
from tests.scenario.test_loading import SMALLEST


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
