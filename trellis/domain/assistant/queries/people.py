"""Whom somebody knows, by the names by which they may be called."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Max, Q

from trellis.domain.accounts.models import User
from trellis.domain.assistant.rules.limits import MOST_KNOWN
from trellis.domain.mentorship.models import Booking, Mentor, Status
from trellis.domain.messaging.models import Room
from trellis.domain.notifications.rules import name_of, zone_of
from trellis.intelligence.commands.forms import KnownName

_MOST_LOOKED_AT = 500


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody who may be meant: their account, and what tells them from others of the name."""

    user: User
    name: KnownName
    is_mentor: bool

    @property
    def label(self) -> str:
        """Name, field, last session and user name, as far as there are any."""
        last = self.name.last_met
        met = f"last session {last.day} {last:%B %Y}" if last else "no session yet"
        told = [self.name.full_name, self.name.field, met if self.is_mentor else "", self.name.username]
        return ", ".join(part for part in told if part)


def known_to(user: User) -> list[Known]:
    """Return whom somebody has met or written to, those whom they met last first."""
    met = _last_sessions(user)
    rooms = (
        Room.objects.filter(Q(first=user) | Q(second=user))
        .order_by("-pk")
        .values_list("first_id", "second_id")
    )
    partners = [first if first != user.pk else second for first, second in rooms[:MOST_KNOWN]]
    keys = list(dict.fromkeys([*met, *(key for key in partners if key is not None)]))[:MOST_KNOWN]
    people = User.objects.filter(pk__in=keys, is_active=True).select_related("mentor").in_bulk()
    return [_known(people[key], met.get(key), user) for key in keys if key in people]


def mentors_called(said: str, *, viewer: User) -> list[Known]:
    """Return mentors of SOOSH whose names begin as what was said does: who sounds like it is among them."""
    begins = Q()
    for letter in {word[0] for word in said.split() if word[:1].isalpha()}:
        begins |= Q(user__first_name__istartswith=letter) | Q(user__last_name__istartswith=letter)
    return _mentors(begins, viewer) if begins else []


def namesakes(known: Known, *, viewer: User) -> list[Known]:
    """Return the other mentors of SOOSH who have just this name."""
    same = Q(user__first_name__iexact=known.user.first_name, user__last_name__iexact=known.user.last_name)
    return [each for each in _mentors(same, viewer) if each.user.pk != known.user.pk]


def people_by_ids(ids: Collection[UUID], *, viewer: User) -> list[Known]:
    """Return active people by the ids that everybody sees."""
    people = User.objects.filter(public_id__in=ids, is_active=True).select_related("mentor").order_by("pk")
    return _with_sessions(people, viewer)


def _mentors(condition: Q, viewer: User) -> list[Known]:
    rows = Mentor.objects.filter(condition, is_shown=True).exclude(user=viewer).select_related("user")
    people = []
    for mentor in rows.order_by("pk")[:_MOST_LOOKED_AT]:
        mentor.user.mentor = mentor
        people.append(mentor.user)
    return _with_sessions(people, viewer)


def _with_sessions(people: Iterable[User], viewer: User) -> list[Known]:
    met = _last_sessions(viewer)
    return [_known(person, met.get(person.pk), viewer) for person in people]


def _last_sessions(user: User) -> dict[int, datetime | None]:
    """Return by account when somebody last had a session with a mentor; None where one is only booked."""
    rows = (
        Booking.objects.filter(mentee=user)
        .values_list("mentor__user_id")
        .annotate(last=Max("starts_at", filter=Q(status=Status.COMPLETED)), newest=Max("starts_at"))
        .order_by("-newest")
    )
    return {key: last for key, last, _ in rows[:MOST_KNOWN]}


def _known(person: User, last: datetime | None, viewer: User) -> Known:
    mentor: Mentor | None = getattr(person, "mentor", None)
    fields: Sequence[str] = mentor.expertise if mentor else ()
    field = fields[0] if fields else (mentor.job_title if mentor else "")
    last_met: date | None = last.astimezone(zone_of(viewer)).date() if last else None
    name = KnownName(
        str(person.public_id), name_of(person), field, person.username.partition("@")[0], last_met
    )
    return Known(person, name, mentor is not None and mentor.is_shown)
