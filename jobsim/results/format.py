"""The form of a result's files: its version, and how a file is known to be as it was written."""

import hashlib
from pathlib import Path

FORMAT = 1
"""The version of the result files: the columns and their order."""

RUN_FILE = "run.json"
FIGURES_FILES = ("replications.csv", "summary.csv")
"""The files that figures are read back from; run.json holds their digests."""
TABLES_FILES = ("attempts.csv", "jobs.csv", "processors.csv", "timeline.csv")
"""The files of what happened, which can be large; run.json holds their lengths."""

_BOM = b"\xef\xbb\xbf"


def digest(content: bytes) -> str:
    """The SHA-256 of a text with plain line ends, so that copying it to another system changes nothing."""
    return hashlib.sha256(content.removeprefix(_BOM).replace(b"\r\n", b"\n")).hexdigest()


def has_length(file: Path, length: int) -> bool:
    """Whether a file has so many bytes, those not counted that copying it to another system may have added."""
    added = file.stat().st_size - length
    if added <= 0:
        return added == 0
    with file.open("rb") as content:
        begins_with_bom = content.read(len(_BOM)) == _BOM
        content.seek(0)
        line_ends = sum(line.endswith(b"\r\n") for line in content)
    return added == line_ends + len(_BOM) * begins_with_bom
