"""What can happen to a note."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, Note
from trellis.domain.candidates.queries.notes import note_with
from trellis.domain.candidates.queries.profiles import profile_of, seen_by
from trellis.domain.candidates.refusals import NotTheirs
from trellis.domain.candidates.rules.notes import may_change
from trellis.domain.organizations.queries import membership_of


def take(*, user: User, fields: Mapping[str, Any], now: datetime) -> Note:
    """Take a note: about the profile whose slug is its `identifier`, if that is one that the account sees.

    Else it is one's own, about one's own profile if there is one. Raises NotTheirs as `take_about` does.
    """
    named = seen_by(user).filter(slug=fields.get("identifier") or "").first()
    return take_about(profile=named or profile_of(user), user=user, fields=fields, now=now)


def take_about(
    *, profile: CandidateProfile | None, user: User, fields: Mapping[str, Any], now: datetime
) -> Note:
    """Take a note about a profile that the account sees, its own one or, for its organization, another's.

    Raises NotTheirs for another's where there is no organization for which it could be.
    """
    is_own = profile is None or profile.user_id == user.pk
    member = None if is_own else membership_of(user)
    if not is_own and member is None:
        raise NotTheirs
    note = Note(author=user, profile=profile, created_at=now, updated_at=now)
    note.organization = member.organization if member else None
    for name, value in fields.items():
        setattr(note, name, value)
    with transaction.atomic():
        note.save(force_insert=True)
    return note


def change(*, note: Note, user: User, fields: Mapping[str, Any], now: datetime) -> Note:
    """Change a note; raise NotTheirs for who only reads it, NoNote where it is gone."""
    with transaction.atomic():
        current = _locked(note, user)
        for name, value in fields.items():
            setattr(current, name, value)
        current.updated_at = now
        current.save(update_fields=[*fields, "updated_at"])
    return current


def delete(*, note: Note, user: User) -> None:
    """Delete a note; raise NotTheirs for who only reads it, NoNote where it is gone."""
    with transaction.atomic():
        _locked(note, user).delete()


def _locked(note: Note, user: User) -> Note:
    current = note_with(note.pk, seen_by=user, is_to_change=True)
    if not may_change(current, user_id=user.pk, member=membership_of(user)):
        raise NotTheirs
    return current
