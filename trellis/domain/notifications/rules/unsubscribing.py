"""What a mail carries so that one press stops mails of its kind."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.core import signing

from trellis.domain.accounts.models import User
from trellis.domain.notifications.refusals import UnknownUnsubscription
from trellis.domain.notifications.rules.kinds import ALWAYS, Channel, Kind

_SALT = "notifications.unsubscribe"


@dataclass(frozen=True)
class Unsubscription:
    """Whose mails stop, by the public id of the account, and of which kinds."""

    person_id: UUID
    kinds: tuple[Kind, ...]


def stoppable(kinds: Collection[Kind]) -> tuple[Kind, ...]:
    """Return those of the kinds whose mails may stop, each once, in the order of all kinds."""
    return tuple(kind for kind in Kind if kind in kinds and (kind, Channel.EMAIL) not in ALWAYS)


def unsubscription_token(person: User, kinds: Collection[Kind]) -> str:
    """Return what the link of a mail of these kinds carries. It opens nothing else, and has no end."""
    return signing.dumps([str(person.public_id), [str(kind) for kind in kinds]], salt=_SALT, compress=True)


def unsubscription_in(token: str) -> Unsubscription:
    """Return what a link asks for; raise UnknownUnsubscription."""
    try:
        person_id, kinds = signing.loads(token, salt=_SALT)
        return Unsubscription(UUID(person_id), tuple(Kind(kind) for kind in kinds))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise UnknownUnsubscription from None
