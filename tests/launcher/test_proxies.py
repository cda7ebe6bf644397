"""The configurations in docs/proxies/ do what docs/behind-a-proxy.md says, where nginx and HAProxy are."""

import os
import shutil
import socket
import ssl
import subprocess
import uuid
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from django.conf import LazySettings
from django.utils import timezone

import trellis.demo
from tests.config.environment.support import GOOD, SECRET
from tests.launcher.support import ROOT, free_port
from tests.serving import Server
from trellis.core.embedded.throwaway import throwaway_place
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.scouting.services import onboard_talent

pytestmark = [
    pytest.mark.whole,
    pytest.mark.django_db(transaction=True),
    pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"]),
]
NAME = "trellis.example"
LOGIN = "/api/v1/auth/login"
NOBODY = {"email": "nobody@mail.example", "password": "Wr0ng-password"}
FILM = Path(trellis.demo.__path__[0]) / "assets" / "practice_session.mp4"


@dataclass(frozen=True, slots=True, kw_only=True)
class Proxy:
    """A running proxy with its two ports, and the certificate that it shows."""

    http: int
    https: int
    certificate: Path

    def trust(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.certificate)

    def client(self, *, address: str = "127.0.0.1") -> httpx.Client:
        """Return a browser at this network address, which finds the name here."""
        transport = httpx.HTTPTransport(verify=self.trust(), local_address=address)
        return httpx.Client(transport=transport, base_url=f"https://127.0.0.1:{self.https}", timeout=60)


def ask(
    client: httpx.Client, method: str, path: str, *, headers: dict[str, str] | None = None, **given: object
) -> httpx.Response:
    """Send a request to the name of the site."""
    request = client.build_request(
        method,
        path,
        headers={"Host": NAME, **(headers or {})},
        extensions={"sni_hostname": NAME},
        **given,  # type: ignore[arg-type]
    )
    return client.send(request)


def _certificate(place: Path) -> None:
    """Make a certificate of the name, its key, and both in one file."""
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-nodes", "-days", "2", "-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}"]
    command += ["-keyout", str(place / "privkey.pem"), "-out", str(place / "fullchain.pem")]
    subprocess.run(command, check=True, capture_output=True)
    both = (place / "fullchain.pem").read_text() + (place / "privkey.pem").read_text()
    (place / "both.pem").write_text(both)


def _written(name: str, place: Path, *, http: int, https: int, trellis: int) -> Path:
    """Write the configuration of docs/proxies/ with nothing changed but ports, and where files lie."""
    text = (ROOT / "docs" / "proxies" / name).read_text()
    for was, now in {
        "/etc/ssl/trellis": str(place),
        "/var/log/nginx": str(place),
        "listen 80;": f"listen 127.0.0.1:{http};",
        "listen 443 ": f"listen 127.0.0.1:{https} ",
        "bind :80\n": f"bind 127.0.0.1:{http}\n",
        "bind :443 ": f"bind 127.0.0.1:{https} ",
        "127.0.0.1:8000": f"127.0.0.1:{trellis}",
    }.items():
        text = text.replace(was, now)
    path = place / name
    path.write_text(text)
    return path


def _nginx(site: Path) -> list[str]:
    whole = site.with_name("whole.conf")
    folders = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    paths = "".join(f"{each}_temp_path {site.parent / each};" for each in folders)
    user = "user root;" if os.geteuid() == 0 else ""
    whole.write_text(
        f"daemon off; {user} pid {site.parent / 'pid'}; error_log {site.parent / 'error.log'};"
        f"events {{}} http {{ access_log off; {paths} include {site}; }}"
    )
    return ["nginx", "-p", str(site.parent), "-c", str(whole)]


def _haproxy(configuration: Path) -> list[str]:
    return ["haproxy", "-db", "-f", str(configuration)]


def _listens(port: int) -> bool:
    with closing(socket.socket()) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def _running(program: str, *, trellis: int) -> Iterator[Proxy]:
    with throwaway_place() as place:
        _certificate(place)
        proxy = Proxy(http=free_port(), https=free_port(), certificate=place / "fullchain.pem")
        name, command = {"nginx": ("nginx.conf", _nginx), "haproxy": ("haproxy.cfg", _haproxy)}[program]
        path = _written(name, place, http=proxy.http, https=proxy.https, trellis=trellis)
        with (place / "log").open("wb") as log:
            process = subprocess.Popen(command(path), stdout=log, stderr=log)
        try:
            wait_until(lambda: _listens(proxy.https) or process.poll() is not None, timeout=30)
            assert process.poll() is None, (place / "log").read_text()
            yield proxy
        finally:
            process.terminate()
            process.wait(timeout=30)


@pytest.fixture(params=["nginx", "haproxy"])
def proxy(request: pytest.FixtureRequest) -> Iterator[Proxy]:
    if not shutil.which(request.param) or not shutil.which("openssl"):
        pytest.skip(f"needs {request.param} and openssl")
    with (
        Server(**{**GOOD, "TRELLIS_RATE_LIMITS": "on"}) as server,
        _running(request.param, trellis=server.port) as running,
    ):
        yield running


def _talent(settings: LazySettings) -> dict[str, str]:
    """Return the headers of a talent who is signed in at the server."""
    user = User.objects.create_user(username="tia", email="tia@mail.example", password=None)
    onboard_talent(user=user, personal={}, profile={}, now=timezone.now())
    settings.SECRET_KEY = SECRET
    token = access_token(user=user, by=SignedInBy.PASSWORD, now=timezone.now())
    return {"Authorization": f"Bearer {token}"}


def _handshake(proxy: Proxy, *, origin: str) -> str:
    """Return the first line of the answer to the handshake of a WebSocket."""
    plain = socket.create_connection(("127.0.0.1", proxy.https), timeout=30)
    with plain, proxy.trust().wrap_socket(plain, server_hostname=NAME) as secure:
        secure.sendall(
            f"GET /ws/meet/{uuid.uuid4()} HTTP/1.1\r\nHost: {NAME}\r\nOrigin: {origin}\r\n"
            "Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        return secure.recv(1000).decode().splitlines()[0]


def test_the_documented_proxy_serves_trellis(proxy: Proxy, settings: LazySettings) -> None:
    with proxy.client() as one, proxy.client(address="127.0.0.2") as another:
        page = ask(one, "GET", "/")
        assert page.status_code == 200
        assert page.headers["Strict-Transport-Security"] == "max-age=31536000"

        # Plain http is sent to https.
        plain = httpx.get(f"http://127.0.0.1:{proxy.http}/a?b=c", headers={"Host": NAME})
        assert (plain.status_code, plain.headers["Location"]) == (301, f"https://{NAME}/a?b=c")

        # Each client has limits of its own, whatever it says of itself.
        left = [
            int(ask(client, "POST", LOGIN, json=NOBODY, headers=more).headers["X-RateLimit-Remaining"])
            for client, more in [
                (one, {}),
                (one, {"X-Forwarded-For": "198.51.100.7"}),
                (one, {"X-Forwarded-For": "198.51.100.8, 198.51.100.9"}),
                (another, {}),
            ]
        ]
        assert left == [59, 58, 57, 59]

        # A film of 40 MB arrives.
        film = FILM.read_bytes().ljust(40 * 1024 * 1024, b"\0")
        sent = ask(
            one,
            "POST",
            "/mentor/talents/me/posts/",
            headers=_talent(settings),
            files={"video": ("film.mp4", film, "video/mp4")},
        )
        assert sent.status_code == 201, sent.content
        assert sent.json()["video"].endswith(".mp4")

    # WebSockets are let through, and told whose page opens them.
    assert _handshake(proxy, origin=f"https://{NAME}") == "HTTP/1.1 101 Switching Protocols"
    assert _handshake(proxy, origin=f"http://{NAME}") == "HTTP/1.1 403 Forbidden"
