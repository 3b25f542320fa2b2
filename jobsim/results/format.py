"""The form of a result's files: its version, and how a file is known to be as it was written."""

import hashlib

FORMAT = 1
"""The version of the result files: the columns and their order."""

RUN_FILE = "run.json"
FIGURES_FILES = ("replications.csv", "summary.csv")
"""The files that figures are read back from; run.json holds their digests."""

_BOM = b"\xef\xbb\xbf"


def digest(content: bytes) -> str:
    """The SHA-256 of a text with plain line ends, so that copying it to another system changes nothing."""
    return hashlib.sha256(content.removeprefix(_BOM).replace(b"\r\n", b"\n")).hexdigest()
