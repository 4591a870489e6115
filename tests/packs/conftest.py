"""What the tests of single sections share."""

from xml.etree.ElementTree import Element

import pytest

from commissioning.packs.drawing import SVG, Plane


@pytest.fixture
def undrawn(monkeypatch):
    """Leave the charts blank: drawing takes longer than all else, and the tests of whole pages do it."""
    size = {"width": "880", "height": "100"}
    monkeypatch.setattr(Plane, "drawn", lambda *_layers: Element(f"{{{SVG}}}svg", size))
