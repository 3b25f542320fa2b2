"""From results, on disk or in memory, to the file of their report."""

from collections.abc import Sequence
from pathlib import Path

from jobsim.analysis.comparison import compare
from jobsim.analysis.sized import Sizing
from jobsim.errors import UsageError, printable
from jobsim.report.page.page import PAGE_HEAD, Page, html
from jobsim.report.page.runs import page_of_one, page_of_several
from jobsim.report.page.sizing import page_of_sizing
from jobsim.report.page.sweeps import page_of_sweep
from jobsim.results.findings import Findings
from jobsim.results.stored.result import Stored
from jobsim.results.stored.sweep import is_sweep, read_sweep
from jobsim.results.sweep import Sweep
from jobsim.results.whole import check_own, write_over_own


def check_report(file: str | Path) -> None:
    """Raise FileAccessError if anything is in the file's place but an earlier report."""
    check_own(Path(file), PAGE_HEAD, "report")


def write_report(
    folders: Sequence[str | Path], file: str | Path, *, baseline: str | Path | None = None, margin: float | str = 0.05
) -> None:
    """Write the report of folders of results, or of a sweep; an older report is replaced, and nothing else.

    Raises UsageError for what is no result, FileAccessError for what cannot be read or written.
    """
    check_report(file)
    _write(_page(folders, baseline, margin), file)


def write_report_of(found: Sweep | Sizing, file: str | Path) -> None:
    """The same of a sweep or a sizing that is in memory. Raises FileAccessError."""
    _write(page_of_sweep(found) if isinstance(found, Sweep) else page_of_sizing(found), file)


def _write(page: Page, file: str | Path) -> None:
    write_over_own(Path(file), html(page), PAGE_HEAD, "report")


def _page(folders: Sequence[str | Path], baseline: str | Path | None, margin: float | str) -> Page:
    sweeps = [folder for folder in folders if is_sweep(folder)]
    if sweeps and len(folders) > 1:
        raise UsageError(f"{sweeps[0]} is a sweep: it has a report of its own, beside nothing else")
    if sweeps:
        return page_of_sweep(read_sweep(sweeps[0]))
    stored = [Stored.read(folder) for folder in folders]
    if len(stored) == 1:
        return page_of_one(printable(stored[0].scenario.name), stored[0])
    comparison = compare(list(folders), margin=margin, baseline=baseline)
    return page_of_several(_in_order(stored, comparison.names), comparison)


def _in_order(stored: Sequence[Stored], names: Sequence[str]) -> list[tuple[str, Findings]]:
    """Results by the names of a comparison, which has its baseline first."""
    left = list(stored)
    found: list[tuple[str, Findings]] = []
    for name in names:
        at = next(at for at, one in enumerate(left) if printable(str(one.folder)).endswith(name))
        found.append((name, left.pop(at)))
    return found
