"""What can happen to mentors: their profile, their approval, the words by which they are found."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.db import transaction
from django.db.models import F
from django.db.models.signals import post_save
from django.dispatch import receiver

from trellis.core.db.errors import retried_once
from trellis.core.db.words import vector
from trellis.core.events import DomainEvent, Nothing
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import MENTORING, NOT_A_TIMEZONE, Journey, is_zone
from trellis.domain.catalog.queries import branches
from trellis.domain.catalog.refusals import CategoryNotFound
from trellis.domain.mentorship import events
from trellis.domain.mentorship.models import Mentor, Terms
from trellis.domain.mentorship.queries.mentors import mentor_of_user, mentor_or_blank
from trellis.domain.mentorship.refusals import AlreadyMentor, InvalidProfile, OnlyForMentors, StaleVersion
from trellis.domain.mentorship.rules.rates import in_minor_units
from trellis.domain.mentorship.rules.words import words_of_mentor
from trellis.domain.mentorship.services.next_slots import forget

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
        "portfolio_url",
        "expertise_categories",
        "teaching_styles",
        "availability_timezone",
        "session_minutes",
        "buffer_minutes",
        "minimum_notice_minutes",
    }
)
# Of these, what decides when a mentor can be booked.
_OF_SLOTS = {"availability_timezone", "session_minutes", "buffer_minutes", "minimum_notice_minutes"}
_NAMES = {"first_name", "last_name"}


@retried_once
def create_mentor(*, user: User, profile: dict[str, Any], now: datetime) -> Mentor:
    """Make `user` a mentor, to be approved. `profile` has keys of PROFILE_FIELDS.

    A profile that was merely begun is filled in. Raises AlreadyMentor, also when two requests race, and
    InvalidProfile.
    """
    _refuse_invalid(profile)
    with transaction.atomic():
        mentor, is_new = _mentor_of(user, profile, now)
        begun = Mentor.objects.filter(pk=mentor.pk, is_begun=True)
        if not is_new and not begun.update(
            **profile, is_begun=False, version=F("version") + 1, updated_at=now
        ):
            raise AlreadyMentor
        if not is_new:
            forget(mentor.pk)
            index_mentor(mentor)
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


@retried_once
def begin_profile(*, user: User, now: datetime) -> Mentor:
    """Return the mentor profile of an account; whom the members directory knows as a mentor gets one.

    It is empty, and to be approved. Raises NotMentor for everybody else who has none.
    """
    mentor = mentor_or_blank(user)
    if mentor.pk:
        return mentor
    with transaction.atomic():
        return _mentor_of(user, {"is_begun": True}, now)[0]


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
        if _OF_SLOTS & changes.keys():
            forget(mentor.pk)
        index_mentor(mentor)
        return _tell_of_change(mentor, now)


@retried_once
def upgrade(
    *,
    user: User,
    journey: str,
    profile: dict[str, Any],
    rate: tuple[Decimal | None, str] | None = None,
    now: datetime,
) -> tuple[Mentor, bool]:
    """Have SOOSH offer `user` as a mentor from now on, and return the profile, and whether it is new.

    `profile` has keys of PROFILE_FIELDS, `rate` an amount an hour, None for none, and its currency, "" for
    the one of before. What is left out stays. Who is on the journey of the disabled stays on it, for
    their agent hangs on it. Raises InvalidProfile.
    """
    _refuse_invalid(profile)
    _refuse_unknown(profile.get("expertise_categories", ()))
    with transaction.atomic():
        mentor, is_new = _mentor_of(user, {"availability_timezone": user.known_timezone or "UTC"}, now)
        mentor = Mentor.objects.select_for_update(of=("self",)).select_related("user").get(pk=mentor.pk)
        Mentor.objects.filter(pk=mentor.pk).update(
            **profile,
            **_priced(rate, mentor),
            is_begun=False,
            offered_at=mentor.offered_at or now,
            version=F("version") + (0 if is_new else 1),
            updated_at=now,
        )
        index_mentor(mentor)
        User.objects.filter(pk=user.pk).exclude(journey=Journey.DISABLED).update(journey=journey)
        return _tell_of_change(mentor, now), is_new


def switch_mode(*, user: User, mode: str) -> User:
    """Show somebody the side of the learners, or of the mentors; raise OnlyForMentors."""
    if user.journey not in MENTORING and mentor_of_user(user) is None:
        raise OnlyForMentors
    user.mode = mode
    user.save(update_fields=["mode"])
    return user


def set_photo(*, mentor: Mentor, photo: "File[bytes]", now: datetime) -> Mentor:
    """Give the mentor a new photo, cleaned by core.media; the old file stays for pages that show it."""
    with transaction.atomic():
        mentor.photo.save(photo.name or "photo", photo, save=False)
        Mentor.objects.filter(pk=mentor.pk).update(
            photo=mentor.photo.name, version=F("version") + 1, updated_at=now
        )
    return Mentor.objects.select_related("user").get(pk=mentor.pk)


def approve_mentor(*, mentor: Mentor, actor_id: int | None, now: datetime) -> Mentor:
    """Let others see and book the mentor; one who is approved already stays as they are."""
    return _set_approved(mentor, events.mentor_approved, actor_id, now, is_approved=True)


def withdraw_mentor(*, mentor: Mentor, actor_id: int | None, now: datetime) -> Mentor:
    """Hide the mentor from others again, at every door; sessions that are booked stay."""
    with transaction.atomic():
        Mentor.objects.filter(pk=mentor.pk, offered_at__isnull=False).update(offered_at=None)
        return _set_approved(mentor, events.mentor_withdrawn, actor_id, now, is_approved=False)


def index_mentor(mentor: Mentor) -> None:
    """Write the words by which the mentor is found; also to be called when their user's name changes."""
    current = Mentor.objects.select_related("user").get(pk=mentor.pk)
    words = words_of_mentor(
        name=current.user.full_name,
        expertise=current.expertise,
        company=current.company,
        job_title=current.job_title,
    )
    Mentor.objects.filter(pk=mentor.pk).update(search=vector(words))


@receiver(post_save, sender=User, dispatch_uid="index_renamed_mentor")
def index_renamed_mentor(
    instance: User, created: bool, update_fields: frozenset[str] | None = None, **_: Any
) -> None:
    """Write the search words of a mentor anew when their account was saved with its names."""
    if created or (update_fields is not None and not _NAMES & update_fields):
        return
    mentor = Mentor.objects.filter(user=instance).first()
    if mentor is not None:
        index_mentor(mentor)


def _mentor_of(user: User, fields: dict[str, Any], now: datetime) -> tuple[Mentor, bool]:
    """Return the account's mentor profile, and whether it was made just now."""
    defaults = {**fields, "created_at": now, "updated_at": now}
    mentor, is_new = Mentor.objects.get_or_create(user=user, defaults=defaults)
    if is_new:
        index_mentor(mentor)
        events.mentor_created.publish(actor_id=user.pk, subject=mentor, data={}, now=now)
    return mentor, is_new


def _tell_of_change(mentor: Mentor, now: datetime) -> Mentor:
    """Publish that the mentor says something else of themselves; return them as they are now."""
    current = Mentor.objects.select_related("user").get(pk=mentor.pk)
    events.mentor_changed.publish(actor_id=current.user_id, subject=current, data={}, now=now)
    return current


def _priced(rate: tuple[Decimal | None, str] | None, mentor: Mentor) -> dict[str, Any]:
    """Return the fields of what an hour costs; raise InvalidProfile."""
    if rate is None:
        return {}
    amount, currency = rate[0], rate[1] or mentor.currency
    minor = in_minor_units(amount or Decimal(0), currency)
    # Who has no price any more is not booked for it alone.
    terms = Terms.BOTH if not minor and mentor.terms == Terms.PRICED else mentor.terms
    return {"rate_minor": None if amount is None else minor, "currency": currency, "terms": terms}


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


def _refuse_unknown(named: Sequence[dict[str, Any]]) -> None:
    """Refuse categories that there are not, and subcategories that are none of theirs."""
    known = branches(UUID(each["category_id"]) for each in named)
    errors: dict[str, Any] = {}
    for place, each in enumerate(named):
        below = known.get(UUID(each["category_id"]))
        if below is None:
            errors[str(place)] = {"category_id": [CategoryNotFound.sentence]}
        elif not below.issuperset(map(UUID, each["subcategory_ids"])):
            errors[str(place)] = {"subcategory_ids": ["One of them is no subcategory of this category."]}
    if errors:
        raise InvalidProfile({"expertise_categories": errors})
