"""The WebSocket of an account: what every socket of a door or a page derives from."""

from collections.abc import Sequence
from uuid import UUID

from trellis.core.realtime import Closed, SignedSocket
from trellis.core.realtime.socket import UNAUTHENTICATED
from trellis.domain.accounts.models import User
from trellis.domain.accounts.queries import (
    has_ended,
    person_room,
    sign_in_room,
    user_of_session,
    user_of_token,
)


class AccountSocket(SignedSocket):
    """Serves one client that is signed in, and is closed with 4401 at once when that sign-in ends.

    How a client signs in: with the cookie, on a page of ours; with `Authorization: Bearer`; with the
    subprotocols `bearer, <token>`; with `?token=`; or with the first message `{"type": "auth", "token": …}`,
    within ten seconds. It may say `auth` again with a newer token of the same person, and so stay longer than
    the token lives; `ping` is answered with `pong` here.

    A subclass has these hooks, in the order in which they are called, all but the first in the event loop:

    - `verify()`, in a thread with the database: calls super, then may raise Closed for what is asked of
      `self.user` and `self.scope["url_kwargs"]` whatever else happens.
    - `check()`: calls super, then raises Closed where the right to be here is lost. It is called once before
      `ready`, every 30 seconds, whenever `core.realtime.check_sockets` names a room that the socket is in,
      such as `person_room`, and with a newer token.
    - `ready()`: joins rooms (`await self.join(room)`), greets (`self.tell(frame)`), replays
      (`await self.tell_now(frame)`, which waits for the client and fills no mailbox). The person's own room
      is joined by then, and what comes in it, or in another, is delivered after `ready` has returned.
    - `delivered(delivery)`: a message of a room, but never an order. `missed()`: messages may be lost.
    - `heard(message)`: what the client says, but never `auth` and `ping`.
    - `left()`: after the end, whatever the reason.

    It has `user`, `family_id` (None where the sign-in is not known) and `query`, what the address asks beside
    the token. What the database is asked, it is asked in `await in_database(function, *args)`. Of a page's
    own sockets, `is_of_api = False` keeps everybody but pages of ours out, and tokens out of the address.
    """

    user: User
    family_id: UUID | None = None

    def verify(self) -> None:
        """Find who it is; raise Closed where the sign-in is no good, has ended, or is another person's."""
        user = self.find()
        if user is None or has_ended(user.sign_in_id) or user.pk != getattr(self, "user", user).pk:
            raise Closed(UNAUTHENTICATED, "sign in")
        self.user, self.family_id = user, user.sign_in_id

    def find(self) -> User | None:
        """Return whose token or session it is, with the sign-in that it belongs to."""
        return user_of_session(self.session_key) if self.token is None else user_of_token(self.token)

    def control_rooms(self) -> Sequence[str]:
        """Hear what concerns the person, and what concerns this sign-in alone."""
        own = [person_room(self.user.pk)]
        return own if self.family_id is None else [*own, sign_in_room(self.family_id)]
