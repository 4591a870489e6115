"""Every page in a real Chromium: no accessibility fault, no overflow, reached by the keyboard, printed whole."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.packs.every_page import PAGES

CHROMIUM = Path("/usr/bin/chromium")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = """async (tags) => (await axe.run({runOnly: tags})).violations.map(
    (one) => `${one.id}: ${one.help} (${one.nodes.length}): ${one.nodes[0].html}`)"""
OPEN_ALL = "document.querySelectorAll('details').forEach(one => one.open = true)"
NUMBER_ALL = """() => {
    const can = 'a[href], button, input, select, summary, [tabindex="0"]';
    const all = [...document.querySelectorAll(can)].filter((one) => one.checkVisibility());
    all.forEach((one, place) => { one.dataset.place = place; });
    return all.length;
}"""
AS_MANY = 25  # presses of the key: more stops are links of one list

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(not CHROMIUM.exists(), reason="chromium is not installed"),
]


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
def address(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], str]:
    """Return a function that makes the page of a name and returns its address."""
    folder = tmp_path_factory.mktemp("pages")

    def made(name: str) -> str:
        file = folder / f"{name}.html"
        if not file.exists():
            file.write_bytes(PAGES[name]())
        return file.as_uri()

    return made


@pytest.fixture(scope="module")
def axe() -> str:
    package = pytest.importorskip("axe_playwright_python", reason="axe is not installed")
    [script] = Path(package.__file__).parent.rglob("axe.min.js")
    return script.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fits_its_screen_is_gone_through_by_the_keyboard_and_has_no_fault(
    browser, address, axe, name
):
    page = browser.new_page(viewport={"width": 320, "height": 900})  # where tables scroll
    asked, logged = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: logged.append(message.text))
    page.goto(address(name))
    assert (asked, logged) == ([address(name)], [])
    stops = min(page.evaluate(NUMBER_ALL), AS_MANY)
    assert [tabbed_to(page) for _ in range(stops)] == list(range(stops))
    page.evaluate(OPEN_ALL)
    page.evaluate(axe)
    for width in (320, 390, 1280):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        if width != 390:
            assert page.evaluate(FAULTS, TAGS) == [], width
    page.close()


def tabbed_to(page) -> int:
    """Press the key and return which stop it came to."""
    page.keyboard.press("Tab")
    return page.evaluate("Number(document.activeElement.dataset.place)")


@pytest.mark.parametrize("name", ["dmt", "needs"])
def test_what_is_kept_back_is_printed_and_forced_colours_lose_no_chart(browser, address, name):
    page = browser.new_page(forced_colors="active", color_scheme="dark")
    page.goto(address(name))
    ground = page.evaluate("getComputedStyle(document.querySelector('svg.chart')).backgroundColor")
    hidden = page.locator("details table").first
    assert not hidden.is_visible()
    page.emulate_media(media="print")
    assert hidden.bounding_box()["height"] > 0
    page.close()
    assert ground == "rgb(255, 255, 255)"


def test_the_index_shows_what_is_asked_for_and_everything_without_script(browser, address):
    page = browser.new_page()
    page.goto(address("index"))
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
    silent.goto(address("index"))
    assert silent.locator(".packs > li:visible").count() == 3
    assert silent.locator("form:visible").count() == 0


def test_the_keyboard_goes_through_the_index_in_its_order(browser, address):
    page = browser.new_page()
    page.goto(address("index"))
    reached = []
    for _ in range(7):
        page.keyboard.press("Tab")
        reached.append(
            page.evaluate("document.activeElement.id || document.activeElement.innerText")
        )
    assert reached == [
        "Skip to the packs",
        "words",
        "audience",
        "period",
        "scope",
        "standing",
        "Show all",
    ]
    page.close()
