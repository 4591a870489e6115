"""The objects in a JSON file's text, taken one at a time from wherever the publisher put them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal, overload

from commissioning.errors import BadFile, shown
from commissioning.ingest.json_text import JsonText
from commissioning.ingest.json_values import (
    TOKEN,
    Fault,
    Oddities,
    PlacedFault,
    Unfinished,
    end_of,
    name_twice,
    syntax_fault,
    value_at,
)

LONGEST_LINE = 1 << 20  # a longer one is read piece by piece, as a package on one line must be
AFTER_OBJECT = ("text after the end of the object", "put each object on a line of its own")
AFTER_END = ("text after the end of the JSON", "remove it, or fetch the file again")

Json = dict[str, Any]


@dataclass(frozen=True)
class Unreadable:
    """An object that cannot be read in a file that otherwise can: what is wrong, and the remedy."""

    what: str
    remedy: str


@dataclass
class JsonObjects:
    """An opened file of objects, to be read once.

    ``package`` has the names read so far in the package around the objects.
    """

    source: JsonText
    arrays: tuple[str, ...]
    package: tuple[str, ...] = ()
    _oddities: Oddities = field(default_factory=Oddities)
    _hands_over: bool = False

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader of the data should know of the file; complete when every object is read."""
        marked = ("a byte-order mark was taken off",) if self.source.has_mark else ()
        return (*marked, *self._oddities.notes())

    @overload
    def each(self, *, hand_over: Literal[False] = ...) -> Iterator[tuple[int, Json]]: ...

    @overload
    def each(self, *, hand_over: bool) -> Iterator[tuple[int, Json | Unreadable]]: ...

    def each(self, *, hand_over: bool = False) -> Iterator[tuple[int, Json | Unreadable]]:
        """Yield each object with its line; see ``json_objects``."""
        self._hands_over = hand_over
        if self.source.next() == "[":
            yield from self._array(may_be_packages=True)
            self._must_end()
        elif self._spans_lines():
            yield from self._document()
            self._must_end()
        else:
            while self.source.next():
                yield from self._line()

    def _spans_lines(self) -> bool:
        """Return whether the first object goes on after its line, which then is no line of objects."""
        source = self.source
        if source.next() != "{":
            found = source.text[source.at : source.at + 20].splitlines()
            what = (
                f"this is not JSON: it begins with {shown(found[0])}" if found else "nothing in it"
            )
            raise source.refusal(what, "check that it is the file meant, and fetch it again")
        end = source.line_end(LONGEST_LINE)
        return end is not None and end_of(source.text[source.at : end], 0) is None

    def _line(self) -> Iterator[tuple[int, Json | Unreadable]]:
        """Yield the object of the next line, or each object of its package."""
        source, line = self.source, self.source.line()
        end = source.line_end(LONGEST_LINE)
        if end is None and source.text[source.at] == "{":
            yield from self._document()
            if source.next() and source.line() == line:
                raise source.refusal(*AFTER_OBJECT)
            return
        text = source.text[source.at : end].rstrip()
        found: Any
        try:
            found, stop = value_at(text, 0, self._oddities, is_all=True)
            if stop < len(text):
                raise source.refusal(*AFTER_OBJECT)
        except Unfinished:
            what = "the line is not a whole object"
            raise source.refusal(what, "fetch the file again: it may be cut off") from None
        except Fault as fault:
            found = self._unreadable(fault, line)
        source.at += len(text)
        yield from self._unpacked(found, line)

    def _array(self, *, may_be_packages: bool = False) -> Iterator[tuple[int, Json | Unreadable]]:
        """Yield the objects of the array that begins here."""
        for _ in self._members("]"):
            line = self.source.line()
            found = self._value()
            if may_be_packages:
                yield from self._unpacked(found, line)
            else:
                yield line, self._object(found, line)

    def _document(self) -> Iterator[tuple[int, Json | Unreadable]]:
        """Yield the objects of the package that begins here, or itself when it is none."""
        source, line = self.source, self.source.line()
        members: Json = {}
        unreadable: Unreadable | None = None
        is_package = False
        self.package = ()
        for _ in self._members("}"):
            name = self._name()
            if name in members:
                fault = name_twice(name)
                raise source.refusal(fault.what, fault.remedy)
            self.package, members[name] = (*self.package, name), None
            if name in self.arrays and source.next() == "[":
                is_package = True
                yield from self._array()
            else:
                members[name] = self._value()
                if isinstance(members[name], Unreadable):
                    unreadable = members[name]
        if not is_package:
            yield line, unreadable or members

    def _members(self, closing: str) -> Iterator[None]:
        """Go from one member of the array or object that begins here to the next, past its end."""
        source = self.source
        source.at += 1
        if self._must_go_on() == closing:
            source.at += 1
            return
        while True:
            yield
            mark = self._must_go_on()
            if mark not in (closing, ","):
                raise self._misplaced()
            source.at += 1
            if mark == closing:
                return
            if self._must_go_on() == closing:
                raise self._misplaced()

    def _name(self) -> str:
        if self._must_go_on() != '"':
            raise self._misplaced()
        name = self._value()
        if self._must_go_on() != ":":
            raise self._misplaced()
        self.source.at += 1
        self._must_go_on()
        return str(name)

    def _value(self) -> Any:
        """Take the next value; an Unreadable one where it cannot be read and may be handed over."""
        source = self.source
        self._must_go_on()
        while True:
            try:
                value, end = value_at(source.text, source.at, self._oddities, is_all=source.is_all)
            except Unfinished:
                if source.is_all:
                    raise self._not_whole() from None
                source.more()
            except Fault as fault:
                at = fault.at if isinstance(fault, PlacedFault) else source.at
                line = source.line_of(at)
                unreadable = self._unreadable(fault, line)
                if not self._skip():
                    raise source.refusal(fault.what, fault.remedy, line=line) from None
                return unreadable
            else:
                source.at = end
                return value

    def _skip(self) -> bool:
        """Go past the value that begins here, by its marks alone; return whether that is safe.

        A line break in a string shows that a quotation mark is missing, and then the brackets
        deceive.
        """
        source = self.source
        while (end := end_of(source.text, source.at)) is None:
            if source.is_all:
                raise self._not_whole()
            source.more()
        while end == len(source.text) and not source.is_all:
            source.more()
            end = end_of(source.text, source.at) or end
        tokens = (token.group() for token in TOKEN.finditer(source.text, source.at, end))
        is_safe = end > source.at and not any("\n" in token for token in tokens)
        source.at = end
        return is_safe

    def _unpacked(self, found: Any, line: int) -> Iterator[tuple[int, Json | Unreadable]]:
        """Yield an object, or the objects of a package."""
        names = [
            n for n in self.arrays if isinstance(found, dict) and isinstance(found.get(n), list)
        ]
        if not names:
            yield line, self._object(found, line)
            return
        self.package = tuple(found)
        for name in names:
            for each in found[name]:
                yield line, self._object(each, line)

    def _object(self, found: Any, line: int) -> Json | Unreadable:
        if isinstance(found, dict | Unreadable):
            return found
        kind = "an array" if isinstance(found, list) else "a bare value"
        remedy = "ask the publisher for the file again: each entry should be an object"
        return self._unreadable(Fault(f"{kind} stands where an object belongs", remedy), line)

    def _unreadable(self, fault: Fault, line: int) -> Unreadable:
        """Return what is handed over in place of an object; raise BadFile when nothing may be."""
        if not self._hands_over:
            raise self.source.refusal(fault.what, fault.remedy, line=line)
        return Unreadable(fault.what, fault.remedy)

    def _must_go_on(self) -> str:
        found = self.source.next()
        if not found:
            raise self._not_whole()
        return found

    def _must_end(self) -> None:
        if self.source.next():
            raise self.source.refusal(*AFTER_END)

    def _not_whole(self) -> BadFile:
        """Return the refusal of a file that ends before its JSON does, at its last line."""
        source = self.source
        last = source.line_of(len(source.text.rstrip()))
        what = "the JSON is not whole: the file ends there"
        return source.refusal(what, "fetch the file again: it may be cut off", line=last)

    def _misplaced(self) -> BadFile:
        fault = syntax_fault(self.source.text, self.source.at)
        return self.source.refusal(fault.what, fault.remedy)
