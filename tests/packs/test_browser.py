"""The pack and its index in a real Chromium: no accessibility fault, no overflow, printed whole."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from commissioning.packs.build import build
from commissioning.packs.index import index_page
from commissioning.packs.inputs import PackEntry, Withdrawal
from tests.packs.builders import ON
from tests.packs.measure_builders import many_measures
from tests.packs.section_builders import every_section
from tests.packs.test_index import Q2, entry

CHROMIUM = Path("/usr/bin/chromium")

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
]


def withdrawn() -> PackEntry:
    """Return a pack that was withdrawn."""
    return replace(entry(Q2), withdrawal=Withdrawal(ON, "A. Head", "The wrong register."))


def manager() -> PackEntry:
    """Return another readership's pack, with a workbook and a pack before it."""
    before = ("2021/22 Q4", "9 of 9 need a decision.")
    made = replace(entry(headline="One is late."), audience="manager", scope="jo-bloggs-0123456789")
    return replace(made, before=before, workbook="2022-23-q1/manager-v1.xlsx")


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as started:
        chromium = started.chromium.launch(
            executable_path=str(CHROMIUM), args=["--no-sandbox", "--disable-gpu"]
        )
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    folder = tmp_path_factory.mktemp("packs")
    made = {
        "pack": build(every_section()).html,
        "measures": build(many_measures()).html,
        "index": index_page("Anytown Council", [entry(), withdrawn(), manager()]),
        "empty index": index_page("Anytown Council", []),
    }
    for name, html in made.items():
        (folder / f"{name}.html").write_bytes(html)
    return {name: (folder / f"{name}.html").as_uri() for name in made}


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("name", ["pack", "measures", "index", "empty index"])
def test_axe_finds_no_fault(browser, pages, name, width):
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[name])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    found = axe.Axe().run(page)
    page.close()
    assert found.violations_count == 0, found.generate_report()


def test_the_index_shows_what_is_asked_for_and_everything_without_script(browser, pages):
    page = browser.new_page()
    page.goto(pages["index"])
    lines = page.locator(".packs > li:visible")
    assert lines.count() == 3
    page.get_by_label("Search").fill("ONE  jo b")
    assert lines.all_inner_texts()[0].startswith("Contract manager, jo bloggs")
    assert page.locator("h2:visible").all_inner_texts() == ["2022/23 Q1"]
    assert page.locator("output").inner_text() == "1 of 3 shown"
    page.get_by_label("Standing").select_option("withdrawn")
    assert page.get_by_text("No pack matches.").is_visible()
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("document.querySelectorAll('.packs > li:not([hidden])').length === 3")
    page.get_by_label("For").select_option("manager")
    assert lines.count() == 1
    page.close()
    silent = browser.new_context(java_script_enabled=False).new_page()
    silent.goto(pages["index"])
    assert silent.locator(".packs > li:visible").count() == 3
    assert silent.locator("form:visible").count() == 0


def test_the_keyboard_goes_through_the_index_in_its_order(browser, pages):
    page = browser.new_page()
    page.goto(pages["index"])
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.innerText")
        )
    assert reached[:7] == [
        "Skip to the packs",
        "words",
        "audience",
        "period",
        "scope",
        "standing",
        "Show all",
    ]
    page.close()


@pytest.mark.parametrize("width", [320, 390, 1280])
@pytest.mark.parametrize("name", ["pack", "measures"])
def test_the_page_never_scrolls_sideways(browser, pages, name, width):
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.goto(pages[name])
    page.evaluate("document.querySelectorAll('details').forEach(one => one.open = true)")
    across = page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert across <= width


def test_nothing_is_fetched_and_nothing_is_logged(browser, pages):
    page = browser.new_page()
    asked, logged = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.goto(pages["pack"])
    page.close()
    assert asked == [pages["pack"]]
    assert logged == []


def test_what_is_kept_back_on_a_screen_is_printed(browser, pages):
    page = browser.new_page()
    page.goto(pages["pack"])
    hidden = page.locator("#annex table").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.bounding_box()["height"] > 0
    page.close()


def test_forced_colours_lose_no_bar(browser, pages):
    page = browser.new_page(forced_colors="active", color_scheme="dark")
    page.goto(pages["pack"])
    ground = page.evaluate("getComputedStyle(document.querySelector('svg.chart')).backgroundColor")
    page.close()
    assert ground == "rgb(255, 255, 255)"
