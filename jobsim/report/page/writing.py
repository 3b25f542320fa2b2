"""From results, on disk or in memory, to the file of their report."""

import os
from collections.abc import Sequence
from pathlib import Path

from jobsim.analysis.comparison import compare
from jobsim.analysis.sized import Sizing
from jobsim.errors import FileAccessError, UsageError, printable
from jobsim.report.page.page import PAGE_HEAD, Page, html
from jobsim.report.page.runs import page_of_one, page_of_several
from jobsim.report.page.sizing import page_of_sizing
from jobsim.report.page.sweeps import page_of_sweep
from jobsim.results.findings import Findings
from jobsim.results.format import RUN_FILE
from jobsim.results.stored.result import Stored
from jobsim.results.stored.sweep import is_sweep, read_sweep
from jobsim.results.sweep import Sweep
from jobsim.results.whole import check_own, write_over_own

_OTHER_KINDS = (".pdf", ".png", ".svg", ".jpg", ".jpeg", ".md", ".csv", ".json", ".docx")


def check_report(file: str | Path, results: Sequence[Path] = ()) -> None:
    """Raise FileAccessError where no report can be written: in no folder, in one of results, or over something else.

    UsageError for what is named as no page is. `results` are folders of results that are about to be written.
    """
    file = Path(file)
    if file.suffix.lower() in _OTHER_KINDS:
        raise UsageError(f"{file}: a report is a page for a browser; give it a name like {file.stem}.html")
    check_own(file, PAGE_HEAD, "report")
    folder = file.absolute().parent
    if not folder.is_dir() or not os.access(folder, os.W_OK):
        raise FileAccessError(f"{file}: there is no folder {file.parent} that can be written to")
    if (folder / RUN_FILE).exists() or any(folder == one.absolute() for one in results):
        raise FileAccessError(
            f"{file} would lie in a folder of results, which the next run could not replace then: put it beside"
        )


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
    ordered: list[Findings] = [stored[at] for at in comparison.order]
    return page_of_several(list(zip(comparison.names, ordered, strict=True)), comparison)
