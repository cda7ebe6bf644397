"""How a candidate takes into their profile what was found in their resume, thing by thing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.accounts.services.people import change_account
from trellis.domain.candidates.models import CandidateProfile, Education, Language, ResumeReading, Skill
from trellis.domain.candidates.queries.readings import finished_reading_of
from trellis.domain.candidates.services import entries, profiles

_ENTRIES: dict[str, Any] = {"skills": Skill, "languages": Language, "education": Education}
# What no field of the profile has, and its `resume_data` therefore does.
_TOLD = ("phones", "links", "jobs")


@dataclass(frozen=True, slots=True)
class Confirmed:
    """One thing that the candidate confirms, as they want it kept."""

    key: str
    kind: str
    fields: Mapping[str, Any]


def confirm(
    *, profile: CandidateProfile, number: int, things: Sequence[Confirmed], now: datetime
) -> ResumeReading:
    """Keep in the profile what the candidate confirms of a reading, and nothing else of it.

    Confirmed again, a thing is kept once. Raise NothingRead, ReadAgain where `number` is not that of the
    newest reading, TooManyEntries.
    """
    with transaction.atomic():
        lock("candidate", profile.user_id)
        current = profiles.locked(profile)
        reading = finished_reading_of(current, number=number)
        fields: dict[str, Any] = {}
        told = _told(current)
        for thing in things:
            _keep(thing, current, now)
            if thing.kind in _TOLD and not _is_told(told, thing):
                told.setdefault(thing.kind, []).append(dict(thing.fields))
            elif thing.kind == "resume_file":
                fields["resume_file"] = _copy_of(reading)
        if any(thing.kind in _TOLD for thing in things):
            fields["resume_data"] = json.dumps(told, ensure_ascii=False)
        if fields:
            profiles.change(profile=current, fields=fields, now=now)
        reading.confirmed = sorted({*reading.confirmed, *(thing.key for thing in things)})
        reading.save(update_fields=["confirmed"])
    return reading


def _keep(thing: Confirmed, profile: CandidateProfile, now: datetime) -> None:
    if thing.kind == "name":
        change_account(user=profile.user, actor=profile.user, changes=thing.fields, now=now)
    elif thing.kind == "education" and _has_education(profile, thing.fields):
        return
    elif thing.kind in _ENTRIES:
        entries.add(_ENTRIES[thing.kind], user=profile.user, fields=thing.fields, now=now)


def _has_education(profile: CandidateProfile, fields: Mapping[str, Any]) -> bool:
    return Education.objects.filter(user_id=profile.user_id, **fields).exists()


def _told(profile: CandidateProfile) -> dict[str, list[dict[str, Any]]]:
    """Return what was confirmed before; a text that is none of ours is not kept."""
    try:
        said = json.loads(profile.resume_data or "{}")
    except ValueError:
        return {}
    lists = said.items() if isinstance(said, dict) else ()
    return {kind: value for kind, value in lists if kind in _TOLD and isinstance(value, list)}


def _is_told(told: Mapping[str, Sequence[Mapping[str, Any]]], thing: Confirmed) -> bool:
    return dict(thing.fields) in told.get(thing.kind, ())


def _copy_of(reading: ResumeReading) -> ContentFile[bytes]:
    with reading.file.open("rb") as source:
        return ContentFile(source.read(), name=f"document.{str(reading.file.name).rpartition('.')[2]}")
