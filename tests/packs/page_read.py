"""A page as a reader's software sees it: elements in order, with their attributes and text."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from commissioning.packs.page import environment
from commissioning.packs.section import Section

VOID = {"meta", "br", "link", "img", "input"}


@dataclass
class Element:
    """An element, its attributes, its text (with that of its children) and the element around it."""

    tag: str
    attributes: dict[str, str]
    parent: "Element | None"
    text: str = ""
    children: list["Element"] = field(default_factory=list)

    def within(self, tag: str) -> "Element | None":
        """Return the nearest element of that tag around this one."""
        around = self.parent
        while around is not None and around.tag != tag:
            around = around.parent
        return around

    def all(self, tag: str) -> list["Element"]:
        """Return the elements of that tag inside this one, in order."""
        found = []
        for child in self.children:
            found += [child] if child.tag == tag else []
            found += child.all(tag)
        return found


class Reader(HTMLParser):
    """Reads a page into elements."""

    def __init__(self) -> None:
        super().__init__()
        self.root = self.here = Element("page", {}, None)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attributes}, self.here)
        self.here.children.append(element)
        if tag not in VOID:
            self.here = element

    def handle_startendtag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.here.children.append(
            Element(tag, {name: value or "" for name, value in attributes}, self.here)
        )

    def handle_endtag(self, tag: str) -> None:
        assert self.here.tag == tag, f"</{tag}> closes <{self.here.tag}>"
        assert self.here.parent is not None
        self.here = self.here.parent

    def handle_data(self, data: str) -> None:
        around: Element | None = self.here
        while around is not None:
            around.text += data
            around = around.parent


def read(html: bytes) -> Element:
    """Return the page; fails where an element is not closed by its own tag."""
    reader = Reader()
    reader.feed(html.decode("utf-8"))
    assert reader.here is reader.root
    return reader.root


def shown(section: Section) -> Element:
    """Return one section as its own template writes it."""
    template = environment().get_template(section.template)
    return read(template.render(context=section.context).encode("utf-8"))


def rows_of(page: Element, table: str) -> list[list[str]]:
    """Return the body of the first table of that name, cell by cell."""
    found = next(one for one in page.all("table") if one.attributes["class"].split()[0] == table)
    body = found.all("tbody")[0]
    return [[" ".join(cell.text.split()) for cell in row.children] for row in body.all("tr")]
