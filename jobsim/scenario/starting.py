"""The first scenario of a newcomer, and beside it the schema by which an editor knows the language."""

import os
import re
import shlex
from importlib.resources import files
from pathlib import Path

from jobsim.errors import FileAccessError
from jobsim.scenario.editors.schema import MARK, schema_text
from jobsim.scenario.values.kinds import LONGEST_NAME

SCHEMA_FILE = "jobsim.schema.json"
"""Its name beside a scenario: by a bare name it is found without network, and goes where the folder goes."""


def write_starter(path: str | Path) -> Path:
    """Write a first scenario to a file that does not exist yet, and the schema beside it. Raises FileAccessError."""
    path = Path(path)
    text = files("jobsim.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", path.stem).strip(".-")[:LONGEST_NAME] or "first"
    text = text.replace("NAME", name).replace("THIS-FILE", shlex.quote(str(path))).replace("SCHEMA-FILE", SCHEMA_FILE)
    content = text.encode("utf-8", errors="replace")
    beside, schema = path.parent / SCHEMA_FILE, schema_text().encode("ascii")
    if path.name == SCHEMA_FILE:
        raise FileAccessError(f"{path} is the name of the schema beside it; take another one")
    there = _schema_there(beside)
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileAccessError(f"{path} exists already; nothing was written") from None
    except OSError as error:
        raise FileAccessError(f"{path}: {error.strerror}") from error
    if there != schema:
        try:
            _put(beside, schema)
        except OSError as error:
            path.unlink()
            raise FileAccessError(f"{beside}: {error.strerror}; nothing was written") from error
    return path


def _schema_there(file: Path) -> bytes | None:
    """The schema that some version of jobsim has written there; None if there is none. Nothing else is replaced."""
    try:
        content = file.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}; nothing was written") from error
    if MARK.encode("ascii") not in content[:1000]:
        raise FileAccessError(f"{file} is not jobsim's, whose schema goes there; nothing was written")
    return content


def _put(file: Path, content: bytes) -> None:
    new = file.with_name(f"{file.name}.{os.getpid()}.new")
    try:
        new.write_bytes(content)
        new.replace(file)
    except OSError:
        new.unlink(missing_ok=True)
        raise
