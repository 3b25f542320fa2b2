"""Draws the pictures of README and manual, from runs of the shipped scenarios, in a Chromium that is on the PATH.

python docs/draw.py
"""

import shutil
import tempfile
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

import jobsim
from jobsim.report.page.writing import write_report

ROOT = Path(__file__).parents[1]
PICTURES = ROOT / "docs" / "pictures"
WIDTH = 860


def burst(folder: Path) -> Path:
    """The report of the run that opens the README."""
    run = jobsim.run(ROOT / "scenarios" / "burst.yaml").write(folder / "burst")
    write_report([run], folder / "burst.html")
    return folder / "burst.html"


def take(page: Page, report: Path, picture: str, file: Path) -> None:
    """One picture of a report."""
    page.goto(report.as_uri())
    page.wait_for_selector(".main-svg")
    page.locator(f"#picture-{picture}").screenshot(path=file)


def main() -> None:
    """Draw all."""
    PICTURES.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as name:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": WIDTH, "height": 900}, device_scale_factor=2, color_scheme="light")
        take(page, burst(Path(name)), "queue", PICTURES / "burst-queue.png")
        browser.close()


if __name__ == "__main__":
    main()
