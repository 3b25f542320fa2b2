"""Reports in a real browser: every picture drawn, no complaint, readable on a phone, by night and on paper."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import jobsim
from jobsim.report.page.writing import write_report, write_report_of
from tests.experiment.sweeps import mm1

sync_api = pytest.importorskip("playwright.sync_api")
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
BURST = Path(__file__).parents[2] / "scenarios" / "burst.yaml"
KINDS = ("run", "small", "runs", "sweep", "sizing")
SMALLEST = 11
"""Points; smaller letters are not to be read."""
Run = Callable[..., jobsim.Result]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A report of each kind."""
    folder = tmp_path_factory.mktemp("reports")
    runs = []
    for count in (2, 4):
        scenario = jobsim.load(
            BURST, [f"processors.worker.count={count}", "replications=6", "expect=[loss_rate < 50%]"]
        )
        runs.append(jobsim.run(scenario).write(folder / f"of-{count}"))
    ties = jobsim.run(BURST.with_name("ties.yaml")).write(folder / "ties")
    for name, folders in {"run": runs[:1], "small": [ties], "runs": runs}.items():
        write_report(folders, folder / f"{name}.html")
    vary = {"processors.w.count": [1, 2], "queue.capacity": "0:5"}
    write_report_of(jobsim.sweep(mm1(), vary, workers=1), folder / "sweep.html")
    promised = jobsim.load(BURST.with_name("promises.yaml"))
    write_report_of(jobsim.size(promised, {"processors.server.count": "2:5"}, workers=1), folder / "sizing.html")
    return {name: folder / f"{name}.html" for name in KINDS}


@pytest.fixture(params=["light", "dark"])
def scheme(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.mark.parametrize("width", [400, 1400])
@pytest.mark.parametrize("name", KINDS)
def test_it_is_drawn_and_readable(browser: Any, pages: dict[str, Path], name: str, width: int, scheme: str) -> None:
    said: list[str] = []
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme, offline=True)
    page = context.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda asked: said.append(asked.url) if not asked.url.startswith(("file:", "data:")) else None)
    page.goto(pages[name].as_uri())
    page.wait_for_function("[...document.querySelectorAll('.picture')].every((one) => one.querySelector('.main-svg'))")
    assert said == []
    # Nothing sticks out, but for what scrolls in a box of its own.
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    for picture in page.query_selector_all(".picture"):
        box = picture.bounding_box()
        assert box["width"] > 0.85 * min(width, 1088) - 32
        drawn = "path.js-line, .bars path, .point path, path.point, .hm image, .heatmaplayer image"
        assert picture.query_selector_all(drawn), picture.get_attribute("id")
        sizes = picture.evaluate(
            "(one) => [...one.querySelectorAll('text')].filter((text) => text.textContent.trim())"
            ".map((text) => parseFloat(getComputedStyle(text).fontSize))"
        )
        assert min(sizes) >= SMALLEST
    context.close()


def luminance(colour: str) -> float:
    """Of `rgb(r, g, b)`, as the Web Content Accessibility Guidelines have it."""
    parts = [float(part) / 255 for part in colour.split("(")[1].rstrip(")").split(",")[:3]]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """From 1 to 21."""
    dark, light = sorted([luminance(one), luminance(other)])
    return (light + 0.05) / (dark + 0.05)


COLOURS = """() => {
  const colour = (selector, what) => getComputedStyle(document.querySelector(selector))[what];
  return [colour("html", "backgroundColor"), colour("body", "color"), colour("figcaption", "color"),
          colour(".xtick text", "fill"), colour(".legendtext", "fill"), colour("tr.missed > th", "color"),
          colour("a", "color")];
}"""


def test_its_colours_are_the_readers(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page(color_scheme="light")
    page.goto(pages["run"].as_uri())
    page.wait_for_selector(".legendtext")
    grounds = set()
    for how in ({"color_scheme": "light"}, {"color_scheme": "dark"}, {"color_scheme": "dark", "media": "print"}):
        page.emulate_media(**how)
        page.wait_for_timeout(500)  # the pictures are drawn again
        ground, *inks = page.evaluate(COLOURS)
        grounds.add(ground)
        for ink in inks:
            assert contrast(ground, ink) >= 4.5, (how, ground, ink)
    assert grounds == {"rgb(255, 255, 255)", "rgb(20, 24, 29)"}
    page.close()


def test_it_can_be_printed(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["run"].as_uri())
    page.wait_for_selector(".legendtext")
    assert page.pdf(format="A4").startswith(b"%PDF")
    page.close()


def test_it_is_read_without_a_mouse(browser: Any, pages: dict[str, Path]) -> None:
    page = browser.new_page()
    page.goto(pages["run"].as_uri())
    reached = set()
    for _ in range(30):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.tagName + ' ' + (document.activeElement.className || '')"))
    assert {"A ", "DIV table", "SUMMARY "} <= reached
    labels = page.eval_on_selector_all(".picture", "(all) => all.map((one) => one.getAttribute('aria-label'))")
    assert len(labels) == 6
    assert all(len(label) > 40 for label in labels)
    page.close()
