"""The room of an interview: its panel and the candidates. `/ws/talent-engine/video-sessions/<id>`.

Who only listens is told what happens in the session; who says hello takes part, and is noted as a
participant. docs/decisions/realtime.md has the messages.
"""

import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any, ClassVar
from uuid import UUID

import structlog
from django.conf import settings
from django.utils import timezone

from trellis.core.realtime import Closed, Message, in_database
from trellis.core.realtime.socket import FORBIDDEN, GOODBYE, NOT_FOUND, TOO_FAST, UNAUTHENTICATED
from trellis.core.writing.addresses import address_key, is_same_address
from trellis.domain.interviews.models import Participant
from trellis.domain.interviews.queries.seats import seat_of_candidate, seat_of_member
from trellis.domain.interviews.queries.sessions import is_recorded
from trellis.domain.interviews.refusals import (
    NotInvited,
    NotJoined,
    SessionEnded,
    SessionFull,
    UnknownSession,
)
from trellis.domain.interviews.rules.seats import Seat, room_of
from trellis.domain.interviews.services import participants
from trellis.domain.needs.refusals import NeedsOpen
from trellis.web.interviews.pushes import for_client
from trellis.web.rooms.socket import RoomSocket

log = structlog.get_logger("trellis.realtime")


class InterviewSocket(RoomSocket):
    """One client in an interview: a member of the tenant, or a candidate with an invitation."""

    listeners_see: ClassVar[bool] = True
    # A switched microphone or camera is a row and an event: one a second, and so many at once.
    switches: ClassVar[float] = 20
    # A departure told so soon after the arrival is that of the page before, which was reloaded.
    settling_seconds: ClassVar[float] = 10
    _seat: Seat

    def __init__(self, scope: dict[str, Any], receive: Any, send: Any) -> None:
        super().__init__(scope, receive, send)
        self._session_id: UUID = scope["url_kwargs"]["session_id"]
        self.room_name = room_of(self._session_id)
        self._invitation: str | None = None
        if self.query.get("as") == "guest":
            self.session_key = ""  # the browser's cookie does not count
        self._participant: Participant | None = None
        self._entered_at = self._switched_at = time.monotonic()
        self._switches = self.switches

    def show(self, message: Message) -> None:
        """Keep the invitation of a candidate, or a member's token."""
        invitation = message.get("invitation")
        if isinstance(invitation, str):
            self._invitation = invitation
        else:
            super().show(message)

    def verify(self) -> None:
        """Find out which member it is; an invitation is of no sign-in, and is asked for with the seat."""
        if self._invitation is None:
            super().verify()

    def control_rooms(self) -> Sequence[str]:
        """Hear what concerns a member; candidates are told in the room."""
        return super().control_rooms() if self._invitation is None else []

    def take_seat(self) -> None:
        """Ask whether membership or invitation, and the session, allow it."""
        seat = (
            self._seat_of_member() if self._invitation is None else self._seat_of_candidate(self._invitation)
        )
        if not seat.session.is_active:
            raise Closed(FORBIDDEN, "over")
        self._seat = seat
        self.who = f"user:{seat.user.pk}" if seat.user else f"candidate:{address_key(seat.email or '')}"

    async def greeting(self) -> Message:
        """Say who they are here, and whether the interview is being recorded."""
        return {
            "type": "hello",
            "you": {"name": self._seat.name, "role": self._role, "can_record": self._seat.may_manage},
            "recording": await in_database(self._is_recorded),
            "seats": self.seats,
            "ice_servers": settings.TRELLIS_ICE_SERVERS,
        }

    def card(self) -> Message:
        """Say who they are to the others, and which participant of the session."""
        participant = str(self._participant.pk) if self._participant else None
        return {"name": self._seat.name, "role": self._role, "participant": participant}

    async def entering(self) -> None:
        """Note that the seat is taken, with what the page sends."""
        self._entered_at = time.monotonic()
        await in_database(self._enter)

    async def changed(self) -> None:
        """Note what was switched."""
        now = time.monotonic()
        self._switches = min(self.switches, self._switches + now - self._switched_at) - 1
        self._switched_at = now
        if self._switches < 0:
            raise Closed(TOO_FAST, "too fast")
        await in_database(self._write_state)

    async def told(self, message: Message) -> None:
        """Hand on what happens in the session, and act on what concerns this client."""
        shown = for_client(message, seat=self._seat)
        event = message.get("event")
        if message["kind"] == "session" and event == "ended":
            self._participant = None
            await self.tell_now(shown or {})
            raise Closed(FORBIDDEN, "over")
        if shown is not None:
            is_own = message["kind"] == "participant" and self._is_own_row(message["participant"])
            self.tell({**shown, "own": True} if is_own else shown)
        if message["kind"] == "participant" and event == "left":
            await self._left_elsewhere(message["participant"])
        elif message["kind"] == "revoked" and self._is_own(message.get("email")):
            raise Closed(UNAUTHENTICATED, "invitation")

    async def left(self) -> None:
        """Tell the others, and note the departure unless the person goes on in another tab."""
        await super().left()
        if self._participant is None or self.is_replaced:
            return
        try:
            await in_database(self._leave)
        except Exception as error:
            # The end of the session, or of the database, has come first: the socket ends all the same.
            log.warning("departure not noted", error=type(error).__name__)

    @property
    def _role(self) -> str:
        return "candidate" if self._seat.is_candidate else "member"

    def _is_own_row(self, told: Message) -> bool:
        return self._participant is not None and told["id"] == str(self._participant.pk)

    def _is_own(self, email: Any) -> bool:
        own = self._seat.email
        return own is not None and isinstance(email, str) and is_same_address(own, email)

    def _seat_of_candidate(self, invitation: str) -> Seat:
        seat = seat_of_candidate(token=invitation, session_id=self._session_id, now=timezone.now())
        if seat is None:
            raise Closed(UNAUTHENTICATED, "invitation")
        return seat

    def _seat_of_member(self) -> Seat:
        seat = seat_of_member(user=self.user, session_id=self._session_id)
        if seat is None:
            raise Closed(NOT_FOUND, "not found")
        return seat

    def _is_recorded(self) -> bool:
        return is_recorded(self._session_id)

    def _enter(self) -> None:
        with _refusals():
            self._participant = participants.join(seat=self._seat, **self._devices, now=timezone.now())

    def _write_state(self) -> None:
        """Let the participant's row say what the page says."""
        with _refusals():
            participants.set_devices(seat=self._seat, **self._devices, now=timezone.now())

    @property
    def _devices(self) -> dict[str, bool]:
        return {"muted": not self.state["mic"], "camera_on": self.state["camera"]}

    def _leave(self) -> None:
        participants.leave(seat=self._seat, now=timezone.now())

    async def _left_elsewhere(self, told: Message) -> None:
        """Go when the own departure was noted over the API; come back when an older page has noted it."""
        if not self._is_own_row(told):
            return
        if time.monotonic() - self._entered_at < self.settling_seconds:
            await in_database(self._enter)
            return
        self._participant = None
        raise Closed(GOODBYE, "left")


@contextmanager
def _refusals() -> Iterator[None]:
    """Close with what the client can act on where the domain refuses what was allowed a moment ago."""
    try:
        yield
    except SessionEnded:
        raise Closed(FORBIDDEN, "over") from None
    except SessionFull:
        raise Closed(FORBIDDEN, "full") from None
    except NeedsOpen:
        raise Closed(FORBIDDEN, "needs") from None
    except NotInvited:
        raise Closed(UNAUTHENTICATED, "invitation") from None
    except (UnknownSession, NotJoined):
        raise Closed(NOT_FOUND, "not found") from None
