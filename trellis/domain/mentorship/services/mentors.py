"""What can happen to mentors: their profile, their approval, when they are free.

What happens to bookings is in bookings.py beside it.
"""

from collections import defaultdict
from collections.abc import Hashable, Sequence
from datetime import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import is_zone
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Availability, Mentor
from trellis.domain.mentorship.refusals import AlreadyMentor, InvalidProfile, InvalidWindow, StaleVersion
from trellis.domain.mentorship.rules.limits import DAYS_OF_WEEK, END_OF_DAY
from trellis.domain.mentorship.rules.slots import Window, day_of_week_of
from trellis.domain.mentorship.rules.words import search_vector

# What a mentor says of themselves; everything else in the row is kept by services.
PROFILE_FIELDS = frozenset(
    {
        "bio",
        "expertise",
        "company",
        "job_title",
        "years_of_experience",
        "linkedin_url",
        "github_url",
        "twitter_url",
        "availability_timezone",
        "session_minutes",
        "buffer_minutes",
        "minimum_notice_minutes",
    }
)
NOT_A_TIMEZONE = "This is not the name of a timezone, like Europe/London."


@retried_once
def create_mentor(*, user: User, profile: dict[str, Any], now: datetime) -> Mentor:
    """Make `user` a mentor, to be approved. `profile` has keys of PROFILE_FIELDS.

    Raises AlreadyMentor, also when two requests race, and InvalidProfile.
    """
    _refuse_invalid(profile)
    with transaction.atomic():
        mentor, is_new = Mentor.objects.get_or_create(
            user=user, defaults={**profile, "created_at": now, "updated_at": now}
        )
        if not is_new:
            raise AlreadyMentor
        index_mentor(mentor)
        events.mentor_created.publish(actor_id=user.pk, subject=mentor, data={}, now=now)
    return mentor


def update_mentor(*, mentor: Mentor, changes: dict[str, Any], version: int | None, now: datetime) -> Mentor:
    """Change what a mentor says of themselves; `changes` has keys of PROFILE_FIELDS.

    `version` is the one that the writer has seen, None if they do not say. Raises StaleVersion and
    InvalidProfile.
    """
    _refuse_invalid(changes)
    with transaction.atomic():
        rows = Mentor.objects.filter(pk=mentor.pk)
        seen = rows if version is None else rows.filter(version=version)
        if not seen.update(**changes, version=F("version") + 1, updated_at=now):
            raise StaleVersion(rows.values_list("version", flat=True).get())
        index_mentor(mentor)
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


def set_photo(*, mentor: Mentor, photo: "File[bytes]", now: datetime) -> Mentor:
    """Give the mentor a new photo, cleaned by core.media; the old file stays for pages that show it."""
    mentor.photo.save(photo.name or "photo", photo, save=False)
    with transaction.atomic():
        Mentor.objects.filter(pk=mentor.pk).update(
            photo=mentor.photo.name, version=F("version") + 1, updated_at=now
        )
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


def approve_mentor(*, mentor: Mentor, actor_id: int | None, now: datetime) -> Mentor:
    """Let others see and book the mentor; one who is approved already stays as they are."""
    return _set_approved(mentor, events.mentor_approved, actor_id, now, is_approved=True)


def withdraw_mentor(*, mentor: Mentor, actor_id: int | None, now: datetime) -> Mentor:
    """Hide the mentor from others again; sessions that are booked stay."""
    return _set_approved(mentor, events.mentor_withdrawn, actor_id, now, is_approved=False)


def index_mentor(mentor: Mentor) -> None:
    """Write the words by which the mentor is found; also to be called when their user's name changes."""
    current = Mentor.objects.select_related("user").get(pk=mentor.pk)
    vector = search_vector(
        name=current.user.full_name,
        expertise=current.expertise,
        company=current.company,
        job_title=current.job_title,
    )
    Mentor.objects.filter(pk=mentor.pk).update(search=vector)


@retried_once
def set_availability(
    *,
    mentor: Mentor,
    weekly: Sequence[Window] | None,
    dated: Sequence[Window] | None,
    now: datetime,
) -> None:
    """Replace the mentor's weekly windows, their dated ones, or both; None leaves a kind as it is.

    Raises InvalidWindow for the first that is reversed, out of range, or overlaps one before it;
    then nothing is changed. Booked sessions stay whatever is set.
    """
    _refuse_impossible("weekly", weekly or ())
    _refuse_impossible("dated", dated or ())
    with transaction.atomic():
        # Nobody books by a schedule that is being replaced.
        lock("mentor", mentor.pk)
        for is_recurring, windows in ((True, weekly), (False, dated)):
            if windows is None:
                continue
            Availability.objects.filter(mentor_id=mentor.pk, is_recurring=is_recurring).delete()
            Availability.objects.bulk_create(_row(mentor, window) for window in windows)
        events.availability_set.publish(actor_id=mentor.user_id, subject=mentor, data={}, now=now)


def _set_approved(
    mentor: Mentor,
    event: DomainEvent[Mentor, Nothing],
    actor_id: int | None,
    now: datetime,
    *,
    is_approved: bool,
) -> Mentor:
    with transaction.atomic():
        other = Mentor.objects.filter(pk=mentor.pk, is_approved=not is_approved)
        changed = other.update(is_approved=is_approved, version=F("version") + 1, updated_at=now)
        current = Mentor.objects.select_related("user").get(pk=mentor.pk)
        if changed:
            event.publish(actor_id=actor_id, subject=current, data={}, now=now)
    return current


def _refuse_invalid(profile: dict[str, Any]) -> None:
    unknown = profile.keys() - PROFILE_FIELDS
    if unknown:
        raise InvalidProfile({field: ["This is not a field of the profile."] for field in unknown})
    others = {field.name for field in Mentor._meta.get_fields()} - profile.keys()
    errors: dict[str, list[str]] = {}
    try:
        Mentor(**profile).clean_fields(exclude=others)
    except ValidationError as error:
        errors = error.message_dict
    zone = profile.get("availability_timezone")
    if zone is not None and not is_zone(zone):
        errors["availability_timezone"] = [NOT_A_TIMEZONE]
    if errors:
        raise InvalidProfile(errors)


def _refuse_impossible(kind: str, windows: Sequence[Window]) -> None:
    before: defaultdict[Hashable, list[Window]] = defaultdict(list)
    for index, window in enumerate(windows):
        day = window.day_of_week if kind == "weekly" else window.date
        reason = _fault(kind, window)
        if reason is None and any(_overlap(window, other) for other in before[day]):
            reason = "It overlaps another stretch of the same day."
        if reason is not None:
            raise InvalidWindow(index, kind, reason)
        before[day].append(window)


def _fault(kind: str, window: Window) -> str | None:
    if kind == "weekly" and (window.date is not None or window.day_of_week is None):
        return "A weekly stretch has a day of the week and no date."
    if kind == "dated" and window.date is None:
        return "A stretch of one date needs the date."
    if kind == "weekly" and not _is_day_of_week(window.day_of_week):
        return "The day of the week is a number from 0 (Sunday) to 6 (Saturday)."
    if not (0 <= window.start_minute < END_OF_DAY and 0 < window.end_minute <= END_OF_DAY):
        return "The times must lie between 00:00 and 24:00."
    if window.start_minute >= window.end_minute:
        return "The end must be after the start."
    return None


def _is_day_of_week(number: int | None) -> bool:
    return number is not None and DAYS_OF_WEEK.least <= number <= DAYS_OF_WEEK.most


def _overlap(one: Window, other: Window) -> bool:
    return one.start_minute < other.end_minute and other.start_minute < one.end_minute


def _row(mentor: Mentor, window: Window) -> Availability:
    row = Availability(
        mentor_id=mentor.pk,
        start_minute=window.start_minute,
        end_minute=window.end_minute,
        is_recurring=window.date is None,
        specific_date=window.date,
        is_active=window.is_active,
    )
    if window.date is not None:
        row.day_of_week = day_of_week_of(window.date)
    elif window.day_of_week is not None:
        row.day_of_week = window.day_of_week
    return row
