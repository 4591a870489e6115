"""A refused source of needs data is what the operator reads, whatever becomes of the profile."""

from datetime import date
from types import SimpleNamespace

import pytest

from flows import needs
from flows.refresh import SourcesStopped


def test_a_profile_that_cannot_be_issued_does_not_hide_which_source_was_refused(monkeypatch):
    def stopped(*_args, **_named):
        raise SourcesStopped("census.csv was refused")

    def failed(*_args, **_named):
        raise IndexError

    profile = SimpleNamespace(packs=SimpleNamespace(audiences=("dmt", "needs")))
    workplace = SimpleNamespace(profile=profile)
    monkeypatch.setattr(needs, "open_workplace", lambda _authority: workplace)
    monkeypatch.setattr(needs, "is_due", lambda *_args: True)
    monkeypatch.setattr(needs, "day_due", lambda on, _profile: on)
    monkeypatch.setattr(needs, "refresh_sources", stopped)
    monkeypatch.setattr(needs, "issue_needs_profile", failed)
    with pytest.raises(SourcesStopped, match=r"census\.csv"):
        needs.refresh_needs.fn("anytown", on=date(2026, 4, 1))
