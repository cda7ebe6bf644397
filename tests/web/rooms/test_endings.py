"""What ends somebody's right to a socket closes it at once, in whichever process; and no log has a token."""

import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import quote

import pytest
from django.utils import timezone

from tests.interviews import Interview, arrange_interview, listen
from tests.serving import Server
from tests.sockets import Refused, WebSocket
from trellis.domain.accounts.services.tokens import end_with, issue_pair, revoke_all
from trellis.domain.organizations.models import Membership
from trellis.domain.organizations.services.members import let_go

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def frozen() -> None:
    """The sockets are in servers of their own, whose clocks go on."""


@pytest.fixture(scope="module")
def second(server: Server) -> Iterator[Server]:
    """Another process of the same site, which logs all it can."""
    with Server(TRELLIS_LOG_LEVEL="DEBUG") as running:
        yield running


@pytest.fixture
def interview(db: None) -> Interview:
    return arrange_interview()


def _open(server: Server, interview: Interview, **credentials: str) -> WebSocket:
    socket = listen(server.port, interview, **credentials)
    socket.until("hello")
    return socket


def _is_open(socket: WebSocket) -> bool:
    socket.send(type="ping")
    return socket.until("pong") == {"type": "pong"}


def test_what_ends_closes_its_own_sockets_at_once_in_every_process(
    server: Server, second: Server, interview: Interview
) -> None:
    now, began = timezone.now(), time.monotonic()
    first, other = (issue_pair(user=interview.staff, now=now) for _ in range(2))
    boss = issue_pair(user=interview.owner, now=now)
    with ExitStack() as open_ones:
        own = [
            open_ones.enter_context(_open(at, interview, token=first.access))
            for at in (server, second, server)
        ]
        goes_on = open_ones.enter_context(_open(second, interview, token=other.access))
        of_boss = open_ones.enter_context(_open(second, interview, token=boss.access))
        candidate = open_ones.enter_context(_open(server, interview, invitation=interview.token))

        end_with(refresh_tokens=[first.refresh], now=now)
        assert [(each.closed_with(), each.reason) for each in own] == [(4401, "sign in again")] * 3
        assert listen(second.port, interview, token=first.access).closed_with() == 4401
        assert _is_open(goes_on)

        actor = Membership.objects.get(user=interview.owner)
        let_go(actor=actor, user_id=interview.staff.pk, now=now)
        assert (goes_on.closed_with(), goes_on.reason) == (4404, "not found")

        revoke_all(user=interview.owner, now=now)
        assert (of_boss.closed_with(), of_boss.reason) == (4401, "sign in again")
        assert _is_open(candidate)
    # So that none of it was found out by the clock of a socket.
    assert time.monotonic() - began < 30


def test_no_output_and_no_error_page_has_a_token(
    server: Server, second: Server, interview: Interview
) -> None:
    good = issue_pair(user=interview.staff, now=timezone.now()).access
    bad = "SECRET-123." + good
    person = interview.staff.public_id
    paths = [
        interview.path,
        f"/ws/meet/{person}",
        "/api/v1/ws/notifications",
        f"/api/v1/ws/messages/{person}",
        f"/api/v1/messages/ws/{person}",
        f"/api/v1/ws/session/{person}",
        "/api/v1/ws/nowhere",
    ]
    for at in (server, second):
        for token in (good, bad, f"%00{bad}", f"{bad}%ff"):
            for path in paths:
                _visit(at, path, token)
    kept = good.rsplit(".", 1)[1]  # the signature, which is enough to tell that it is it
    for at in (server, second):
        assert kept not in at.output and "SECRET-123" not in at.output
        assert "path=/ws/" in at.output or '"path": "/ws/' in at.output  # but where it was is told


def _visit(server: Server, path: str, token: str) -> None:
    """Open the socket with the token in every place that has one, and ask the address as a page."""
    address = f"{path}?since=%00&token={token}"
    plain = quote(token)
    for headers in (
        {},
        {"Origin": None},
        {"Origin": "https://evil.example"},
        {"Origin": None, "Authorization": f"Bearer {plain}"},
        {"Origin": None, "Sec-WebSocket-Protocol": f"bearer, {plain}"},
    ):
        try:
            with WebSocket(server.port, address, **headers) as socket:
                socket.send(type="auth", token=token)
                socket.send(type="auth", token=token, more="x" * 70_000)
                socket.closed_with()
        except (Refused, ConnectionError):
            pass  # it may close before all is sent
    for accepted in ("text/html", "application/json"):
        page = urllib.request.Request(f"{server.url}{address}", headers={"Accept": accepted})
        with pytest.raises(urllib.error.HTTPError) as refused:
            urllib.request.urlopen(page, timeout=20)
        assert token.encode() not in refused.value.read()
