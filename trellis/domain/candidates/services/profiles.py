"""What can happen to a profile."""

from collections.abc import Mapping
from datetime import datetime
from functools import partial
from typing import Any

from django.core.files.base import File
from django.db import transaction
from django.utils.crypto import get_random_string

from trellis.core.db.errors import retried_once
from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.candidates import events
from trellis.domain.candidates.models import CandidateProfile, Education, Language, ResumeReading, Skill
from trellis.domain.candidates.queries.profiles import what_is_there
from trellis.domain.candidates.refusals import HasProfile, NoProfile, NotComplete
from trellis.domain.candidates.rules.completeness import missing
from trellis.domain.candidates.rules.slugs import slug_of, told_apart
from trellis.domain.candidates.services.disability import erase_categories, keep_categories

# What is no column of the profile, and told to nobody else.
_CATEGORIES = "disability_categories"
_FILES = ("resume_file", "video_pitch")
# Without those that are taken for one another when read aloud or typed.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


@retried_once
def create(*, user: User, fields: Mapping[str, Any], now: datetime) -> CandidateProfile:
    """Make an account's profile, with these of its fields and `disability_categories`; raise HasProfile.

    A file among the fields is stored. Two requests at once make one profile.
    """
    with transaction.atomic():
        lock("candidate", user.pk)
        if CandidateProfile.objects.filter(user=user).exists():
            raise HasProfile
        profile = CandidateProfile(user=user, slug=_free_slug(user), created_at=now, updated_at=now)
        for name, value in fields.items():
            if name != _CATEGORIES:
                setattr(profile, name, value)
        profile.save(force_insert=True)
        if _CATEGORIES in fields:
            keep_categories(profile, fields[_CATEGORIES], asked_by=user.pk)
        events.profile_created.publish(actor_id=user.pk, subject=profile, data={}, now=now)
    return profile


def change(*, profile: CandidateProfile, fields: Mapping[str, Any], now: datetime) -> CandidateProfile:
    """Change one's own profile, as `create` takes it, and return it as it is then; raise NoProfile.

    An empty text in the place of a file removes it; a file that is replaced is gone once that is committed.
    """
    with transaction.atomic():
        current = locked(profile)
        changed = [
            name
            for name, value in fields.items()
            if name != _CATEGORIES and (isinstance(value, File) or getattr(current, name) != value)
        ]
        old = [getattr(current, name) for name in changed if name in _FILES]
        old_names = [(file.storage, file.name) for file in old if file]
        for name in changed:
            setattr(current, name, fields[name])
        if _CATEGORIES in fields:
            keep_categories(current, fields[_CATEGORIES], asked_by=current.user_id)
        if not changed:
            return current
        current.updated_at = now
        current.save(update_fields=[*changed, "updated_at"])
        _tell_of_change(current, changed, now)
        for storage, stored in old_names:
            transaction.on_commit(partial(storage.delete, stored))
    return current


def delete(*, profile: CandidateProfile, now: datetime) -> None:
    """Delete one's own profile with all that stands in it, notes and files too; raise NoProfile."""
    with transaction.atomic():
        current = locked(profile)
        events.profile_deleted.publish(
            actor_id=current.user_id, subject=current, data={"user_id": current.user_id}, now=now
        )
        files = [getattr(current, name) for name in _FILES]
        files += [reading.file for reading in ResumeReading.objects.filter(profile=current)]
        for kind in (Education, Skill, Language):
            kind.objects.filter(user_id=current.user_id).delete()
        erase_categories(current, asked_by=current.user_id)
        current.delete()
        for file in files:
            if file:
                transaction.on_commit(partial(file.storage.delete, file.name))


def confirm(*, profile: CandidateProfile, now: datetime) -> CandidateProfile:
    """Let the candidate confirm that their profile is complete; raise NotComplete with what is missing."""
    with transaction.atomic():
        current = locked(profile)
        if faults := missing(what_is_there(current)):
            raise NotComplete(faults)
        current.confirmed_at = now
        current.save(update_fields=["confirmed_at"])
        events.profile_confirmed.publish(actor_id=current.user_id, subject=current, data={}, now=now)
    return current


def set_badge(
    *, profile: CandidateProfile, is_verified: bool, staff: User, now: datetime
) -> CandidateProfile:
    """Let staff say that a profile is true, or take that back."""
    with transaction.atomic():
        current = locked(profile)
        current.verified_at = now if is_verified else None
        current.verified_by = staff if is_verified else None
        current.save(update_fields=["verified_at", "verified_by"])
        events.profile_verified.publish(
            actor_id=staff.pk, subject=current, data={"is_verified": is_verified}, now=now
        )
    return current


def touch(*, user: User, field: str, now: datetime) -> None:
    """Note that what stands in an account's profile has changed, if it has one; in a transaction."""
    profile = CandidateProfile.objects.select_for_update(no_key=True).filter(user=user).first()
    if profile is not None:
        profile.updated_at = now
        profile.save(update_fields=["updated_at"])
        _tell_of_change(profile, [field], now)


def locked(profile: CandidateProfile) -> CandidateProfile:
    """Lock a profile's row until the transaction ends, and return it as it is; raise NoProfile."""
    rows = CandidateProfile.objects.select_related("user").select_for_update(of=("self",), no_key=True)
    current = rows.filter(pk=profile.pk).first()
    if current is None:
        raise NoProfile
    return current


def _tell_of_change(profile: CandidateProfile, fields: list[str], now: datetime) -> None:
    events.profile_changed.publish(
        actor_id=profile.user_id, subject=profile, data={"fields": sorted(fields)}, now=now
    )


def _free_slug(user: User) -> str:
    """Return a slug that nobody has, and hold it until the transaction ends."""
    wanted = slug = slug_of(user.full_name)
    lock("candidate_slug", wanted)
    while CandidateProfile.objects.filter(slug=slug).exists():
        slug = told_apart(wanted, get_random_string(6, _LETTERS))
    return slug
