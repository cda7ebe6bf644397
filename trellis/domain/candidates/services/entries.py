"""What can happen to what stands in a profile: education, skills, languages."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import Education, Language, Skill
from trellis.domain.candidates.queries.entries import NAMED_BY, entries_of, namesake
from trellis.domain.candidates.refusals import NameTaken, NoEntry, TooManyEntries
from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.services.profiles import touch

Entry = TypeVar("Entry", Education, Skill, Language)
_MOST: dict[type, int] = {
    Education: limits.MOST_EDUCATION,
    Skill: limits.MOST_SKILLS,
    Language: limits.MOST_LANGUAGES,
}
_TOLD_AS: dict[type, str] = {Education: "education", Skill: "skills", Language: "languages"}


def add(kind: type[Entry], *, user: User, fields: Mapping[str, Any], now: datetime) -> tuple[Entry, bool]:
    """Add to what an account tells of itself; return it, and whether it is new. Raises TooManyEntries.

    A skill or language that is there already gets what `fields` say beside its name.
    """
    with transaction.atomic():
        lock("candidate", user.pk)
        known = namesake(kind, user, fields[NAMED_BY[kind]]) if kind in NAMED_BY else None
        if known is not None:
            levels = {name: value for name, value in fields.items() if name != NAMED_BY[kind]}
            return _written(known, levels, now), False
        if entries_of(kind, user).count() >= _MOST[kind]:
            raise TooManyEntries(_MOST[kind])
        entry = kind.objects.create(user=user, created_at=now, **fields)
        touch(user=user, field=_TOLD_AS[kind], now=now)
    return entry, True


def change(entry: Entry, *, fields: Mapping[str, Any], now: datetime) -> Entry:
    """Change one's own; raise NameTaken where it would be there twice, NoEntry where it is gone."""
    kind = type(entry)
    with transaction.atomic():
        lock("candidate", entry.user_id)
        current = entries_of(kind, entry.user).filter(pk=entry.pk).first()
        if current is None:
            raise NoEntry
        named_by = NAMED_BY.get(kind, "")
        if named_by in fields:
            other = namesake(kind, entry.user, fields[named_by])
            if other is not None and other.pk != entry.pk:
                raise NameTaken(named_by)
        return _written(current, fields, now)


def delete(entry: Entry, *, now: datetime) -> None:
    """Delete one's own; what is gone already is no matter."""
    with transaction.atomic():
        lock("candidate", entry.user_id)
        gone, _ = entries_of(type(entry), entry.user).filter(pk=entry.pk).delete()
        if gone:
            touch(user=entry.user, field=_TOLD_AS[type(entry)], now=now)


def _written(entry: Entry, fields: Mapping[str, Any], now: datetime) -> Entry:
    changed = [name for name, value in fields.items() if getattr(entry, name) != value]
    for name in changed:
        setattr(entry, name, fields[name])
    if changed:
        entry.save(update_fields=changed)
        touch(user=entry.user, field=_TOLD_AS[type(entry)], now=now)
    return entry
