"""The packs are read over http on this machine, and nothing else is."""

import http.client
import threading
import time
from urllib.parse import urlsplit

import pytest

from commissioning.errors import RequestError
from commissioning.settings import SHIPPED, load_profile
from deployments.pack_gate import Gate
from deployments.pack_server import pack_server

pytestmark = pytest.mark.thorough
PASSWORD = "Basic cmVhZGVyOmxldCBtZSBpbg=="  # reader:let me in, in base64


@pytest.fixture
def packs(tmp_path):
    """A home with two packs, and beside them what nobody may read."""
    quarter = tmp_path / "packs" / "salford" / "2010-11-q4"
    quarter.mkdir(parents=True)
    (quarter / "index.html").write_text("<p>The packs of the quarter")
    (quarter / "dmt.html").write_text("<p>Salford – dmt", encoding="utf-8")
    (quarter / "dmt.xlsx").write_bytes(b"PK\x03\x04")
    (quarter / "dmt.html.tmp").write_text("half a pack")
    (quarter / ".dmt.html").write_text("half a pack")
    (quarter / "way-out.html").symlink_to(tmp_path / "commissioning.html")
    (tmp_path / "packs" / "trafford").mkdir()
    (tmp_path / "commissioning.html").write_text("the database")
    return tmp_path / "packs"


def profile(name: str):
    """Return the shipped profile of that name, with the open packs and readers of its own."""
    read = load_profile(name, [SHIPPED])
    packs = read.packs.model_copy(update={"readers": ("jo@salford.gov.uk", "*@audit.example")})
    return read.model_copy(update={"packs": packs})


@pytest.fixture
def address(packs):
    with pack_server(packs, 0, Gate("reader:let me in", profile)) as address:
        yield address


def ask(address: str, path: str, method: str = "GET", **headers: str):
    """Return status, headers and body of an answer to who knows the password; the path is sent as it is."""
    connection = http.client.HTTPConnection(urlsplit(address).netloc, timeout=10)
    connection.putrequest(method, path, skip_host="Host" in headers)
    for name, value in {"Authorization": PASSWORD, **headers}.items():
        connection.putheader(name, value)
    connection.endheaders()
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def test_a_pack_is_read_as_it_was_written(address):
    status, headers, body = ask(address, "/salford/2010-11-q4/dmt.html")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert body.decode() == "<p>Salford – dmt"


@pytest.mark.parametrize(
    ("name", "content_type"),
    [
        ("dmt.xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
        ("dmt.csv", "text/csv; charset=utf-8"),
        ("dmt.json", "application/json"),
        ("dmt.pdf", "application/pdf"),
    ],
)
def test_each_kind_of_file_is_told_by_its_type(address, packs, name, content_type):
    (packs / name).write_bytes(b"kept")
    status, headers, body = ask(address, f"/{name}")
    assert (status, headers["Content-Type"], body) == (200, content_type, b"kept")


def test_a_page_may_run_and_fetch_nothing(address):
    _, headers, _ = ask(address, "/salford/2010-11-q4/dmt.html")
    policy = headers["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:;")
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"


def test_refusals_carry_the_same_policy(address):
    _, headers, _ = ask(address, "/nothing.html")
    assert headers["Content-Security-Policy"].startswith("default-src 'none'")


def test_a_folder_is_its_index_page(address):
    status, headers, _ = ask(address, "/salford/2010-11-q4")
    assert (status, headers["Location"]) == (301, "/salford/2010-11-q4/")
    assert ask(address, "/salford/2010-11-q4/")[2] == b"<p>The packs of the quarter"


@pytest.mark.parametrize("folder", ["/", "/salford", "/salford/", "/trafford/"])
def test_a_folder_without_an_index_page_is_not_listed(address, folder):
    status, _, body = ask(address, folder)
    assert status == 404
    assert b"2010-11-q4" not in body


@pytest.mark.parametrize(
    "path",
    [
        "/../commissioning.html",
        "/salford/../../commissioning.html",
        "/%2e%2e/commissioning.html",
        "/salford/%2e%2e%2f%2e%2e%2fcommissioning.html",
        "/..%5ccommissioning.html",
        "//etc/hostname.html",
        "/%00.html",
        "/salford/2010-11-q4/way-out.html",  # a link that leads outside
        "/salford/2010-11-q4/.dmt.html",  # a file that is still being written
        "/salford/2010-11-q4/dmt.html.tmp",
        "/salford/2010-11-q4/dmt.html/",
        "/" + 300 * "a" + ".html",
        "//[",
    ],
)
def test_nothing_but_a_finished_pack_is_handed_out(address, path):
    status, _, body = ask(address, path)
    assert status == 404
    assert body.startswith(b"<!doctype html>")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_nothing_is_written(address, packs, method):
    assert ask(address, "/salford/2010-11-q4/dmt.html", method)[0] == 501
    assert (packs / "salford" / "2010-11-q4" / "dmt.html").exists()


def test_the_size_of_a_pack_can_be_asked(address):
    status, headers, body = ask(address, "/salford/2010-11-q4/dmt.xlsx", "HEAD")
    assert (status, headers["Content-Length"], body) == (200, "4", b"")


def test_what_holds_exempt_values_asks_for_the_password(address, packs):
    quarter = packs / "salford" / "2010-11-q4"
    (quarter / "public-authority-v1.html").write_text("<p>Part 1")
    (quarter / "public-authority-v1").mkdir()
    (quarter / "public-authority-v1" / "expiry.csv").write_text("reference\n")
    (quarter / "exempt-authority-v1.html").write_text("<p>Part 2")
    for open_to_all in ("public-authority-v1.html", "public-authority-v1/expiry.csv"):
        assert ask(address, f"/salford/2010-11-q4/{open_to_all}", Authorization="")[0] == 200
    closed = ("", "dmt.html", "dmt.xlsx", "exempt-authority-v1.html", "not-there.html")
    for wrong in ("", "Basic", "Basic %%%", "Basic cmVhZGVyOmxldCBtZSBvdXQ=", "Bearer let me in"):
        for name in closed:
            path = f"/salford/2010-11-q4/{name}"
            status, headers, body = ask(address, path, Authorization=wrong)
            assert (status, headers["WWW-Authenticate"][:19]) == (401, 'Basic realm="Packs"')
            assert b"not open to everybody" in body
    assert ask(address, "/salford/2010-11-q4/exempt-authority-v1.html")[2] == b"<p>Part 2"


@pytest.mark.parametrize(
    ("name", "status"),
    [
        ("jo@salford.gov.uk", 200),
        ("Jo@Salford.gov.uk", 200),  # a sign-on writes a name as it likes
        ("any.one@audit.example", 200),
        ("jo@salford.gov.uk.example", 403),
        ("", 403),
    ],
)
def test_of_those_signed_in_the_profile_says_who_may_read(address, name, status):
    header = {"X-Forwarded-User": name}
    assert ask(address, "/salford/2010-11-q4/dmt.html", **header)[0] == status


def test_a_name_without_the_password_is_anybodys_claim(address):
    header = {"X-Forwarded-User": "jo@salford.gov.uk", "Authorization": ""}
    assert ask(address, "/salford/2010-11-q4/dmt.html", **header)[0] == 403


def test_of_a_profile_that_cannot_be_read_nothing_is_open(address, packs):
    (packs / "gone" / "2026").mkdir(parents=True)
    (packs / "gone" / "2026" / "public-authority-v1.html").write_text("<p>Part 1")
    path = "/gone/2026/public-authority-v1.html"
    assert ask(address, path, Authorization="")[0] == 401
    assert ask(address, path)[0] == 200


def test_a_page_elsewhere_cannot_reach_the_packs_by_another_name(address):
    assert ask(address, "/salford/2010-11-q4/dmt.html", Host="packs.example")[0] == 403
    port = urlsplit(address).port
    assert ask(address, "/salford/2010-11-q4/dmt.html", Host=f"localhost:{port}")[0] == 200


def test_the_packs_are_served_on_this_machine_alone(address):
    assert urlsplit(address).hostname == "127.0.0.1"


def test_a_reader_who_says_nothing_keeps_no_other_waiting(address):
    silent = http.client.HTTPConnection(urlsplit(address).netloc)
    silent.connect()
    assert ask(address, "/salford/2010-11-q4/dmt.html")[0] == 200
    silent.close()


def test_the_server_ends_with_its_block(packs):
    with pack_server(packs, 0, Gate("reader:let me in", profile)) as address:
        pass
    with pytest.raises(ConnectionRefusedError):
        ask(address, "/")
    until = time.monotonic() + 5
    while any(thread.name == "packs" for thread in threading.enumerate()):
        assert time.monotonic() < until


def test_a_taken_port_is_refused_in_a_sentence(packs, address):
    taken = urlsplit(address).port
    with (
        pytest.raises(RequestError, match=f"port {taken} is taken.*--packs-port"),
        pack_server(packs, taken, Gate("reader:let me in", profile)),
    ):
        pass
