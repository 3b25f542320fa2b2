"""The schema beside the shipped scenarios, and the one that `new` puts beside a first one, are what `schema` prints."""

import json
import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from jobsim.errors import FileAccessError
from jobsim.scenario.editors.schema import json_schema
from jobsim.scenario.starting import SCHEMA_FILE, write_starter
from tests.editor.yaml12 import as_editors_read

Command = Callable[..., "subprocess.CompletedProcess[str]"]
ROOT = Path(__file__).parents[2]
LINE = re.compile(r"^# yaml-language-server: \$schema=(\S+)$", re.MULTILINE)


def test_the_shipped_schema_is_that_of_the_code(command: Command) -> None:
    """If it is not: `jobsim schema > scenarios/schema.json`."""
    assert command("schema").stdout.encode() == (ROOT / "scenarios/schema.json").read_bytes()


def test_every_shipped_scenario_names_it_and_keeps_to_it() -> None:
    schema = jsonschema.Draft202012Validator(json_schema())
    schema.check_schema(schema.schema)
    for file in (ROOT / "scenarios").glob("*.yaml"):
        text = file.read_text(encoding="utf-8")
        head = re.match("(?:#.*\n)+", text)
        assert head is not None
        assert LINE.findall(head[0]) == LINE.findall(text) == ["schema.json"], file
        schema.validate(as_editors_read(text))


@pytest.mark.parametrize("place", ["mine.yaml", "deeper/my first.yaml"])
def test_new_writes_the_line_and_the_schema_beside_it(command: Command, tmp_path: Path, place: str) -> None:
    (tmp_path / "deeper").mkdir()
    said = command("new", place)
    assert said.returncode == 0
    assert said.stdout.startswith(f"{place} is written, and {SCHEMA_FILE} for your editor; ")
    file = tmp_path / place
    [named] = LINE.findall(file.read_text())
    assert (file.parent / named).read_text() == command("schema").stdout
    assert sorted(one.name for one in file.parent.iterdir() if one.is_file()) == sorted([file.name, SCHEMA_FILE])
    jsonschema.validate(as_editors_read(file.read_text()), json.loads((file.parent / named).read_text()))


def test_an_older_schema_of_ours_is_replaced_and_the_same_is_left(tmp_path: Path) -> None:
    schema = tmp_path / SCHEMA_FILE
    write_starter(tmp_path / "a.yaml")
    now = schema.read_text()
    schema.write_text(now.replace("draft/2020-12", "draft/2030-01"))
    write_starter(tmp_path / "b.yaml")
    assert schema.read_text() == now
    before = schema.stat()
    write_starter(tmp_path / "c.yaml")
    assert schema.stat() == before


@pytest.mark.parametrize("content", ["", "{}", "mine"])
def test_what_is_not_ours_is_left_as_it_is(tmp_path: Path, content: str) -> None:
    schema = tmp_path / SCHEMA_FILE
    schema.write_text(content)
    with pytest.raises(FileAccessError, match=f"{SCHEMA_FILE} is not jobsim's, whose schema goes there; nothing was"):
        write_starter(tmp_path / "mine.yaml")
    assert schema.read_text() == content
    assert not (tmp_path / "mine.yaml").exists()


def test_the_name_of_the_schema_is_kept_for_it(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="is the name of the schema beside it; take another one"):
        write_starter(tmp_path / SCHEMA_FILE)
    assert list(tmp_path.iterdir()) == []


def test_a_schema_that_cannot_be_read_is_not_replaced(tmp_path: Path) -> None:
    (tmp_path / SCHEMA_FILE).mkdir()
    with pytest.raises(FileAccessError, match=f"{SCHEMA_FILE}: Is a directory; nothing was written"):
        write_starter(tmp_path / "mine.yaml")
    assert not (tmp_path / "mine.yaml").exists()


def test_a_schema_that_cannot_be_written_takes_the_scenario_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(self: Path, content: bytes) -> int:
        self.touch()
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(FileAccessError, match=f"{SCHEMA_FILE}: No space left on device; nothing was written"):
        write_starter(tmp_path / "mine.yaml")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_none_is_told_by_the_scenario(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileAccessError, match=r"mine\.yaml: Not a directory"):
        write_starter(tmp_path / "file" / "mine.yaml")
