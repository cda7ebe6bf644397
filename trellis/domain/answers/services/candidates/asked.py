"""A question of a candidate's, and what is looked up for whatever it asks for: once, when it is needed."""

from dataclasses import dataclass
from datetime import datetime, tzinfo
from functools import cached_property

from trellis.domain.accounts.models import User
from trellis.domain.answers.queries.candidates.telling import Told, told_by
from trellis.domain.answers.rules.answers import Said
from trellis.domain.answers.services.candidates.meaning import vector_of
from trellis.domain.notifications.rules import zone_of


@dataclass(frozen=True)
class Asked:
    """Who asks what, and when."""

    user: User
    question: str
    now: datetime

    @cached_property
    def zone(self) -> tzinfo:
        """Return the zone in which moments are told."""
        return zone_of(self.user)

    @cached_property
    def told(self) -> Told | None:
        """Return what they tell of themselves, None without a profile."""
        return told_by(self.user)

    @cached_property
    def vector(self) -> list[float] | None:
        """Return what the question means, None where no model answers."""
        return vector_of(self.question)


@dataclass(frozen=True, slots=True)
class Found:
    """Sentences, each of rows; without any, what there is nothing of; and what was left out."""

    said: list[Said]
    nothing: str = ""
    limits: tuple[str, ...] = ()
