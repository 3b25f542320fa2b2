"""The JSON Schema that editors read, and the first scenario of a newcomer."""

import re
import shlex
from importlib.resources import files
from pathlib import Path
from typing import Any

from jobsim.errors import FileAccessError
from jobsim.scenario.fields import LONGEST_NAME
from jobsim.scenario.schema import Scenario


def json_schema() -> dict[str, Any]:
    """What a scenario file may say, for editors. With `extends` a file need not say everything."""
    schema = Scenario.model_json_schema(mode="validation")
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
    schema["title"] = "jobsim scenario"
    schema["properties"]["extends"] = {"type": "string", "description": "The scenario file this one builds on."}
    # A variant may name a part only to change one key of it, or to take it away.
    schema["anyOf"] = [{"required": ["extends"]}, {"required": ["submitters", "processors"]}]
    del schema["required"]
    for group in ("submitters", "processors"):
        parts = schema["properties"][group]
        parts["additionalProperties"] = {"anyOf": [parts["additionalProperties"], {"type": "null"}]}
        del parts["minProperties"]
    # An empirical law may name a file instead of its values; which of the two is for `check` to say.
    empirical = schema["$defs"]["Empirical"]
    empirical["properties"]["file"] = {"type": "string", "description": "A CSV file beside the scenario."}
    empirical["properties"]["column"] = {"type": "string", "description": "Its column with the durations."}
    empirical["required"].remove("values")
    trace = schema["$defs"]["Trace"]
    trace["properties"]["file"] = {"type": "string", "description": "A CSV file beside the scenario."}
    for key in ("at", "size", "value", "priority"):
        column = {"type": "string", "description": "Its column with them."}
        trace["properties"][key] = {"anyOf": [column, trace["properties"][key]]}
    return schema


def write_starter(path: str | Path) -> Path:
    """Write a first scenario to a file that does not exist yet. Raises FileAccessError."""
    path = Path(path)
    text = files("jobsim.scenario").joinpath("starter.yaml").read_text(encoding="utf-8")
    name = re.sub(r"[^A-Za-z0-9.-]+", "-", path.stem).strip(".-")[:LONGEST_NAME] or "first"
    text = text.replace("NAME", name).replace("THIS-FILE", shlex.quote(str(path)))
    content = text.encode("utf-8", errors="replace")
    try:
        with path.open("xb") as file:
            file.write(content)
    except FileExistsError:
        raise FileAccessError(f"{path} exists already; nothing was written") from None
    except OSError as error:
        raise FileAccessError(f"{path}: {error.strerror}") from error
    return path
