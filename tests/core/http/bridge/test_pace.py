"""A real server with few threads answers others while more clients than it has threads stand still."""

import contextlib
import json
import select
import socket
import struct
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from django.conf import settings
from django.db import connection
from django.utils import timezone

from tests.domain.interviews.factory import OWNER, session_of
from tests.serving import Server
from trellis.core.http.bridge.bodies import TOO_LARGE
from trellis.core.models import Place
from trellis.core.paging.cursors import CHUNK
from trellis.core.processes import wait_until
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.interviews.models import Recording
from trellis.domain.mentorship.models import Mentor
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition
from trellis.domain.scouting.models import Post, Talent

THREADS = 2
STALLED = THREADS + 1
# More than the two ends of a connection keep for a client that does not read.
LARGE = 12 * 1024 * 1024
POOL = "/mentor/available-talents-with-posts/"


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with Server(TRELLIS_WEB_THREADS=str(THREADS)) as running:
        yield running


@pytest.fixture(autouse=True)
def world(transactional_db: None, world: None) -> None:
    """The demo world, for a server in another process."""


class Stalled:
    """A client that has sent this much of a request, and neither sends nor reads any more."""

    def __init__(self, server: Server, request: bytes) -> None:
        self.socket = socket.socket()
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        self.socket.settimeout(30)
        self.socket.connect(("127.0.0.1", server.port))
        self.socket.sendall(request)

    @property
    def is_connected(self) -> bool:
        """Whether the server still holds on to it: nothing came to an end, and nothing was reset."""
        state = self.socket.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, 1)
        (tcp,) = struct.unpack("B", state)
        return tcp == 1  # TCP_ESTABLISHED; CLOSE_WAIT once the server has ended it

    def has_answer(self) -> bool:
        return bool(select.select([self.socket], [], [], 0)[0])

    def rest(self) -> bytes:
        """Read on to the end, which a connection that is broken off has not."""
        received = bytearray()
        while chunk := self.socket.recv(1024 * 1024):
            received += chunk
        return bytes(received)

    def abort(self) -> None:
        # Reset: nothing waits for what is still on its way.
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()


def get(path: str, *, user: str = "") -> bytes:
    """Return a request that reads; the connection ends with its answer."""
    return f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{_token(user)}\r\n".encode()


def half(method: str, path: str, *, announced: bool, user: str = "") -> bytes:
    """Return a request with the beginning of a body."""
    how = "Content-Length: 100" if announced else "Transfer-Encoding: chunked"
    body = '{"b' if announced else '3\r\n{"b\r\n'
    kind = "Content-Type: application/json"
    return (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\n{how}\r\n{kind}\r\n{_token(user)}\r\n{body}".encode()
    )


def _token(user: str) -> str:
    if not user:
        return ""
    token = access_token(user=User.objects.get(username=user), now=timezone.now())
    return f"Authorization: Bearer {token}\r\n"


def film(server: Server) -> bytes:
    """Store a film that everybody may watch."""
    return get(f"/media/{_stored(server.data_dir / 'media')}")


def recording(server: Server) -> bytes:
    """Store a recording that a tenant may watch."""
    session = session_of()
    made = Recording.objects.create(
        session=session,
        state=Recording.State.READY,
        started_at=timezone.now(),
        file=_stored(server.data_dir / "private"),
    )
    return get(f"/api/talent-engine/video-sessions/{session.pk}/recordings/{made.pk}.webm", user=OWNER)


def _stored(folder: Path) -> str:
    name = f"{uuid4().hex}.webm"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(b"\x1a\x45\xdf\xa3" * (LARGE // 4))
    return name


def export(server: Server) -> bytes:
    """Raise requisitions that are long to read."""
    owner = User.objects.get(username=OWNER)
    tenant = Organization.objects.get(memberships__user=owner)
    now, long = timezone.now(), ["x" * 1000] * 100
    Requisition.objects.bulk_create(
        Requisition(
            organization=tenant,
            code=f"LONG-{number}",
            application_code=f"LONG-JA-{number}",
            requisition_number=f"REQ-{number}",
            unique_link=f"long-{number}",
            title=f"Engineer {number}",
            job_type="full_time",
            position_type="permanent",
            location_type="remote",
            requirements=long,
            responsibilities=long,
            requested_by=owner,
            requested_date=now.date(),
            created_at=now,
            updated_at=now,
        )
        for number in range(LARGE // 200_000)
    )
    return get("/api/talent-engine/requisitions/export/?format=csv", user=OWNER)


def long_list(server: Server) -> bytes:
    """Have a hundred talents write a lot."""
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"writer{number}@example.com", username=f"writer{number}") for number in range(100)
    )
    talents = Talent.objects.bulk_create(
        Talent(user=user, pool_joined_at=now, created_at=now, updated_at=now) for user in users
    )
    Post.objects.bulk_create(
        Post(talent=talent, content="x" * (LARGE // 2000), created_at=now, updated_at=now)
        for talent in talents
        for _ in range(20)
    )
    return get(f"{POOL}?limit=100", user="coach_mike")


def whole_list(_: Server) -> list[bytes]:
    """Ask for all that these and others wrote; each caller may ask for two such lists at once."""
    return [get(POOL, user=user) for user in ("coach_mike", "coach_mike", "coach_carla")]


BODIES: dict[str, Callable[[Server], bytes]] = {
    "a body": lambda _: half("POST", "/api/v1/auth/login", announced=True),
    "a chunked body": lambda _: half("POST", "/api/v1/auth/login", announced=False),
    "a body for a page": lambda _: half("POST", "/sign-in/", announced=True),
}
ANSWERS: dict[str, Callable[[Server], bytes | list[bytes]]] = {
    "a film": film,
    "a recording": recording,
    "an export": export,
    "a list of many long rows": long_list,
    "a whole list": whole_list,
}


def test_nobody_waits_for_clients_that_stand_still(server: Server) -> None:
    """One server for all kinds: each adds more stalled clients than there are threads."""
    with contextlib.ExitStack() as stack:

        def stalled(request: bytes) -> Stalled:
            client = Stalled(server, request)
            stack.callback(client.abort)
            return client

        everybody: list[Stalled] = []
        for what, arrange in {**BODIES, **ANSWERS}.items():
            asked = arrange(server)
            clients = [stalled(each) for each in (asked if isinstance(asked, list) else [asked] * STALLED)]
            if what in ANSWERS:
                assert wait_until(lambda now=clients: all(client.has_answer() for client in now), timeout=30)
            everybody += clients
            for path in ("/healthz", "/", "/mentor/talent/absent/"):
                assert httpx.get(server.url + path, timeout=30).status_code in (200, 404), what
            assert all(client.is_connected for client in everybody), what
        # They were served all the while: whoever reads on gets the whole.
        for client in everybody[len(BODIES) * STALLED :: STALLED]:
            head, _, body = client.rest().partition(b"\r\n\r\n")
            assert head.startswith(b"HTTP/1.1 200 ")
            assert len(body) > LARGE * 0.9


def test_a_caller_is_sent_two_whole_lists_at_once_and_a_third_when_one_has_ended(server: Server) -> None:
    long_list(server)
    headers = dict([_token("coach_mike").strip().split(": ")])
    read, left = (Stalled(server, get(POOL, user="coach_mike")) for _ in range(2))
    with contextlib.closing(left.socket), contextlib.closing(read.socket):
        assert wait_until(lambda: read.has_answer() and left.has_answer(), timeout=30)
        refused = httpx.get(server.url + POOL, headers=headers, timeout=30)
        assert (refused.status_code, refused.headers["Retry-After"]) == (429, "5")
        assert list(refused.json()) == ["detail"]
        # One has all of it, the other goes away in the middle: both places are free.
        assert read.rest().endswith(b"]\r\n0\r\n\r\n")
        left.abort()
        assert wait_until(lambda: not Place.objects.exists(), timeout=30)


def test_a_whole_list_that_fails_in_the_middle_has_no_end(server: Server) -> None:
    now = timezone.now()
    users = User.objects.bulk_create(
        User(email=f"t{number}@example.com", username=f"t{number}") for number in range(CHUNK * 2)
    )
    Talent.objects.bulk_create(
        Talent(user=user, pool_joined_at=now, created_at=now, updated_at=now) for user in users
    )
    with connection.cursor() as cursor:
        # PostgreSQL cannot say how old that is; the row is one of the second chunk.
        cursor.execute("UPDATE accounts_user SET birth_date = 'infinity' WHERE id = %s", [users[1].pk])
    client = Stalled(server, get(POOL, user="coach_mike"))
    with contextlib.closing(client.socket):
        head, _, body = client.rest().partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200 ")
    assert b"transfer-encoding: chunked" in head.lower()
    # The first chunk has left before the second one is read.
    assert body.count(b'{"talent":') == CHUNK
    assert not body.endswith(b"0\r\n\r\n")
    headers = dict([_token("coach_mike").strip().split(": ")])
    with pytest.raises(httpx.RemoteProtocolError, match="incomplete"):
        httpx.get(server.url + POOL, headers=headers, timeout=30)
    assert not Place.objects.exists()


def test_a_chunked_body_is_taken_at_its_word(server: Server) -> None:
    mentor = Mentor.objects.get(user__email="sarah@example.com")
    address = f"{server.url}/api/v1/mentorship/mentors/{mentor.public_id}/update_profile/"
    token = access_token(user=mentor.user, now=timezone.now())
    client = httpx.Client(headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    with client:
        changed = client.patch(address, content=iter([b'{"bio": "Twenty ', b'years of code."}']))
        assert changed.request.headers["Transfer-Encoding"] == "chunked"
        assert (changed.status_code, changed.json()["bio"]) == (200, "Twenty years of code.")
        refused = client.patch(address, content=iter([b'{"bio": 5', b'e"']))
        assert refused.status_code == 400


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/v1/auth/login", {"error": "PAYLOAD_TOO_LARGE", "message": TOO_LARGE.sentence, "details": {}}),
        (POOL, {"detail": TOO_LARGE.sentence}),
    ],
)
def test_a_body_that_is_too_large_is_refused_in_the_shape_of_its_door(
    server: Server, path: str, body: dict[str, Any]
) -> None:
    announced = f"Content-Length: {settings.MAX_REQUEST_BYTES + 1}\r\n"
    client = Stalled(server, f"POST {path} HTTP/1.1\r\nHost: localhost\r\n{announced}\r\n{{".encode())
    # The whole answer: the connection is over with it, because the body is not read.
    head, _, answer = client.rest().partition(b"\r\n\r\n")
    client.abort()
    assert head.startswith(b"HTTP/1.1 413 ")
    assert b"x-request-id" in head
    assert json.loads(answer) == body
