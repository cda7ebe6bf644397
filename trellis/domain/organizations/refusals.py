"""Why an organization refuses: one class a reason. They know no HTTP; each door answers them once."""


class NotAllowed(Exception):
    """The actor's role, as it is now, does not reach this far."""


class UnknownMember(Exception):
    """Nobody of that id is an active member here."""


class LastOwner(Exception):
    """An organization keeps at least one owner."""


class AlreadyDecided(Exception):
    """The stage has its decision, or nothing is left to decide."""


class NotApprover(Exception):
    """What is open is for others to decide."""


class StageOpen(Exception):
    """Another stage than the one that was named is open: `stage` is its name."""

    def __init__(self, stage: str) -> None:
        super().__init__(stage)
        self.stage = stage


class AlreadyMember(Exception):
    """The account is an active member of an organization, and nobody is of two."""


class DomainTaken(Exception):
    """Another organization has this domain."""


class AlreadyInvited(Exception):
    """This address has an open invitation, or is a member's."""


class UnknownInvitation(Exception):
    """No open invitation of this organization has this id."""


class InvalidInvitation(Exception):
    """The token was not made here, or was cut short."""


class InvitationOver(Exception):
    """The invitation was accepted, revoked, or has expired; the text says which."""


class AnotherAddress(Exception):
    """The invitation was sent to another address than the account's."""
