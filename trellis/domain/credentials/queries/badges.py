"""Whose badges there are."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from trellis.domain.accounts.models import User
from trellis.domain.credentials.models import Badge, Certificate
from trellis.domain.credentials.queries.addresses import page_of
from trellis.domain.credentials.refusals import NoBadge
from trellis.domain.credentials.rules.choices import Kind, State
from trellis.domain.credentials.rules.facts import HOUSE
from trellis.domain.credentials.rules.limits import MOST_LINKED


@dataclass(frozen=True, slots=True)
class Linked:
    """A badge as others' pages name it: what for, in whose words, since when, and where it is checked."""

    title: str
    kind: str
    issuer: str
    issued_at: datetime
    url: str

    @property
    def line(self) -> str:
        """The same as one line of a text."""
        return f"{self.title} ({self.issuer}): {self.url}"


def certificates_of(user: User) -> QuerySet[Certificate]:
    """Return the certificates of somebody that hold, the newest first."""
    return Certificate.objects.filter(user=user, state=State.VALID).order_by("-pk")


def badges_of(user: User, *, kind: Kind | None = None, is_shown: bool | None = None) -> QuerySet[Badge]:
    """Return all badges of somebody, those that have ended too, the newest first."""
    own = Badge.objects.filter(user=user).order_by("-pk")
    if kind is not None:
        own = own.filter(kind=kind)
    return own if is_shown is None else own.filter(is_shown=is_shown)


def shown_badges_of(user: User) -> list[Linked]:
    """Return what somebody shows to everybody, the newest first, at most MOST_LINKED."""
    shown = badges_of(user, is_shown=True).filter(state=State.VALID)
    return [_linked(badge) for badge in shown[:MOST_LINKED]]


def own_badge(user: User, badge_id: UUID, *, to_change: bool = False) -> Badge:
    """Return one of somebody's badges, `to_change` with its lock; raise NoBadge."""
    own = Badge.objects.filter(user=user, public_id=badge_id)
    found = (own.select_for_update(no_key=True) if to_change else own).first()
    if found is None:
        raise NoBadge
    return found


def badge_coded(code: str) -> Badge | None:
    """Return the badge of a code in its form."""
    return Badge.objects.filter(code=code).first()


def sources_with_badges(user: User, kind: Kind, sources: list[str]) -> dict[str, UUID]:
    """Return by source the ids of the badges that are made of these already, and not withdrawn."""
    made = Badge.objects.filter(user=user, kind=kind, source__in=sources).exclude(state=State.WITHDRAWN)
    return dict(made.values_list("source", "public_id"))


def _linked(badge: Badge) -> Linked:
    return Linked(badge.title, badge.kind, badge.by_name or HOUSE, badge.issued_at, page_of(badge))
