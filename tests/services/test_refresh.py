"""The whole way: a profile that pulls, one command, and the register that comes of it."""

import json

import pytest

from commissioning.sources import SOURCES
from tests.commands import Terminal
from tests.services.imitated import NOTICE, FindATender
from tests.services.imitation import HOST, Imitation, Reply, listening
from tests.services.registers import KEY, companies_house, company
from tests.services.test_find_a_tender import NINE

pytestmark = pytest.mark.thorough

PROFILE = """\
name = "anytown"
title = "Anytown Council"
kind = "unitary_authority"
jurisdiction = "england"
regimes = ["pa2023"]
holidays = "england-and-wales"
area_code = "E06000001"
area_name = "Anytown"

[fetching]
hosts = ["{host}"]

[sources.companies]
feed = "providers"
adapter = "companies_house_api"
service = "companies-house"
address = "{companies}"
slot = "companies"
title = "Companies House"
publisher = "Companies House"
licence = "Free of charge"

[sources.register]
feed = "agreements"
adapter = "canonical_agreements"
path = "register.csv"
slot = "register"
title = "Register"
publisher = "Anytown Council"
licence = "Open Government Licence v3.0"
"""
NOTICES = """
[sources.notices]
feed = "notices"
adapter = "ocds"
service = "find-a-tender"
address = "{notices}"
from_on = 2026-04-10
buyers = ["Harrogate Town Council"]
slot = "notices"
title = "Find a Tender"
publisher = "Cabinet Office"
licence = "Open Government Licence v3.0"
"""
REGISTER = "reference,title,provider_name,provider_org_id,ends_on\nA1,Care,Alpha,GB-COH-01234567,2027-03-31\n"
ON = ("--plain", "--json", "--on", "2026-04-10")


@pytest.fixture
def terminal(home, monkeypatch):
    monkeypatch.setenv("COMMISSIONING_COMPANIES_HOUSE_KEY", KEY)
    (home / "authorities").mkdir()
    (home / "authorities" / "register.csv").write_text(REGISTER)
    return Terminal(home, "anytown")


def write_profile(home, text):
    (home / "authorities" / "anytown.toml").write_text(text)


def test_a_refresh_loads_the_register_and_then_looks_its_providers_up(terminal, home):
    found = companies_house({"01234567": company("ALPHA CARE LIMITED", overdue=True)}, {})
    with listening(Imitation(found)) as imitation:
        write_profile(home, PROFILE.format(host=HOST, companies=imitation.address))
        ran = terminal("refresh-register", *ON)
        assert (ran.status, ran.err.count("Traceback")) == (0, 0), ran.err

        imitation.first.append(Reply(b"<html>Log in</html>", kind="text/html"))
        stopped = terminal("refresh-register", *ON)

    loaded = terminal.ask(
        "SELECT provider_org_id, provider_name, accounts_overdue FROM provider_version"
    )
    assert loaded == [("GB-COH-01234567", "ALPHA CARE LIMITED", 1)]
    assert stopped.status != 0
    assert "Companies House, company 01234567: source returned not-data (a web page)" in stopped.err
    assert "companies: Companies House, company 01234567" in terminal("doctor").out
    kept = b"".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    assert KEY.encode() not in kept
    assert KEY not in ran.out + ran.err + stopped.out + stopped.err


@pytest.mark.skipif("ocds" not in SOURCES, reason="releases cannot be read yet")
def test_a_refresh_pulls_the_notices_and_loads_them(terminal, home):
    [release] = NOTICE["releases"]
    with listening(Imitation(FindATender([(NINE, release)]))) as imitation:
        own = PROFILE[: PROFILE.index("[sources.companies]")]
        write_profile(home, (own + NOTICES).format(host=HOST, notices=imitation.address))
        first = terminal("refresh-register", *ON)
        assert first.status == 0, first.err
        again = terminal("refresh-register", *ON)

    told = json.loads(first.out)
    assert release["ocid"] in str(terminal.ask("SELECT * FROM notice_version"))
    assert "notices" in str(told)
    assert json.loads(again.out) != told
    assert terminal.count("load") == 1
    assert len(imitation.asked) == 2
