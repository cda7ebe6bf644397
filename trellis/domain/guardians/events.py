"""What this app publishes."""

from typing import TypedDict

from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.guardians.models import BirthDateChange, Guardianship


class OfMinor(TypedDict):
    """Whom it is about."""

    minor_id: int


class Said(TypedDict):
    """Whether the person is a minor by the date that stands now."""

    is_minor: bool


guardian_invited = DomainEvent("guardian.invited", Guardianship, OfMinor)
guardian_accepted = DomainEvent("guardian.accepted", Guardianship, OfMinor)
guardian_declined = DomainEvent("guardian.declined", Guardianship, OfMinor)
guardian_ended = DomainEvent("guardian.ended", Guardianship, OfMinor)
birth_date_said = DomainEvent("birth_date.said", User, Said)
birth_date_asked = DomainEvent("birth_date.asked", BirthDateChange, Nothing)
birth_date_refused = DomainEvent("birth_date.refused", BirthDateChange, Nothing)
