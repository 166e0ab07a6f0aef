"""Isocenter behind a proxy: what it believes of it, and that ours (docker/) passes everything on as it should."""

import datetime as dt
import os
import ssl
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from backend.core.headers import ALWAYS
from backend.tests.deployment.proxy import nginx
from backend.tests.services import free_port, serving

ADMIN = {"email": "admin@proxy.example", "password": "only-for-this-test-run"}
TRIES_PER_MINUTE = 3
PAGE = "<!doctype html><title>Isocenter</title>"


@contextmanager
def server(folder: Path, **settings: str) -> Iterator[int]:
    port = free_port()
    environment = os.environ | {
        "ISOCENTER_DATA_DIR": str(folder / "data"),
        "ISOCENTER_PORT": str(port),
        "ISOCENTER_WORKER_PROCESSES": "1",
        "ISOCENTER_SIGN_IN_TRIES_PER_MINUTE": str(TRIES_PER_MINUTE),
        "ISOCENTER_FIRST_ADMIN_EMAIL": ADMIN["email"],
        "ISOCENTER_FIRST_ADMIN_PASSWORD": ADMIN["password"],
        **settings,
    }
    with serving([sys.executable, "-m", "backend.cli", "serve"], folder / "server.log", port, environment=environment):
        yield port


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("proxy")


@pytest.fixture(scope="module")
def backend_port(folder: Path) -> Iterator[int]:
    with server(folder) as port:
        yield port


@pytest.fixture(scope="module")
def pages(folder: Path) -> Path:
    (folder / "pages" / "assets").mkdir(parents=True)
    (folder / "pages" / "index.html").write_text(PAGE)
    (folder / "pages" / "assets" / "main-1a2b.js").write_text("export {}")
    return folder / "pages"


@pytest.fixture(scope="module")
def plain(folder: Path, pages: Path, backend_port: int) -> Iterator[str]:
    (folder / "plain").mkdir()
    with nginx(folder / "plain", pages, backend_port, "plain.conf") as (http, _):
        yield f"http://127.0.0.1:{http}"


@pytest.fixture(scope="module")
def tls(folder: Path, pages: Path, backend_port: int) -> Iterator[tuple[int, int]]:
    (folder / "tls").mkdir()
    write_certificate(folder / "tls")
    with nginx(folder / "tls", pages, backend_port, "tls.conf", tls=folder / "tls") as ports:
        yield ports


def sign_in(url: str, *, path: str = "sign-in", password: str = ADMIN["password"], **headers: str) -> httpx.Response:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.post(f"{url}/api/v1/auth/{path}", json=ADMIN | {"password": password}, headers=named)


def cookies_are_secure(response: httpx.Response) -> bool:
    marked = ["; secure" in cookie.lower() for cookie in response.headers.get_list("set-cookie")]
    assert marked, response.text
    assert len(set(marked)) == 1
    return marked[0]


class TestWhatIsBelieved:
    def test_https_of_a_trusted_proxy_makes_cookies_secure(self, backend_port: int) -> None:
        url = f"http://127.0.0.1:{backend_port}"

        assert cookies_are_secure(sign_in(url, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.1"))
        assert not cookies_are_secure(sign_in(url, X_Forwarded_For="192.0.2.2"))

    def test_anybody_else_is_not_believed(self, tmp_path: Path) -> None:
        with server(tmp_path, ISOCENTER_TRUSTED_PROXIES="192.0.2.1") as port:
            url = f"http://127.0.0.1:{port}"
            first = sign_in(url, X_Forwarded_Proto="https", X_Forwarded_For="192.0.2.3")
            tries = [sign_in(url, X_Forwarded_For=f"192.0.2.{n}") for n in range(4, 4 + TRIES_PER_MINUTE)]

        assert not cookies_are_secure(first)
        assert [answer.status_code for answer in tries][-1] == httpx.codes.TOO_MANY_REQUESTS


class TestPlain:
    """Behind the proxy of the house, which speaks TLS."""

    def test_people_have_limits_of_their_own(self, plain: str) -> None:
        tries = [sign_in(plain, password="wrong", X_Forwarded_For="198.51.100.1") for _ in range(TRIES_PER_MINUTE + 1)]
        other = sign_in(plain, X_Forwarded_For="198.51.100.2")

        assert tries[-1].status_code == httpx.codes.TOO_MANY_REQUESTS
        assert other.status_code == httpx.codes.OK

    def test_an_address_that_somebody_makes_up_is_of_no_use(self, plain: str) -> None:
        tries = [
            sign_in(plain, password="wrong", X_Forwarded_For=f"203.0.113.{n}, 198.51.100.3")
            for n in range(TRIES_PER_MINUTE + 1)
        ]

        assert tries[-1].status_code == httpx.codes.TOO_MANY_REQUESTS

    def test_cookies_are_secure_when_the_house_speaks_tls(self, plain: str) -> None:
        assert cookies_are_secure(sign_in(plain, X_Forwarded_Proto="https", X_Forwarded_For="198.51.100.4"))

    @pytest.mark.parametrize("path", ["/", "/sets/anything", "/assets/main-1a2b.js"])
    def test_pages_carry_the_headers_of_the_server(self, plain: str, path: str) -> None:
        answer = httpx.get(f"{plain}{path}")

        assert answer.status_code == httpx.codes.OK
        assert {name: answer.headers.get_list(name) for name in ALWAYS} == {n: [v] for n, v in ALWAYS.items()}

    def test_the_api_carries_them_once(self, plain: str) -> None:
        answer = httpx.get(f"{plain}/api/v1/health")

        assert {name: answer.headers.get_list(name) for name in ALWAYS} == {n: [v] for n, v in ALWAYS.items()}

    def test_only_files_whose_name_tells_their_content_are_kept(self, plain: str) -> None:
        asset, page = httpx.get(f"{plain}/assets/main-1a2b.js"), httpx.get(f"{plain}/")

        assert "immutable" in asset.headers["Cache-Control"]
        assert page.headers["Cache-Control"] == "no-cache"
        assert httpx.get(f"{plain}/assets/gone.js").status_code == httpx.codes.NOT_FOUND

    def test_documentation_and_dicomweb_reach_the_server(self, plain: str) -> None:
        assert "Isocenter API" in httpx.get(f"{plain}/docs").text
        assert httpx.get(f"{plain}/dicomweb/studies").headers["Content-Type"] == "application/problem+json"

    def test_a_large_file_is_passed_on_as_it_comes(self, plain: str) -> None:
        with signed_in(plain, address="198.51.100.5") as client:
            upload_id = client.post("/uploads", json={}).raise_for_status().json()["id"]
            path = f"/uploads/{upload_id}/files"
            stored = client.put(path, params={"path": "large.bin"}, content=bytes(40 * 2**20))
            refused = client.post("/groups", content=bytes(40 * 2**20))

        assert stored.is_success, stored.text
        assert refused.status_code == httpx.codes.REQUEST_ENTITY_TOO_LARGE

    def test_events_come_at_once(self, plain: str) -> None:
        began = time.monotonic()
        with signed_in(plain, address="198.51.100.6") as client, client.stream("GET", "/events") as events:
            first = next(events.iter_lines())

        assert first == "event: ping"
        assert time.monotonic() - began < 5


class TestTls:
    """Our own, for a house without a proxy."""

    def test_http_leads_to_https(self, tls: tuple[int, int]) -> None:
        answer = httpx.get(f"http://127.0.0.1:{tls[0]}/sets/1?tab=labels")

        assert answer.status_code == httpx.codes.MOVED_PERMANENTLY
        assert answer.headers["Location"] == "https://127.0.0.1/sets/1?tab=labels"

    def test_cookies_are_secure_and_browsers_keep_to_tls(self, tls: tuple[int, int], folder: Path) -> None:
        trusting = ssl.create_default_context(cafile=str(folder / "tls" / "tls_certificate"))
        with httpx.Client(base_url=f"https://127.0.0.1:{tls[1]}", verify=trusting) as client:
            signed_in = client.post("/api/v1/auth/sign-in", json=ADMIN, headers={"X-Forwarded-For": "192.0.2.99"})
            page = client.get("/")

        assert cookies_are_secure(signed_in)
        assert page.headers["Strict-Transport-Security"].startswith("max-age=")


@contextmanager
def signed_in(url: str, address: str) -> Iterator[httpx.Client]:
    token = sign_in(url, path="token", X_Forwarded_For=address).raise_for_status().json()["access_token"]
    with httpx.Client(base_url=f"{url}/api/v1", headers={"Authorization": f"Bearer {token}"}, timeout=60) as client:
        yield client


def write_certificate(folder: Path) -> None:
    """A certificate for 127.0.0.1 that signs itself, and its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(hours=1))
        .not_valid_after(now + dt.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "tls_key").write_bytes(private)
    (folder / "tls_certificate").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
