"""Results read back from disk: the figures of a run, from its folder or one of its CSVs."""

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from jobsim.errors import FileAccessError, UsageError
from jobsim.results.figures import Figures
from jobsim.results.format import FORMAT, RUN_FILE, digest
from jobsim.results.stored.parsing import REPLICATION_COLUMNS, SUMMARY_COLUMNS, Parsed, gaps, parse

_SUMMARY, _REPLICATIONS = "summary.csv", "replications.csv"
_STANDS_FOR_ITS_FOLDER = ("jobs.csv", "attempts.csv", "processors.csv", "timeline.csv", RUN_FILE, _SUMMARY)
MOST_BYTES = 50_000_000


def read_figures(path: str | Path) -> Figures:
    """Read a results folder, or one of its files, which stands for it; or a summary.csv or replications.csv alone.

    Raises FileAccessError for what cannot be read, UsageError for what is no result, naming file and line.
    """
    path = Path(path)
    try:
        path.stat()
    except OSError as error:
        raise FileAccessError(f"{path}: {error.strerror}") from error
    whole = path.is_dir()
    folder = path if whole else path.parent
    if not whole and path.name in _STANDS_FOR_ITS_FOLDER:
        whole = (folder / _SUMMARY).exists()
    run, doubts = read_run(folder)
    if not whole:
        content = _read_bytes(path)
        found = parse(path, content)
        doubts += _doubts(path, content, run, found)
    else:
        found, more = _read_folder(folder, run)
        doubts += more
    return Figures(path, folder.absolute(), found.values, run, tuple(doubts), found.each)


def _read_folder(folder: Path, run: Mapping[str, Any]) -> tuple[Parsed, list[str]]:
    """Means from summary.csv, values of each replication from replications.csv; if need be, from one of them."""
    means, each = folder / _SUMMARY, folder / _REPLICATIONS
    if not means.exists() and not each.exists():
        raise UsageError(f"{folder} is not a folder of results: it has no {_SUMMARY}")
    if not means.exists():
        content = _read_bytes(each)
        found = parse(each, content, REPLICATION_COLUMNS)
        return found, [f"its {_SUMMARY} is missing: means are of {_REPLICATIONS}", *_doubts(each, content, run, found)]
    content = _read_bytes(means)
    summary = parse(means, content, SUMMARY_COLUMNS)
    doubts = _doubts(means, content, run, summary)
    if not each.exists():
        return summary, doubts + [f"its {_REPLICATIONS} is missing"] * bool(run)
    if each.is_file() and each.stat().st_size > MOST_BYTES:
        return summary, [*doubts, f"its {_REPLICATIONS} is larger than {MOST_BYTES} bytes, and was not read"]
    content = _read_bytes(each)
    found = parse(each, content, REPLICATION_COLUMNS)
    doubts += _doubts(each, content, run, found)
    if not doubts and not _agree(summary, found):
        doubts = [f"the means in its {_SUMMARY} are not those of its {_REPLICATIONS}"]
    return Parsed(summary.values, found.each), doubts


def _agree(summary: Parsed, each: Parsed) -> bool:
    """Whether the means are the same, whoever summed them in whatever order."""
    if summary.values.keys() != each.values.keys():
        return False
    pairs = [(summary.values[key], each.values[key]) for key in summary.values]
    return all(
        one is other or (one is not None and other is not None and math.isclose(one, other, rel_tol=1e-9))
        for one, other in pairs
    )


def _read_bytes(file: Path) -> bytes:
    try:
        with file.open("rb") as source:
            content = source.read(MOST_BYTES + 1)
    except OSError as error:
        raise FileAccessError(f"{file}: {error.strerror}") from error
    if len(content) > MOST_BYTES:
        raise UsageError(f"{file} is larger than {MOST_BYTES} bytes; it is not a {_SUMMARY} or {_REPLICATIONS}")
    return content


def read_run(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What run.json says, and what there is to say of it. A CSV alone has none, which is well."""
    file = folder / RUN_FILE
    try:
        run = json.loads(file.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return {}, []
    except (OSError, ValueError, RecursionError):
        run = None
    if not isinstance(run, dict):
        return {}, [f"its {RUN_FILE} cannot be read: how it was run is not known"]
    if (version := run.get("format", FORMAT)) != FORMAT:
        raise UsageError(f"{file}: the result has format {str(version)[:40]}; this jobsim reads format {FORMAT}")
    return run, []


def _doubts(file: Path, content: bytes, run: Mapping[str, Any], found: Parsed) -> list[str]:
    """Lines that are missing, or figures that were changed, leave a CSV that can be read all the same."""
    digests = run.get("sha256")
    written = digests.get(file.name) if isinstance(digests, dict) else None
    if written is not None:
        same = written == digest(content)
        return [] if same else [f"its {file.name} is not as the run wrote it: cut off, or edited"]
    doubts = []
    if not content.endswith((b"\n", b"\r")):
        doubts.append(f"its {file.name} has no end of line at its end: cut off?")
    if found.each and gaps(found.each):
        doubts.append(f"its {file.name} has gaps: not every replication from 1 on has every figure")
    return doubts
