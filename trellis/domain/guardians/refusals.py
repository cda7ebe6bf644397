"""Why something of minors and guardians is not done: one class a reason. They know no HTTP."""

from trellis.core.refusals import Absent, Conflict, Invalid, NotAllowed


class NeedsGuardian(NotAllowed):
    """A minor would be with an adult, and nobody who guards them takes part."""

    sentence = (
        "Whoever is under 18 needs a guardian for this. Invite a parent or guardian on the page Guardians; "
        "it goes on once they have accepted."
    )


class DeadInvitation(Invalid):
    """The token is none of ours."""

    field = "token"
    sentence = "This link is not valid."


class InvitationOver(Conflict):
    """The invitation was used, declined or withdrawn, or has expired."""


class AlreadyInvited(Conflict):
    """This address is asked already, or guards this minor."""

    sentence = "This address is invited already, or is that of a guardian."


class TooManyGuardians(Conflict):
    """The minor has, or waits for, as many guardians as anybody may have."""

    sentence = "There are as many guardians, or invitations, as there can be."


class NoMinor(NotAllowed):
    """Only who is under 18 has guardians."""

    sentence = "Only people under 18 have guardians."


class OwnGuardian(Invalid):
    """Nobody guards themselves."""

    field = "email"
    sentence = "Nobody is their own guardian: give the address of a parent or guardian."


class GuardianIsMinor(NotAllowed):
    """Who is under 18 guards nobody."""

    sentence = "Only adults can be guardians."


class UnknownGuardianship(Absent):
    """There is none, or not for who asks."""


class NotTheirs(NotAllowed):
    """Who asks may see it, and another ends it."""

    sentence = "Only the guardian or staff can end this."


class AlreadyEnded(Conflict):
    """It has ended before."""

    sentence = "This has ended already."


class AlreadyDecided(Conflict):
    """Somebody of the staff was faster, or another date was asked for since."""

    sentence = "This change no longer waits."


class InvalidBirthDate(Invalid):
    """Nobody who lives was born on this day."""

    field = "birth_date"
    sentence = "This is not a date of birth."
