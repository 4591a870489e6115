"""The needs profile in a real Chromium: no accessibility fault, no overflow, printed whole."""

from pathlib import Path

import pytest

from commissioning.packs.need_profile import build_profile
from tests.packs.need_builders import full_need_inputs, need_inputs
from tests.packs.test_browser import browser, pytestmark

__all__ = ["browser", "pytestmark"]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("profiles")
    made = {"full": full_need_inputs(), "empty": need_inputs()}
    for name, inputs in made.items():
        (folder / f"{name}.html").write_bytes(build_profile(inputs).html)
    return {name: Path(folder / f"{name}.html").as_uri() for name in made}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["full", "empty"])
def test_axe_finds_no_fault_and_nothing_scrolls_sideways(browser, pages, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[name])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = axe.Axe().run(page)
    across = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert found.violations_count == 0, found.generate_report()
    assert across <= width


def test_tables_kept_back_are_printed_and_forced_colours_lose_no_chart(browser, pages):
    page = browser.new_page(forced_colors="active", color_scheme="dark")
    page.goto(pages["full"])
    ground = page.evaluate("getComputedStyle(document.querySelector('svg.chart')).backgroundColor")
    hidden = page.locator("details table").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.bounding_box()["height"] > 0
    page.close()
    assert ground == "rgb(255, 255, 255)"
