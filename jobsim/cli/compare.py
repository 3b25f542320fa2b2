"""`jobsim compare`."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from jobsim.cli.app import Report, Strict, app
from jobsim.errors import EXPECTATION_FAILED, UsageError


@app.command
def compare(
    *runs: Annotated[Path, Parameter(help="Folders of results, or their CSVs; the first is the baseline.")],
    baseline: Annotated[str | None, Parameter(help="Another one of them is, by its name or path.")] = None,
    margin: Annotated[str, Parameter(help="What differs by less of the baseline's value is equivalent.")] = "5%",
    fail_if: Annotated[
        tuple[str, ...],
        Parameter(help="End with 3 where so, like 'p99(response) > +5%'.", negative=(), show_default=False),
    ] = (),
    strict: Strict = False,
    csv: Annotated[Path | None, Parameter(help="Write every figure to this file, too.")] = None,
    json: Annotated[Path | None, Parameter(help="The same as JSON, with notes and settings.")] = None,
    markdown: Annotated[Path | None, Parameter(help="Write what is shown as a table for GitHub.")] = None,
    report: Report = None,
) -> int:
    """Hold results against the first of them: value, value, difference with its interval, verdict."""
    from jobsim.analysis.changes import Finding, judge_changes, parse_change
    from jobsim.analysis.compared import CSV_HEAD, JSON_HEAD
    from jobsim.analysis.comparison import compare as compare_results
    from jobsim.report.changes import changes_table
    from jobsim.report.markdown import MARKDOWN_HEAD
    from jobsim.report.markdown import markdown as as_markdown
    from jobsim.report.side_by_side import side_by_side
    from jobsim.report.terminal import console
    from jobsim.results.whole import check_own, write_file

    changes = [parse_change(text) for text in fail_if]
    found = compare_results(runs, margin=_number_or_text(margin), baseline=baseline)
    judged = judge_changes(found, changes)
    outputs = [
        ("All figures", csv, CSV_HEAD, found.csv),
        ("All as JSON", json, JSON_HEAD, found.json),
        ("As Markdown", markdown, MARKDOWN_HEAD, lambda: as_markdown(found)),
    ]
    wanted = [(what, file, head, text) for what, file, head, text in outputs if file is not None]
    files = [file.absolute() for file in (csv, json, markdown, report) if file is not None]
    if len(set(files)) < len(files):
        raise UsageError("--csv, --json, --markdown and --report cannot write to the same file")
    # All are looked at before any is written, and written before anything is printed: a closed pipe costs no file.
    for _, file, head, _ in wanted:
        check_own(file, head, "comparison")
    if report is not None:
        from jobsim.report.page.writing import write_report

        write_report(runs, report, margin=_number_or_text(margin), baseline=baseline)
    for _, file, _, text in wanted:
        write_file(file, text())
    terminal = console()
    terminal.print(side_by_side(found, terminal.width))
    if judged:
        terminal.print(changes_table(judged))
    for what, file, _, _ in wanted:
        print(f"{what}: {file}")
    if report is not None:
        print(f"Report: {report}")
    failing = (Finding.FAILED, Finding.UNDECIDED) if strict else (Finding.FAILED,)
    return EXPECTATION_FAILED if any(each.finding in failing for each in judged) else 0


def _number_or_text(margin: str) -> float | str:
    """A bare number is one."""
    try:
        return float(margin)
    except ValueError:
        return margin
