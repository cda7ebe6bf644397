"""Somebody of 15, who guards them, and adults. The clock stands at NOW, in January 2030."""

from datetime import date, datetime

from tests.domain.mentorship.world import NOW, person
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import Guardianship
from trellis.domain.guardians.rules import token_of
from trellis.domain.guardians.services.guardianships import accept, invite

OF_15 = date(2014, 6, 1)
OF_40 = date(1989, 6, 1)


def minor_of(name: str = "nia", **fields: object) -> User:
    """Make an account of somebody of 15."""
    return person(name, **{"birth_date": OF_15, **fields})


def guard(minor: User, guardian: User, *, now: datetime = NOW) -> Guardianship:
    """Have somebody guard a minor, as both would."""
    asked = invite(minor=minor, email=guardian.email, actor=minor, now=now)
    return accept(token=token_of(asked), user=guardian, now=now)


def staff() -> User:
    """Make an account of the staff."""
    return person("boss", is_staff=True)
