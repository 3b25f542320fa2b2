"""Draws the pictures of README and manual from the commands that stand there, in a Chromium that is on the PATH.

python -m tests.manual.draw
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

from tests.manual.blocks import DOCS, blocks, commands
from tests.manual.scratch import fill, run_line

PICTURES = DOCS / "pictures"
_WIDTH, _SCALE = 860, 1.5
OF_BURST = ("jobsim -q scenarios/burst.yaml --report page.html", {"burst-queue": "queue"})
OF_COOKBOOK = [
    {
        "jobsim size workers.yaml -q --vary processors.worker.count=7:16 --report page.html": {
            "workers-response": "expected-0",
            "workers-busy": "expected-1",
        }
    },
    {
        "jobsim report results/capacity.sweep@replications=20 --out page.html": {
            "capacity-loss": "curve-2",
            "capacity-response": "curve-0",
        }
    },
    {"jobsim report retries none short --out page.html": {"retries": "flow"}},
    {"jobsim report reject oldest short --out page.html": {"overflow": "durations"}},
    {"jobsim report closed open --out page.html": {"closed-open": "durations"}},
    {
        "jobsim report plain --out page.html": {"batch-plain": "responses"},
        "jobsim report first --out page.html": {"batch-first": "responses"},
    },
    {"jobsim report lossy even --out page.html": {"bursts": "queue"}},
]
"""By section, commands that write a report once its own commands have run, and which of its pictures are taken."""


def main() -> None:
    """Draw all."""
    from playwright.sync_api import sync_playwright

    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        fill(folder)
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(
            viewport={"width": _WIDTH, "height": 900}, device_scale_factor=_SCALE, color_scheme="light"
        )
        _draw(page, folder, *OF_BURST)
        sections = (DOCS / "cookbook.md").read_text(encoding="utf-8").split("\n## ")[1:]
        for section, reports in zip(sections, OF_COOKBOOK, strict=True):
            _follow(section, folder)
            for line, wanted in reports.items():
                _draw(page, folder, line, wanted)
        browser.close()


def _follow(section: str, folder: Path) -> None:
    """Write the files of a section, and run its commands."""
    for block in blocks(section):
        if block.file:
            (folder / block.file).write_text(block.text, encoding="utf-8")
        elif block.language == "console":
            for command in commands(block):
                run_line(command.line, folder).check_returncode()


def _draw(page: Any, folder: Path, line: str, wanted: dict[str, str]) -> None:
    run_line(line, folder).check_returncode()
    page.goto((folder / "page.html").as_uri())
    page.wait_for_selector(".main-svg")
    for name, picture in wanted.items():
        page.locator(f"#picture-{picture}").screenshot(path=PICTURES / f"{name}.png")


if __name__ == "__main__":
    main()
