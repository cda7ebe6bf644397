"""Why an organization refuses: one class a reason. They know no HTTP; each door answers them once."""

from collections.abc import Sequence

from trellis.core import refusals
from trellis.core.refusals import Absent, Conflict, Invalid


class NotAllowed(refusals.NotAllowed):
    """The actor's role, as it is now, does not reach this far."""


class UnknownOrganization(Absent):
    """There is no organization of this id."""


class UnknownMember(Absent):
    """Nobody of that id is an active member here."""


class LastOwner(Conflict):
    """An organization keeps at least one owner."""

    sentence = "An organization keeps at least one owner. Make somebody else an owner first."


class AlreadyMember(Conflict):
    """The account is an active member of this organization."""

    sentence = "This account is a member of this organization already."


class StillNeeded(Conflict):
    """Rows that are to be kept are the organization's; `kinds` says in words of which kinds."""

    def __init__(self, kinds: Sequence[str]) -> None:
        self.kinds = kinds
        super().__init__(f"This organization cannot be deleted: it has {', '.join(kinds)}.")


class DomainTaken(Invalid):
    """Another organization has this domain."""

    field = "domain"
    sentence = "Another organization has this domain."


class AlreadyInvited(Conflict):
    """This address has an open invitation, or is a member's."""

    sentence = "This address is a member's already, or has an invitation that is still open."


class UnknownInvitation(Absent):
    """No open invitation of this organization has this id."""


class InvalidInvitation(Invalid):
    """The token was not made here, or was cut short."""

    field = "token"
    sentence = "This invitation is not valid."


class InvitationOver(Conflict):
    """The invitation was accepted, revoked, or has expired; the sentence says which."""


class AnotherAddress(refusals.NotAllowed):
    """The invitation was sent to another address than the account's."""

    sentence = "This invitation was sent to another address. Sign in with the account that has it."
