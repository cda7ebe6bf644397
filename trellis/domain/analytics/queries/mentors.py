"""How a mentor does; docs/decisions/analytics.md defines each number."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import CharField, Count, OuterRef, Q, Subquery
from django.db.models.functions import Cast

from trellis.core.events import history_of_key
from trellis.domain.accounts.models import User
from trellis.domain.analytics.queries.sessions import Sessions, given_by, summed
from trellis.domain.analytics.rules.numbers import (
    MOST_REQUESTS,
    PERIOD,
    average_of,
    hours_of,
    median_of,
    share_of,
)
from trellis.domain.ledger.queries import Earnings, earnings_of
from trellis.domain.ledger.rules.months import last_months, month_of
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Booking, ConfirmedBy, Mentor, Status
from trellis.domain.mentorship.queries.earning import earner
from trellis.domain.mentorship.rules.limits import STARS

# What a session that was agreed has come to.
_ENDS = (Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED_BY_MENTOR, Status.CANCELLED_BY_MENTEE)
_HOUR = 3600


@dataclass(frozen=True)
class MentorStats:
    """All of it, in the time of this zone. What is per cent is None of nothing."""

    zone: ZoneInfo
    currency: str
    earnings: Earnings | None
    months: list[str]
    given: Sessions
    given_of_late: int
    stars: dict[int, int]
    mentees: int
    returning: int
    due: int
    called_off: int
    missed: int
    answers: list[float]

    @property
    def hours(self) -> float:
        """The hours of all sessions that were given."""
        return hours_of(self.given.minutes)

    @property
    def average_rating(self) -> float | None:
        """The stars that mentees gave."""
        return average_of(self.given.stars, self.given.rated)

    @property
    def retention_rate(self) -> float | None:
        """Of those who had a session, who had another, in per cent."""
        return share_of(self.returning, self.mentees)

    @property
    def cancellation_rate(self) -> float | None:
        """Of what was due of late, what the mentor called off, in per cent."""
        return share_of(self.called_off, self.due)

    @property
    def no_show_rate(self) -> float | None:
        """Of what was due of late, what did not take place since somebody did not come, in per cent."""
        return share_of(self.missed, self.due)

    @property
    def response_hours(self) -> float | None:
        """How long a request of late waited for the mentor's word: the median, in hours."""
        return median_of(self.answers)


def mentor_stats_of(user: User, *, now: datetime) -> MentorStats:
    """Return how a mentor does; raise OnlyForMentors for beginners."""
    own = earner(user)
    mentor = own.mentor
    rows = given_by(mentor, now=now) if mentor else Booking.objects.none()
    ends = _ends(mentor, now) if mentor else {}
    mentees, returning = _mentees(mentor, now) if mentor else (0, 0)
    return MentorStats(
        zone=own.zone,
        currency=own.currency,
        earnings=earnings_of(user_id=user.pk, zone=own.zone, now=now).get(own.currency),
        months=last_months(month_of(now, zone=own.zone)),
        given=summed(rows) if mentor else Sessions(0, 0, 0, 0),
        given_of_late=ends.get(Status.COMPLETED, 0),
        stars=_stars(mentor, now) if mentor else dict.fromkeys(range(STARS.least, STARS.most + 1), 0),
        mentees=mentees,
        returning=returning,
        due=sum(ends.values()),
        called_off=ends.get(Status.CANCELLED_BY_MENTOR, 0),
        missed=ends.get(Status.NO_SHOW, 0),
        answers=_answers(mentor) if mentor else [],
    )


def _stars(mentor: Mentor, now: datetime) -> dict[int, int]:
    rated = given_by(mentor, now=now).filter(rating__isnull=False)
    counts = dict(rated.order_by().values_list("rating").annotate(number=Count("*")))
    return {stars: counts.get(stars, 0) for stars in range(STARS.least, STARS.most + 1)}


def _mentees(mentor: Mentor, now: datetime) -> tuple[int, int]:
    """Return with how many a mentor had a session, and with how many of them several."""
    each = given_by(mentor, now=now).order_by().values("mentee").annotate(sessions=Count("*"))
    found = each.aggregate(all=Count("mentee"), returning=Count("mentee", filter=Q(sessions__gt=1)))
    return found["all"], found["returning"]


def _ends(mentor: Mentor, now: datetime) -> dict[str, int]:
    """Return what became of the sessions of late whose time is over."""
    rows = Booking.objects.filter(
        mentor=mentor, starts_at__gt=now - PERIOD, ends_at__lte=now, status__in=_ENDS
    )
    return dict(rows.order_by().values_list("status").annotate(Count("pk")))


def _answers(mentor: Mentor) -> list[float]:
    """Return of the latest requests that the mentor has answered how many hours each waited."""
    told = history_of_key(Booking, Cast(OuterRef("pk"), CharField())).filter(
        kind__in=(events.booking_confirmed.kind, events.booking_cancelled.kind), actor_id=mentor.user_id
    )
    asked = Booking.objects.filter(mentor=mentor, confirmed_by=ConfirmedBy.MENTOR)
    answered = Subquery(told.values("happened_at")[:1])
    rows = asked.order_by("-starts_at", "-pk").annotate(answered_at=answered)[:MOST_REQUESTS]
    pairs = rows.values_list("created_at", "answered_at")
    return [(end - start).total_seconds() / _HOUR for start, end in pairs if end is not None]
