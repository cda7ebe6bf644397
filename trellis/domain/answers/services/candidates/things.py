"""What is looked up of a candidate's own things."""

from collections.abc import Sequence
from typing import TypeVar

from django.db.models import Model, QuerySet

from trellis.domain.answers.queries.candidates import own as rows
from trellis.domain.answers.rules.candidates import own
from trellis.domain.answers.services.candidates.asked import Asked, Found
from trellis.domain.candidates.queries.disability import reads_of
from trellis.domain.candidates.queries.profiles import profile_of

Row = TypeVar("Row", bound=Model)
_MORE = f"There are more: I tell the newest {rows.MOST}."


def applications(asked: Asked) -> Found:
    """Return where one's applications stand."""
    found, limits = _newest(rows.own_applications(asked.user))
    said = own.of_applications(found, zone=asked.zone)
    return Found(said, "I know nothing of an application of yours: there is none.", limits)


def dates(asked: Asked) -> Found:
    """Return the dates that are ahead, the nearest first."""
    user, now, zone = asked.user, asked.now, asked.zone
    dated = [
        *(own.date_of_need(each) for each in rows.own_tasks(user, is_open=True)[: rows.MOST]),
        *(own.date_of_promise(each, now=now, zone=zone) for each in rows.own_promises(user)[: rows.MOST]),
        *(own.date_of_contest(each, zone=zone) for each in rows.own_open_contests(user)[: rows.MOST]),
        *(own.date_of_job(each, zone=zone) for each in rows.in_time(user, now)[: rows.MOST]),
    ]
    said = own.of_dates(each for each in dated if each is not None)
    return Found(said, "I know of no date that is ahead of you.")


def interviews(asked: Asked) -> Found:
    """Return one's interviews that are not over."""
    found, limits = _newest(rows.own_interviews(asked.user))
    nothing = "I know of no interview of yours that is open."
    return Found(own.of_interviews(found, zone=asked.zone), nothing, limits)


def needs(asked: Asked) -> Found:
    """Return where one's needs stand that are shared with an application."""
    found, limits = _newest(rows.own_tasks(asked.user))
    nothing = "I know of no need that you share with an employer."
    return Found(own.of_needs(found, zone=asked.zone), nothing, limits)


def reads(asked: Asked) -> Found:
    """Return who has read one's disability categories."""
    profile = profile_of(asked.user)
    if profile is None:
        return Found([], "I know nothing of you yet: there is no profile of yours here.")
    found = reads_of(profile, asked_by=asked.user.pk, most=rows.MOST)
    said = own.of_reads(profile, found, zone=asked.zone)
    return Found(said, "I know of nobody who has read what you tell about a disability.")


def contests(asked: Asked) -> Found:
    """Return where one's contests stand."""
    found, limits = _newest(rows.own_contests(asked.user))
    said = own.of_contests(found, zone=asked.zone)
    return Found(said, "I know of nothing that you have contested.", limits)


def promises(asked: Asked) -> Found:
    """Return where the promises of interviews stand."""
    found, limits = _newest(rows.own_promises(asked.user))
    said = own.of_promises(found, now=asked.now, zone=asked.zone)
    return Found(said, "I know of no interview that is promised to you.", limits)


def _newest(found: QuerySet[Row]) -> tuple[Sequence[Row], tuple[str, ...]]:
    """Return the first of these rows, and what is to be said where there are more."""
    first = list(found[: rows.MOST + 1])
    return first[: rows.MOST], (_MORE,) if len(first) > rows.MOST else ()
