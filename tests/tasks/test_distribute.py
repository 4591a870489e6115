"""Issued packs sent to a folder, to an address and to people: each once, and what fails stays owed."""

import json
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import fsspec
import pytest
from pydantic import SecretStr
from pytest_httpserver import HTTPServer

from commissioning.packs.forms.files import SUMS
from commissioning.packs.forms.forms import Forms
from commissioning.profile import Profile
from models.pack import Pack
from models.pack_withdrawal import PackWithdrawal
from models.store.engine import open_engine, publishing
from models.store.errors import AlreadyRunning
from models.store.lease import lease
from models.store.packs import KEY, key_of, record_pack, record_withdrawal
from models.store.schema import migrate
from tasks.deliver import deliver
from tasks.distribute import LEASE, Post, owed_to, send_packs, would_send
from tests.models.store.test_packs import pack

pytestmark = pytest.mark.thorough  # Apprise looks through all that it can tell

ON = date(2026, 7, 7)
PROFILE = {
    "name": "anytown",
    "title": "Anytown Council",
    "kind": "county",
    "jurisdiction": "england",
    "regimes": ("below_threshold",),
    "holidays": "england-and-wales",
    "area_code": "E10000016",
    "area_name": "Anytown",
}


@pytest.fixture(scope="module")
def migrated(tmp_path_factory) -> Path:
    """A database at this version's schema, to be copied."""
    file = tmp_path_factory.mktemp("migrated") / "commissioning.db"
    engine = open_engine(f"sqlite:///{file}")
    migrate(engine)
    engine.dispose()
    return file


@pytest.fixture
def post(tmp_path: Path, migrated: Path) -> Iterator[Post]:
    """A place to send from whose profile sends nothing yet."""
    shutil.copy(migrated, tmp_path)
    engine = open_engine(f"sqlite:///{tmp_path / migrated.name}")
    yield Post(Profile(**PROFILE), engine, tmp_path / "packs", "", {})
    engine.dispose()


def sending(post: Post, *distribution: dict[str, Any], **addresses: str) -> Post:
    """Return the place to send from as a profile with these distributions has it."""
    usual = {"audience": "dmt", "may_hold_exempt": True}
    given = {"packs": {"distribution": [{**usual, **one} for one in distribution]}}
    secrets = {name: SecretStr(address) for name, address in addresses.items()}
    return replace(post, profile=Profile(**PROFILE, **given), addresses=secrets)


def issue(post: Post, version: int = 1, **changes: Any) -> Pack:
    """Issue a pack of three files and return its row."""
    row = pack("2026-27-q1", version, **changes)
    page = post.folder / row.path
    page.with_suffix("").mkdir(parents=True, exist_ok=True)
    (page.with_suffix("") / "sources.csv").write_text("title\n")
    page.with_suffix(".xlsx").write_bytes(b"workbook")
    page.write_text(f"<p>version {version}</p>")
    with publishing(post.engine) as connection:
        record_pack(connection, row)
    return row


def test_a_folder_gets_every_file_of_the_pack_and_nothing_is_sent_twice(post, tmp_path):
    there = tmp_path / "shared"
    there.mkdir()
    place, row = sending(post, {"to": str(there)}), issue(post)
    told = send_packs(place, [row], on=ON)
    assert told == [
        (True, f"Version 1 of the pack for dmt about authority, 2026/27 Q1 was sent to {there}.")
    ]
    files = {path.relative_to(there).as_posix() for path in there.rglob("*") if path.is_file()}
    quarter = "anytown/2026-27-q1/dmt-authority-v1"
    assert files == {f"{quarter}.html", f"{quarter}.xlsx", f"{quarter}/sources.csv"}
    (there / f"{quarter}.html").unlink()
    assert send_packs(place, [row], on=ON) == []
    assert not (there / f"{quarter}.html").exists()


def test_an_address_of_any_kind_that_fsspec_knows_gets_the_files(post):
    place, row = sending(post, {"to": "memory://packs-of-anytown"}), issue(post)
    assert [is_sent for is_sent, _ in send_packs(place, [row], on=ON)] == [True]
    kept = fsspec.filesystem("memory")
    found = kept.cat_file(f"/packs-of-anytown/{row.path}")
    assert found == (post.folder / row.path).read_bytes()


def test_people_are_told_the_headline_and_where_to_read_it(post, httpserver: HTTPServer):
    httpserver.expect_request("/secret-path", method="POST").respond_with_data("")
    address = f"json://{httpserver.host}:{httpserver.port}/secret-path"
    place = sending(post, {"notify": ["PACKS_URL"], "to": ""}, PACKS_URL=address)
    row = issue(post)
    told = send_packs(replace(place, served_at="http://packs.example/"), [row], on=ON)
    [(request, _answer)] = httpserver.log
    said = json.loads(request.get_data())
    assert said["title"] == "Anytown Council: Commissioning pack, 2026/27 Q1"
    assert said["message"].splitlines() == [row.headline, f"http://packs.example/{row.path}"]
    assert [is_sent for is_sent, _ in told] == [True]
    assert "secret-path" not in str(told)  # nobody is shown the address itself
    assert send_packs(place, [row], on=ON) == []


def test_a_target_that_fails_is_one_sentence_and_the_next_run_sends(post, tmp_path, httpserver):
    httpserver.expect_ordered_request("/hook").respond_with_data("", status=500)
    httpserver.expect_ordered_request("/hook").respond_with_data("")
    address = f"json://{httpserver.host}:{httpserver.port}/hook"
    missing = tmp_path / "not-connected"
    place = sending(post, {"to": str(missing), "notify": ["HOOK", "UNSET"]}, HOOK=address)
    row = issue(post)
    told = dict(reversed(one) for one in send_packs(place, [row], on=ON))
    which = "Version 1 of the pack for dmt about authority, 2026/27 Q1 could not be sent to"
    later = "it is issued, and the next run sends it."
    assert told == {
        f"{which} HOOK: it did not take the message; {later}": False,
        f"{which} UNSET: the environment variable UNSET is not set; {later}": False,
        f"{which} {missing}: the folder is not there, make it or connect it; {later}": False,
    }
    missing.mkdir()
    again = send_packs(place, [], on=ON)  # a run that issued nothing
    assert [is_sent for is_sent, _ in again] == [
        True,
        True,
        False,
    ]  # of the variable nothing is known yet
    assert (missing / row.path).exists()


def test_a_pack_is_owed_from_the_moment_it_is_issued(post, tmp_path):
    there = tmp_path / "shared"
    there.mkdir()
    place, html = sending(post, {"to": str(there)}), b"<p>issued</p>"
    forms = Forms(b"workbook", {SUMS: b"sums"})
    row = pack(
        "2026-27-q1", 1, digest=sha256(html).hexdigest(), forms_digest=sha256(b"sums").hexdigest()
    )
    with lease(post.engine, "anytown", "pack 2026-27-q1") as held:
        deliver(html, forms, row, owed_to(place.profile, row), folder=post.folder, lease=held)
    # The run that issued it was killed here; the next one issues nothing.
    assert [is_sent for is_sent, _ in send_packs(place, [], on=ON)] == [True]
    assert (there / row.path).read_bytes() == html


def test_while_another_run_sends_a_pack_becomes_owed_all_the_same(post, tmp_path):
    there = tmp_path / "shared"
    there.mkdir()
    place, row = sending(post, {"to": str(there)}), issue(post)
    with lease(post.engine, "anytown", LEASE), pytest.raises(AlreadyRunning):
        send_packs(place, [row], on=ON)
    assert list(there.iterdir()) == []
    assert [is_sent for is_sent, _ in send_packs(place, [], on=ON)] == [True]
    assert (there / row.path).exists()


def test_a_fault_of_the_store_itself_is_told_by_its_kind_alone(post):
    class AccessRefused(Exception):
        """As botocore's and gcsfs's own: no OSError."""

    class Store(fsspec.AbstractFileSystem):
        protocol = "refusing"

        def makedirs(self, _path: str, exist_ok: bool = False) -> None:
            raise AccessRefused("key AKIA1234 is not allowed")

    fsspec.register_implementation("refusing", Store, clobber=True)
    place, row = sending(post, {"to": "refusing://packs"}), issue(post)
    [(is_sent, told)] = send_packs(place, [row], on=ON)
    assert not is_sent
    assert "refusing://packs: it failed (AccessRefused); it is issued" in told
    assert "AKIA1234" not in told


def test_a_pack_whose_page_is_lost_is_not_sent_and_keeps_no_other_from_it(post, tmp_path):
    there = tmp_path / "shared"
    there.mkdir()
    place, lost = sending(post, {"to": str(there)}), issue(post)
    other = issue(post, scope="people", path="anytown/2026-27-q1/dmt-people-v1.html")
    (post.folder / lost.path).unlink()
    told = send_packs(place, [lost, other], on=ON)
    assert [is_sent for is_sent, _ in told] == [False, True]
    assert f"its page {lost.path} is not among the packs" in told[0][1]
    assert not (there / lost.path).with_suffix(".xlsx").exists()
    assert (there / other.path).exists()


def test_what_was_replaced_or_withdrawn_meanwhile_is_not_sent(post, tmp_path):
    there = tmp_path / "shared"
    place = sending(post, {"to": str(there)})
    first = issue(post)
    assert not send_packs(place, [first], on=ON)[0][0]
    second = issue(post, 2)
    there.mkdir()
    with publishing(post.engine) as connection:
        key = dict(zip(KEY, key_of(second), strict=True))
        record_withdrawal(connection, PackWithdrawal(**key, on_day=ON, acted_by="A", reason="B"))
    assert send_packs(place, [second], on=ON) == []
    assert list(there.iterdir()) == []


def test_a_dry_run_says_what_would_go_where_and_sends_nothing(post, tmp_path):
    place = sending(
        post, {"to": str(tmp_path / "shared"), "notify": ["HOOK"]}, HOOK="json://h/secret"
    )
    row = pack("2026-27-q1", 1)
    would = would_send(place, [row])
    assert [one["to"] for one in would] == [str(tmp_path / "shared"), "HOOK"]
    assert would[0]["what"] == f"{row.path} with its workbook and tables"
    assert row.headline in would[1]["what"]
    assert "secret" not in str(would)
    assert not (tmp_path / "shared").exists()
