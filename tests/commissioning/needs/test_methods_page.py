"""Every example of the page of methods is run as it stands."""

import doctest
from pathlib import Path

from commissioning import needs

PAGE = Path(__file__).parents[3] / "docs" / "reference" / "methods.md"
METHODS = {
    *("intervals", "proportions", "rates", "means", "standardised", "quantiles", "inequality"),
    *("funnels", "life_expectancy", "comparison", "trend"),
}


def test_every_example_gives_what_the_page_says():
    text = PAGE.read_text(encoding="utf-8").replace("```", "")
    page = doctest.DocTestParser().get_doctest(text, {}, PAGE.name, str(PAGE), 0)
    told: list[str] = []
    doctest.DocTestRunner(optionflags=doctest.NORMALIZE_WHITESPACE).run(page, out=told.append)
    assert not told, "".join(told)
    assert len(page.examples) > 2 * len(METHODS)


def test_every_method_has_its_file_and_its_place_on_the_page():
    files = {path.stem for path in Path(needs.__file__).parent.glob("*.py")}
    text = PAGE.read_text(encoding="utf-8")
    assert files >= METHODS
    assert all(f"`{name}.py`" in text for name in METHODS)
