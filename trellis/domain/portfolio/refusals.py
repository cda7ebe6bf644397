"""What a portfolio and a resume refuse. They know no HTTP; each door answers them once."""

from trellis.core.refusals import Absent, Conflict, Invalid
from trellis.domain.accounts.rules import NAME_IS_OURS
from trellis.domain.portfolio.rules.limits import MOST_PROJECTS, MOST_RESUMES


class NoPortfolio(Absent):
    """There is none of this name, or it is not for who asks: which of the two is not told."""

    sentence = "There is no such portfolio."


class NoProject(Absent):
    """There is no such project, or it is another's."""

    sentence = "There is no such project."


class NoResume(Absent):
    """There is no such resume, or it is another's."""

    sentence = "There is no such resume."


class BadAddress(Invalid):
    """A portfolio cannot have this name in its address."""

    field = "custom_url"


class AddressIsOurs(BadAddress):
    """The name is one of our own addresses, or that of the account is."""

    sentence = NAME_IS_OURS


class AddressIsTaken(BadAddress):
    """Another portfolio has this address, or another account this name."""

    sentence = "Somebody else has this name."


class NothingToShare(Conflict):
    """There is no portfolio, or nobody else can see it."""

    sentence = "Make a portfolio first: there is nothing to share yet."


class TooManyProjects(Conflict):
    """There is room for so many, and no more."""

    sentence = f"There are {MOST_PROJECTS} projects already. Remove one first."


class TooManyResumes(Conflict):
    """There is room for so many, and no more."""

    sentence = f"There are {MOST_RESUMES} resumes already. Delete one first."


class OtherProjects(Invalid):
    """An order names each of one's projects once."""

    field = "project_ids"
    sentence = "Name each of your projects once."


class BadCaption(Invalid):
    """There is no caption, or it is too long for a platform."""

    field = "caption"
