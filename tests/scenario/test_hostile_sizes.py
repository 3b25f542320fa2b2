"""However large a file is, the answer comes within two seconds and 200 MB: of the real command, measured."""

from pathlib import Path

import pytest

from tests.scenario.answers import MOST_MEGABYTES, MOST_SECONDS, expect_a_good_answer
from tests.scenario.measuring import measure
from tests.scenario.test_loading import SMALLEST

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


def test_a_bomb_of_merges_goes_off_without_noise(tmp_path: Path) -> None:
    bomb = "a0: &a0 {x: 1, y: 2}\n" + "".join(f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}\n" for n in range(1, 21))
    (tmp_path / "f.yaml").write_text(bomb)
    expect_a_good_answer(measure(tmp_path, "check", "f.yaml"), "f.yaml:18:1: a17: is not a key here", "... and 3 more")
