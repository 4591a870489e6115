"""What a profile may say of where packs are sent, and of who may read them."""

import pytest

from commissioning.errors import BadFile
from commissioning.settings import load_profile
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
        ('open = ["public", "exempt"]', "the exempt part is never open to everybody"),
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
