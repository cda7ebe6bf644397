"""Who may open an interview's WebSocket, and for how long."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.core import signing
from django.utils import timezone

from tests.forged import ODD_CLAIMS, forged
from tests.interviews import Interview, arrange_session, enter, invite, listen, open_as_member
from tests.meetings import session_of, token_of
from tests.serving import Server
from tests.sockets import Refused, WebSocket
from trellis.core.realtime import Hub, in_database
from trellis.domain.accounts.services.tokens import revoke_all
from trellis.domain.interviews.models import CandidateInvitation, Participant, VideoSession
from trellis.domain.interviews.rules.limits import MOST_PARTICIPANTS
from trellis.domain.interviews.rules.seats import Seat, invitation_token
from trellis.domain.interviews.services import participants
from trellis.domain.organizations.models import Membership
from trellis.web.interviews.socket import InterviewSocket

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("name", "can_record"), [("owner", True), ("manager", True), ("staff", False)])
def test_members_enter_by_cookie_and_by_token(
    server: Server, interview: Interview, name: str, can_record: bool
) -> None:
    user = getattr(interview, name)
    expected = {"name": user.full_name, "role": "member", "can_record": can_record}
    with open_as_member(server.port, interview, user) as socket:
        hello = socket.receive()
        assert hello["type"] == "hello"
        assert hello["you"] == expected
        assert (hello["recording"], hello["seats"], hello["ice_servers"]) == (False, 8, [])
    with listen(server.port, interview, token=token_of(user)) as socket:
        assert socket.receive()["you"] == expected


def test_a_candidate_enters_with_the_invitation(server: Server, interview: Interview) -> None:
    with listen(server.port, interview, invitation=interview.token) as socket:
        assert socket.receive()["you"] == {
            "name": "Cara Candidate",
            "role": "candidate",
            "can_record": False,
        }


def test_a_guest_is_not_asked_for_the_cookie_of_the_same_browser(
    server: Server, interview: Interview
) -> None:
    cookie = f"{settings.SESSION_COOKIE_NAME}={session_of(interview.stranger)}"
    with WebSocket(server.port, f"{interview.path}?as=guest", Cookie=cookie) as socket:
        socket.send(type="auth", invitation=interview.token)
        assert socket.receive()["you"]["role"] == "candidate"


@pytest.mark.parametrize("name", ["foreigner", "stranger"])
def test_others_find_no_room(server: Server, interview: Interview, name: str) -> None:
    user = getattr(interview, name)
    assert open_as_member(server.port, interview, user).closed_with() == 4404
    assert listen(server.port, interview, token=token_of(user)).closed_with() == 4404


def test_a_room_that_does_not_exist_looks_the_same(server: Server, interview: Interview) -> None:
    interview.session.pk = "00000000-0000-4000-8000-000000000000"
    assert listen(server.port, interview, token=token_of(interview.owner)).closed_with() == 4404
    with pytest.raises(Refused, match="403"):
        WebSocket(server.port, "/ws/talent-engine/video-sessions/nonsense")


@pytest.mark.parametrize(
    "credentials",
    [
        {"token": ""}, {"token": "garbage"}, {"token": None}, {}, {"invitation": ""}, {"invitation": 5},
        {"invitation": "garbage"}, {"invitation": "a:b:c"}, {"invitation": "é:b:c"},
        {"invitation": "x" * 60_000}, {"token": ["a"]}, {"token": {}, "invitation": ["a"]},
    ],
)  # fmt: skip
def test_credentials_that_are_none_are_refused(
    server: Server, interview: Interview, credentials: dict[str, Any]
) -> None:
    assert listen(server.port, interview, **credentials).closed_with() == 4401


@pytest.mark.parametrize("credentials", [{"token": "\ud800"}, {"invitation": "\ud800:\x00:x"}])
def test_a_first_message_that_is_no_text_is_answered_and_may_be_said_again(
    server: Server, interview: Interview, credentials: dict[str, str]
) -> None:
    with listen(server.port, interview, **credentials) as socket:
        assert socket.receive()["code"] == "invalid"
        socket.send(type="auth", invitation=interview.token)
        assert socket.receive()["you"]["role"] == "candidate"
    assert "socket failed" not in server.output


def test_a_signed_token_with_odd_claims_is_refused(server: Server, interview: Interview) -> None:
    codes = {listen(server.port, interview, token=forged(**claims)).closed_with() for claims in ODD_CLAIMS}
    assert codes == {4401}


def test_a_signed_invitation_of_another_make_is_refused(server: Server, interview: Interview) -> None:
    for odd in (None, [], "x", {}, {"invitation": 5}, {"invitation": "x"}, {"invitation": None}):
        token = signing.dumps(odd, salt="interviews.invitation")
        assert listen(server.port, interview, invitation=token).closed_with() == 4401


def test_without_credentials_it_is_closed(server: Server, interview: Interview) -> None:
    with WebSocket(server.port, interview.path) as socket:
        socket.send(type="hello", page="me")
        assert socket.closed_with() == 4401


def test_a_cookie_counts_from_our_own_pages_alone(server: Server, interview: Interview) -> None:
    with open_as_member(server.port, interview, interview.owner, Origin=None) as socket:
        socket.send(type="hello", page="me")
        assert socket.closed_with() == 4401
    with pytest.raises(Refused, match="403"):
        open_as_member(server.port, interview, interview.owner, Origin="https://evil.example")


def test_an_invitation_opens_its_own_session_while_it_is_valid(server: Server, interview: Interview) -> None:
    other = arrange_session(interview.session.organization, "meet_other")
    elsewhere = invitation_token(invite(other, "Cara"))
    assert listen(server.port, interview, invitation=elsewhere).closed_with() == 4401
    CandidateInvitation.objects.filter(pk=interview.invitation.pk).update(expires_at=timezone.now())
    assert listen(server.port, interview, invitation=interview.token).closed_with() == 4401
    later = timezone.now() + timedelta(days=1)
    CandidateInvitation.objects.filter(pk=interview.invitation.pk).update(expires_at=later)
    interview.revoke()
    assert listen(server.port, interview, invitation=interview.token).closed_with() == 4401


def test_a_session_that_has_ended_is_over_for_all(server: Server, interview: Interview) -> None:
    interview.end()
    for credentials in ({"token": token_of(interview.owner)}, {"invitation": interview.token}):
        socket = listen(server.port, interview, **credentials)
        assert (socket.closed_with(), socket.reason) == (4403, "over")
    assert listen(server.port, interview, token=token_of(interview.foreigner)).closed_with() == 4404


@pytest.mark.parametrize(("change", "closed"), [("end", (4403, "over")), ("revoke", (4401, "invitation"))])
def test_who_says_hello_too_late_is_told_why(
    server: Server, interview: Interview, change: str, closed: tuple[int, str]
) -> None:
    with listen(server.port, interview, invitation=interview.token) as socket:
        socket.until("hello")
        getattr(interview, change)()
        socket.send(type="hello", page="p")
        assert (socket.closed_with(), socket.reason) == closed
    assert not Participant.objects.exists()


def test_who_switches_after_the_end_is_told_that_it_is_over(server: Server, interview: Interview) -> None:
    with enter(server.port, interview, interview.owner, mic=True, camera=True) as socket:
        socket.until("participant")
        interview.end()
        socket.send(type="state", mic=False, camera=True, screen=False)
        assert (socket.closed_with(), socket.reason) == (4403, "over")


def test_a_session_that_as_many_have_seen_as_may_is_full(server: Server, interview: Interview) -> None:
    Participant.objects.bulk_create(
        Participant(session=interview.session, candidate_email=f"{n}@mail.example", joined_at=timezone.now())
        for n in range(MOST_PARTICIPANTS)
    )
    with listen(server.port, interview, token=token_of(interview.owner)) as socket:
        socket.until("hello")
        socket.send(type="hello", page="p")
        assert (socket.closed_with(), socket.reason) == (4403, "full")


# --- While it is open: the socket itself, its clock wound up ---------------------------------------------


class _Hasty(InterviewSocket):
    check_seconds = 0.05
    sign_in_seconds = 5
    settling_seconds = 0


class _Wire:
    """The server's side of one connection, without a server."""

    def __init__(self, interview: Interview, *said: str) -> None:
        self.incoming: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
        self.sent: list[dict[str, Any]] = []
        self.greeted = asyncio.Event()
        self.awaited = '"hello"'
        self.scope = {
            "type": "websocket",
            "path": interview.path,
            "query_string": b"",
            "headers": [(b"host", b"testserver")],
            "url_kwargs": {"session_id": interview.session.pk},
        }
        self.incoming.put_nowait({"type": "websocket.connect"})
        for text in said:
            self.incoming.put_nowait({"type": "websocket.receive", "text": text})

    async def send(self, event: dict[str, Any]) -> None:
        self.sent.append(event)
        if event["type"] == "websocket.send" and self.awaited in event["text"]:
            self.greeted.set()

    async def run(self, change: Any) -> tuple[int, str]:
        """Open the room, make the change, return with what it is closed."""

        class Alone(_Hasty):
            hub = Hub()

        serving = asyncio.create_task(Alone(self.scope, self.incoming.get, self.send).run())
        await self.greeted.wait()
        await in_database(change)
        await asyncio.wait_for(serving, 20)
        await Alone.hub.close()
        return int(self.sent[-1]["code"]), str(self.sent[-1]["reason"])


def _let_go(interview: Interview) -> None:
    Membership.objects.filter(user=interview.staff).update(
        is_active=False, is_current=False, left_at=timezone.now()
    )


@pytest.mark.parametrize(
    ("ending", "closed"),
    [
        ("let go", (4404, "not found")),
        ("tokens revoked", (4401, "sign in again")),
        ("ended", (4403, "over")),
        ("deleted", (4404, "not found")),
    ],
)
def test_a_member_who_loses_the_right_is_shown_out(
    interview: Interview, ending: str, closed: tuple[int, str]
) -> None:
    changes = {
        "let go": lambda: _let_go(interview),
        "tokens revoked": lambda: revoke_all(user=interview.staff, now=timezone.now()),
        "ended": interview.end,
        "deleted": lambda: VideoSession.objects.of_all_tenants().filter(pk=interview.session.pk).delete(),
    }
    wire = _Wire(interview, f'{{"type": "auth", "token": "{token_of(interview.staff)}"}}')
    assert asyncio.run(wire.run(changes[ending])) == closed


@pytest.mark.parametrize(("ending", "closed"), [("revoked", (4401, "invitation")), ("ended", (4403, "over"))])
def test_a_candidate_who_loses_the_right_is_shown_out(
    interview: Interview, ending: str, closed: tuple[int, str]
) -> None:
    change = interview.revoke if ending == "revoked" else interview.end
    wire = _Wire(interview, f'{{"type": "auth", "invitation": "{interview.token}"}}')
    assert asyncio.run(wire.run(change)) == closed


def test_who_leaves_over_the_api_is_shown_out(interview: Interview) -> None:
    seat = Seat(interview.session, "Sam", user=interview.staff)
    auth = f'{{"type": "auth", "token": "{token_of(interview.staff)}"}}'
    wire = _Wire(interview, auth, '{"type": "hello", "page": "p", "mic": true, "camera": true}')
    wire.awaited = '"joined"'
    closed = asyncio.run(wire.run(lambda: participants.leave(seat=seat, now=timezone.now())))
    assert closed == (1000, "left")
    assert Participant.objects.get(user=interview.staff).left_at is not None


def test_nobody_hears_of_a_page_before_it_has_arrived(interview: Interview) -> None:
    """Else the eight inside take a ninth for one of theirs, and none says that the room is full."""
    announced: list[str] = []

    class Slow(_Hasty):
        hub = Hub()
        check_seconds = 60

        async def entering(self) -> None:
            self.noted = asyncio.Event()
            await self.say(self.room_name, {"kind": "look", "user": "user:0"})
            await asyncio.wait_for(self.noted.wait(), 20)
            await super().entering()

        async def _note(self, message: dict[str, Any]) -> None:
            await super()._note(message)
            if message["kind"] == "look":
                self.noted.set()

        async def _announce(self, kind: str) -> None:
            announced.append(kind)
            await super()._announce(kind)

    auth = f'{{"type": "auth", "token": "{token_of(interview.staff)}"}}'

    async def visit() -> None:
        wire = _Wire(interview, auth, '{"type": "hello", "page": "p"}', '{"type": "leave"}')
        await asyncio.wait_for(Slow(wire.scope, wire.incoming.get, wire.send).run(), 30)
        await Slow.hub.close()

    asyncio.run(visit())
    assert announced[0] == "joined"
