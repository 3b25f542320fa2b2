"""Variants: a file over its base, an assignment over a file."""

from pathlib import Path

import pytest

from jobsim import ScenarioError, load, loads
from tests.scenario.test_loading import SMALLEST, problems


class TestExtends:
    def test_a_variant_says_only_what_is_different(self, tmp_path: Path) -> None:
        (tmp_path / "base.yaml").write_text(
            "name: base\nqueue: {capacity: 3}\nsubmitters:\n  a: {cadence: 1s, jobs: 4}\n  b: {cadence: 1s, jobs: 1}\n"
            "processors: {w: {count: 2, service: {distribution: exponential, mean: 1s}}}\n"
        )
        variant = tmp_path / "variant.yaml"
        variant.write_text(
            "extends: base.yaml\nsubmitters:\n  a: {jobs: 9}\n  b: null\n"
            "processors: {w: {service: {distribution: uniform, min: 1s, max: 2s}}}\n"
        )
        scenario = load(variant)
        assert scenario.name == "variant"
        assert scenario.queue.capacity == 3
        assert list(scenario.submitters) == ["a"]
        assert scenario.submitters["a"].jobs == 9
        assert scenario.submitters["a"].cadence.moments.mean == 1
        assert scenario.processors["w"].count == 2
        assert scenario.processors["w"].service.moments.mean == 1.5

    def test_problems_point_into_the_file_they_are_in(self, tmp_path: Path) -> None:
        (tmp_path / "base.yaml").write_text(SMALLEST + "queue: {capacity: x}\n")
        (tmp_path / "variant.yaml").write_text("extends: base.yaml\nseed: -1\n")
        with pytest.raises(ScenarioError) as caught:
            load(tmp_path / "variant.yaml")
        base, variant = str(caught.value).splitlines()
        assert base == f"{tmp_path / 'base.yaml'}:3:19: queue.capacity: must be a whole number, not 'x'"
        assert variant == f"{tmp_path / 'variant.yaml'}:2:7: seed: must be 0 or more, not -1"

    def test_a_circle_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("extends: b.yaml\n")
        (tmp_path / "b.yaml").write_text("extends: a.yaml\n")
        with pytest.raises(ScenarioError, match="extends itself"):
            load(tmp_path / "a.yaml")

    def test_a_link_to_itself_is_told(self, tmp_path: Path) -> None:
        (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
        (tmp_path / "a.yaml").write_text("extends: loop.yaml\n")
        for name in ("a.yaml", "loop.yaml"):
            with pytest.raises(ScenarioError, match="Too many levels of symbolic links"):
                load(tmp_path / name)

    def test_only_what_the_variant_sets_to_null_is_taken_away(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("submitters: {a: {cadence: 1s, jobs: 1}, b: }\nprocessors: {w: {}}\n")
        for overrides in ([], ["seed=3"]):
            with pytest.raises(ScenarioError, match=r"submitters\.b: must be a mapping"):
                load(tmp_path / "a.yaml", overrides)

    def test_a_missing_base_is_told_at_its_line(self, tmp_path: Path) -> None:
        (tmp_path / "a.yaml").write_text("seed: 1\nextends: nope.yaml\n")
        with pytest.raises(ScenarioError, match=r"a\.yaml:2:1: .*nope\.yaml: No such file"):
            load(tmp_path / "a.yaml")


class TestOverrides:
    def test_anything_can_be_set(self) -> None:
        overrides = [
            "queue.capacity=5",
            "submitters.a.cadence={distribution: exponential, mean: 2s}",
            "submitters.b.c.cadence=3s",
            "seed=9",
        ]
        text = "submitters:\n  a: {cadence: 1s, jobs: 1}\n  b.c: {cadence: 1s, jobs: 1}\nprocessors: {w: {}}\n"
        scenario = loads(text, "f", overrides)
        assert scenario.queue.capacity == 5
        assert scenario.submitters["a"].cadence.moments.mean == 2
        assert scenario.submitters["b.c"].cadence.moments.mean == 3
        assert scenario.seed == 9

    def test_the_last_one_wins(self) -> None:
        assert loads(SMALLEST, "f", ["seed=1", "seed=2"]).seed == 2

    def test_a_part_can_be_taken_away_or_made(self) -> None:
        scenario = loads(SMALLEST, "f", ["submitters.b={cadence: 2s, jobs: 3}", "submitters.a=null", "until=null"])
        assert list(scenario.submitters) == ["b"]
        assert scenario.until is None

    @pytest.mark.parametrize(
        ("override", "expected"),
        [
            ("queue.capacty=5", "queue.capacty: is not a key here; did you mean capacity?"),
            ("queue.capacity=x", "queue.capacity: must be a whole number, not 'x'"),
            ("extends=b.yaml", "is said in the file only"),
            ("extends.a=1", "is said in the file only"),
            ("until", "must be a path and a value, like queue.capacity=5"),
            ("until=[", "this is not YAML: "),
            ("until=on", "some YAML readers take on for true or false"),
            ("processors.v.count=2", "processors.v: there is none of that name; there are w (to add it, set it"),
            ("seed.x=1", "seed: must be a whole number, not a mapping"),
        ],
    )
    def test_problems_name_the_option(self, override: str, expected: str) -> None:
        lines = problems(SMALLEST, override)
        assert len(lines) == 1
        assert lines[0].startswith(f"--set {override}: ")
        assert expected in lines[0]

    def test_seed_and_engine_are_named_by_their_options(self) -> None:
        assert problems(SMALLEST, "seed=1.5") == ["--seed 1.5: seed: must be a whole number, not 1.5"]
        [problem] = problems(SMALLEST, "engine=warp")
        assert problem == "--engine warp: engine: must be 'auto', 'simpy', 'compiled' or 'asyncio', not 'warp'"

    def test_a_single_text_is_one_override(self) -> None:
        assert loads(SMALLEST, "f", "queue.capacity=30").queue.capacity == 30

    def test_an_anchor_set_in_one_place_stays_in_the_other(self) -> None:
        text = "submitters:\n  a: &x {cadence: 1s, jobs: 1}\n  b: *x\nprocessors: {w: {}}\n"
        scenario = loads(text, "f", ["submitters.b.jobs=2"])
        assert (scenario.submitters["a"].jobs, scenario.submitters["b"].jobs) == (1, 2)
