"""What a profile may say of where packs are sent, and of who may read them."""

from pathlib import Path

import pytest

from commissioning.errors import BadFile
from commissioning.settings import check_profile, load_profile
from tests.cases.council import PROFILE


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            'notify = ["json://user:hunter2@host/"]',
            "put the address in a variable and write its name",
        ),
        ('to = "s3://key:hunter2@bucket/packs"', "leave them out of the profile"),
        ('scope = "jo-bloggs"', "add the folder it goes to, or who is told"),
        ('to = "shared"', "add may_hold_exempt = true where only those entitled to it read"),
        ('notify = ["PACKS_URL"]', "sends the packs of dmt, which hold what is exempt"),
        ('to = "shared"\nsend = "yes"', "use audience, scope, to, notify, may_hold_exempt"),
    ],
)
def test_an_address_with_a_secret_or_no_address_is_refused(tmp_path, lines, said):
    more = f'[[packs.distribution]]\naudience = "dmt"\n{lines}'
    (tmp_path / "elsewhere.toml").write_text(PROFILE.format(name="elsewhere", more=more))
    with pytest.raises(BadFile) as refused:
        load_profile("elsewhere", [tmp_path])
    assert said in str(refused.value)
    assert "hunter2" not in str(refused.value)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('open = ["public", "exempt"]', "only public and needs can be open to everybody"),
        ('open = ["dmt"]', "has dmt, whose packs hold what is exempt"),
        ('readers = ["*"]', "write names, or *@council.gov.uk"),
        ('readers = [""]', "write names, or *@council.gov.uk"),
    ],
)
def test_what_would_let_everybody_read_what_is_exempt_is_refused(tmp_path, line, said):
    (tmp_path / "elsewhere.toml").write_text(
        PROFILE.format(name="elsewhere", more=f"[packs]\n{line}")
    )
    with pytest.raises(BadFile) as refused:
        load_profile("elsewhere", [tmp_path])
    assert said in str(refused.value)


def sending(folder, audience: str, more: str = "") -> Path:
    """Write the profile of a council that sends an audience's packs to a folder; return that of the profile."""
    sent = f'[[packs.distribution]]\naudience = "{audience}"\nto = "shared"\n{more}'
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "elsewhere.toml").write_text(PROFILE.format(name="elsewhere", more=sent))
    return folder


@pytest.mark.parametrize("audience", ["manager", "dmt", "exempt", "provider"])
def test_what_holds_exempt_values_goes_only_where_they_may_be(tmp_path, audience):
    with pytest.raises(BadFile, match=f"packs.distribution.1 sends the packs of {audience}"):
        load_profile("elsewhere", [sending(tmp_path, audience)])
    allowed = sending(tmp_path, audience, "may_hold_exempt = true")
    assert load_profile("elsewhere", [allowed]).packs.distribution[0].may_hold_exempt


@pytest.mark.parametrize("audience", ["public", "needs"])
def test_what_is_published_goes_anywhere(tmp_path, audience):
    found = load_profile("elsewhere", [sending(tmp_path, audience)])
    assert [one.audience for one in found.packs.distribution] == [audience]


def test_doctor_finds_it_too(tmp_path):
    [found] = check_profile(sending(tmp_path, "dmt") / "elsewhere.toml")  # which is what it asks
    assert "key packs.distribution.1 sends the packs of dmt, which hold what is exempt" in found
