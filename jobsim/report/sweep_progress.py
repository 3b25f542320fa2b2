"""A progress bar for sweeps, where there is a terminal to draw it on."""

from typing import Self

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar


class SweepBar:
    """Told how far a sweep is, it draws the points that have ended, the share done, and the time left."""

    def __init__(self, name: str, console: Console) -> None:
        self._bar = Bar(
            TextColumn("{task.description}"),
            BarColumn(),
            TextColumn("{task.fields[figures]}"),
            TimeRemainingColumn(elapsed_when_finished=True),
            console=console,
            transient=True,
            speed_estimate_period=300,
        )
        self._task = self._bar.add_task(name, total=1.0, figures="")

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *exception: object) -> None:
        self._bar.stop()

    def __call__(self, ended: int, points: int, failed: int, share: float) -> None:
        figures = f"{ended:,} of {points:,} points" + (f", {failed:,} failed" if failed else "")
        self._bar.update(self._task, completed=share, figures=figures)
