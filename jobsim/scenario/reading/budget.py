"""What the files of one scenario may take, counted over all of them."""

from dataclasses import dataclass, field
from pathlib import Path

MOST_BYTES = 1_000_000
MOST_NODES = 100_000
MOST_DEPTH = 40
LONGEST_SCALAR = 10_000
LONGEST_KEY = 200
MOST_COLUMN_BYTES = 20_000_000
MOST_COLUMN_VALUES = 200_000


@dataclass(slots=True)
class Budget:
    """What one scenario may still take, whatever the number of files it is made of."""

    bytes: int = MOST_BYTES
    nodes: int = MOST_NODES
    column_bytes: int = MOST_COLUMN_BYTES
    column_values: int = MOST_COLUMN_VALUES
    columns: dict[tuple[Path, str, str], tuple[dict[str, list[str | int | float]], str]] = field(default_factory=dict)
    """CSV columns read already: to read one again costs no bytes."""
