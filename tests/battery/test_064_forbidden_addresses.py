"""An address inside our own network is not asked, whether the profile, a redirect or a name leads to it."""

import shutil
import ssl
import subprocess

import pytest

from commissioning.errors import BadFile
from commissioning.hosts import Allowed
from tests.battery.downloading import REGISTER, downloaded
from tests.services.imitation import HOST, Imitation, Reply, listening
from tests.services.pulling import Waiting

GOOD = Reply(REGISTER, kind="text/csv")
INSIDE = "inside a network of our own"


@pytest.fixture
def service():
    with listening(Imitation(lambda _asked: GOOD)) as imitation:
        yield imitation


@pytest.mark.parametrize(
    ("address", "says"),
    [
        ("https://127.0.0.1:{port}/", INSIDE),
        ("https://localhost:{port}/", INSIDE),  # a name that turns out to be here
        ("https://2130706433:{port}/", INSIDE),  # 127.0.0.1 as one number
        ("https://[::ffff:127.0.0.1]:{port}/", INSIDE),
        ("https://0.0.0.0:{port}/", INSIDE),
        ("http://127.0.0.1:{port}/", "plain http"),
        ("https://169.254.169.254/latest/meta-data/", INSIDE),
        ("https://[fe80::1]/", INSIDE),
        ("https://10.0.0.7/", INSIDE),
        ("https://192.168.1.1/", INSIDE),
        ("https://[fd00:ec2::254]/", INSIDE),
    ],
)
def test_an_address_inside_is_refused_although_the_profile_names_it(service, home, address, says):
    address = address.format(port=service.port)
    with pytest.raises(BadFile, match=says) as refused:
        downloaded(service, home, Waiting(), hosts=(), address=address)

    assert service.asked == []
    assert "list it under [fetching] hosts in the profile" in str(refused.value)


def test_an_address_inside_is_asked_where_the_profile_trusts_it(service, home):
    assert downloaded(service, home, Waiting(), hosts=(HOST,)).size == len(REGISTER)


@pytest.mark.parametrize(
    ("target", "says"),
    [
        (
            "http://169.254.169.254/latest/meta-data/",
            "169.254.169.254 is not one the profile names",
        ),
        ("https://evil.example/register.csv", "evil.example is not one the profile names"),
        ("http://localhost:{port}/register.csv", "localhost is not one the profile names"),
        ("file:///etc/passwd", "begins with file, not https"),
        ("gopher://127.0.0.1/", "begins with gopher"),
        ("//evil.example/register.csv", "evil.example is not one the profile names"),
    ],
)
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_held_to_the_same_list(service, home, status, target, says):
    target = target.format(port=service.port)
    service.answers = lambda _asked: Reply(status=status, headers={"Location": target})
    with pytest.raises(BadFile, match=says):
        downloaded(service, home, Waiting())

    assert len(service.asked) == 1


def test_redirects_in_a_circle_come_to_an_end(service, home):
    service.answers = lambda _asked: Reply(status=302, headers={"Location": "/register.csv"})
    with pytest.raises(BadFile, match="redirects more than 5 times"):
        downloaded(service, home, Waiting())

    assert len(service.asked) == 6


def test_a_redirect_to_an_allowed_place_is_followed(service, home):
    service.first.append(Reply(status=302, headers={"Location": "/elsewhere.csv"}))

    assert downloaded(service, home, Waiting()).size == len(REGISTER)
    assert [asked.path for asked in service.asked] == ["/register.csv", "/elsewhere.csv"]


@pytest.mark.parametrize(
    ("number", "is_refused"),
    [
        ("8.8.8.8", False),
        ("2a00:1450:4009:81f::200e", False),
        ("127.0.0.1", True),
        ("::1", True),
        ("169.254.169.254", True),
        ("100.64.0.1", True),  # behind a carrier's own network
        ("224.0.0.1", True),
        ("2002:7f00:1::", True),  # 127.0.0.1 by way of 6to4
        ("::ffff:10.0.0.1", True),
    ],
)
def test_what_a_name_turns_out_to_be_is_held_to_the_list_too(number, is_refused):
    allowed = Allowed(frozenset({"files.example"}))

    assert bool(allowed.refusal_at("files.example", number)) == is_refused
    assert allowed.refusal_at("files.example", "files.example") is None


@pytest.mark.skipif(not shutil.which("openssl"), reason="openssl is not here to make a certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(home, tmp_path):
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    words = (
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "1",
        "-subj",
        "/CN=127.0.0.1",
    )
    named = ("-addext", "subjectAltName=IP:127.0.0.1", "-keyout", key, "-out", certificate)
    subprocess.run(["openssl", *words, *named], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    with listening(Imitation(lambda _asked: GOOD), tls=context) as service:
        address = f"https://{HOST}:{service.port}/"
        with pytest.raises(BadFile, match="its certificate is not one we can trust"):
            downloaded(service, home, Waiting(), address=address)

    assert service.asked == []
