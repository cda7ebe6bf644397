"""When an invitation can be accepted, and what the link to it carries."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from django.core import signing

from trellis.domain.organizations.refusals import InvalidInvitation, InvitationOver

if TYPE_CHECKING:
    from trellis.domain.organizations.models import Invitation

LIFETIME = timedelta(days=7)
_ANOTHER = "Ask who invited you for a new one."
_SALT = "organizations.invitation"


def token_of(invitation: "Invitation") -> str:
    """Return what the mailed link carries. When it ends, the row decides."""
    return signing.dumps(str(invitation.pk), salt=_SALT)


def id_in(token: str) -> UUID:
    """Return the id of the invitation that a mailed link speaks of; raise InvalidInvitation."""
    try:
        return UUID(signing.loads(token, salt=_SALT))
    except (signing.BadSignature, ValueError, TypeError, AttributeError):
        raise InvalidInvitation from None


def refuse_over(invitation: "Invitation", *, now: datetime) -> None:
    """Raise InvitationOver unless the invitation can still be accepted."""
    if invitation.accepted_at is not None:
        raise InvitationOver("This invitation has been used.")
    if invitation.revoked_at is not None:
        raise InvitationOver(f"This invitation has been withdrawn. {_ANOTHER}")
    if invitation.expires_at <= now:
        raise InvitationOver(f"This invitation has expired. {_ANOTHER}")
