"""YAML text to a tree with places; everything odd is a problem with a line and a column."""

import pytest

from jobsim.scenario.reading.budget import MOST_DEPTH, MOST_NODES, Budget
from jobsim.scenario.reading.parsing import read_tree
from jobsim.scenario.reading.tree import Mapping, plain


def problems_of(text: str) -> list[str]:
    _, problems = read_tree(text, "f", Budget())
    return [str(problem) for problem in problems]


def value_of(text: str) -> object:
    tree, problems = read_tree(text, "f", Budget())
    assert problems == []
    assert tree is not None
    return plain(tree)


def test_mappings_lists_and_words() -> None:
    assert value_of("a: {b: [1, 2.5, x], c: ~}\nd: '7'\n") == {"a": {"b": [1, 2.5, "x"], "c": None}, "d": "7"}


def test_every_node_knows_its_place() -> None:
    tree, _ = read_tree("a:\n  bee: 7\n", "f", Budget())
    assert isinstance(tree, Mapping)
    inner = tree.entries["a"]
    assert isinstance(inner, Mapping)
    assert inner.key_places["bee"] == ("f", 2, 3)
    assert inner.entries["bee"].place == ("f", 2, 8)


def test_anchors_and_merge_keys() -> None:
    text = "base: &b {x: 1, y: 2}\none: *b\ntwo: {<<: *b, y: 3}\nthree: {<<: [{x: 9}, *b]}\n"
    assert value_of(text) == {
        "base": {"x": 1, "y": 2},
        "one": {"x": 1, "y": 2},
        "two": {"y": 3, "x": 1},
        "three": {"x": 9, "y": 2},
    }


def test_a_word_can_be_anchored_like_a_mapping() -> None:
    assert value_of("a: &x 7\nb: *x\n") == {"a": 7, "b": 7}


def test_what_could_not_be_read_stands_in_the_tree_beside_the_rest() -> None:
    tree, _ = read_tree("a: on\nb: 7\n", "f", Budget())
    assert tree is not None
    assert repr(plain(tree)) == "{'a': (unreadable), 'b': 7}"


def test_an_alias_is_a_copy() -> None:
    tree, _ = read_tree("a: &x {n: 1}\nb: *x\n", "f", Budget())
    assert isinstance(tree, Mapping)
    assert tree.entries["a"] is not tree.entries["b"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: 1\na: 2\n", "f:2:1: the key 'a' stands here twice (first in line 1)"),
        ("é: 1\né: 2\n", "f:2:1: the key 'é' stands here twice (first in line 1)"),
        ("x: {b: 1, b: 2}", "f:1:11: x: the key 'b' stands here twice (first in line 1)"),
        ("3: x\n", "f:1:1: a key must be a name; write it in quotes: '3'"),
        ("[1]: x\n", "f:1:1: a key must be a name"),
        ("? \n: x\n", "f:1:2: a key must be a name"),
        ("a: !!int 3\n", "f:1:4: a: tags like tag:yaml.org,2002:int are not read; write the value plainly"),
        ("!x a: 1\n", "f:1:1: tags like !x are not read; write the value plainly"),
        ("a: !x {}\n", "f:1:4: a: tags like !x are not read; write the value plainly"),
        ("a: " + 10_001 * "x", "f:1:4: a: a text has 10000 characters at most, this one 10001"),
        ("a: &a [*a]\n", "f:1:8: a.0: *a stands inside itself"),
        ("a: *b\n", "f:1:4: "),
        ("a: {<<: 3}\n", "f:1:5: a: << merges a mapping, or a list of mappings"),
        ("a: 1\n---\nb: 2\n", "f:2:1: a scenario is one YAML document; this is a second one"),
        ("a: [1\n", "f:2:1: this is not YAML: "),
        ("a:\n\tb: 1\n", "f:2:1: this is not YAML: "),
        ("a: \0\n", "f:1:4: U+0000 must not stand in a scenario; save the file as UTF-8 text"),
        ("a: \udcff\n", "f:1:4: U+DCFF must not stand in a scenario; take it out"),
        ("a: b\u2028", "f:1:5: U+2028 is an invisible line end; take it out"),
        ("a: b\x85", "f:1:5: U+0085 is an invisible line end; take it out"),
        (
            "a: on\n",
            "f:1:4: a: some YAML readers take on for true or false; write true or false, or the word 'on' in quotes",
        ),
        (
            "on: a\n",
            "f:1:1: some YAML readers take on for true or false; write true or false, or the word 'on' in quotes",
        ),
    ],
)
def test_problems_say_where_and_what(text: str, expected: str) -> None:
    found = problems_of(text)
    assert len(found) == 1
    assert found[0].startswith(expected)


def test_all_problems_are_reported() -> None:
    assert len(problems_of("a: on\nb: 010\nc: !x y\na: 1\n")) == 4


def test_tabs_get_a_hint() -> None:
    assert "never with tabs" in problems_of("a:\n\tb: 1\n")[0]


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 50_000, "{a: " * 1_000])
def test_deep_nesting_is_stopped(text: str) -> None:
    assert f"nested more than {MOST_DEPTH} deep" in problems_of(text)[0]


def test_nesting_through_aliases_is_stopped() -> None:
    lines = ["a0: &a0 [[[[[[[[[[1]]]]]]]]]]"]
    lines += [f"a{n}: &a{n} [[[[[[[[[[*a{n - 1}]]]]]]]]]]" for n in range(1, 10)]
    assert f"nested more than {MOST_DEPTH} deep" in problems_of("\n".join(lines))[0]


def test_alias_bombs_are_stopped() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 20)]
    assert f"more than {MOST_NODES} nodes" in problems_of("\n".join(lines))[0]


def test_merge_bombs_are_harmless() -> None:
    lines = ["a0: &a0 {x: 1}"] + [f"a{n}: &a{n} {{<<: [*a{n - 1}, *a{n - 1}]}}" for n in range(1, 200)]
    value = value_of("\n".join(lines))
    assert isinstance(value, dict)
    assert value["a199"] == {"x": 1}
