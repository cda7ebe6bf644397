"""How a resume is read: in the background, and never over one that was uploaded later."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction

from trellis.core.countries import country_named
from trellis.core.files.documents import suffix_of
from trellis.core.files.papers.layout import Hidden, Paper
from trellis.core.files.papers.opening import paper_of
from trellis.core.files.papers.refusals import TooHard, Unreadable
from trellis.core.files.turns import Busy
from trellis.core.outside import outside_of_transactions
from trellis.core.tasks import enqueue
from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.refusals import NoFile
from trellis.domain.candidates.rules.readings import (
    MOST_ATTEMPTS,
    MOST_TURNS,
    UNFINISHED,
    ParsingStatus,
    Stage,
)
from trellis.domain.candidates.services.profiles import locked
from trellis.intelligence.resumes.found import as_json
from trellis.intelligence.resumes.reading import read_resume
from trellis.intelligence.understanding.labels import known_skills

log = structlog.get_logger("trellis.candidates")


def begin(*, profile: CandidateProfile, file: File[Any] | None, now: datetime) -> ResumeReading:
    """Have a resume read: this file, else that of the profile, of which it takes a copy; raise NoFile.

    It takes the place of any before it, whose result is dropped if it comes later.
    """
    from trellis.domain.candidates import tasks  # which needs this module

    with transaction.atomic():
        current = locked(profile)
        copy = _copy_of(file or current.resume_file)
        before = ResumeReading.objects.filter(profile=current).first()
        reading = ResumeReading(profile=current, number=before.number + 1 if before else 1, created_at=now)
        if before is not None:
            reading.pk = before.pk
            transaction.on_commit(partial(before.file.storage.delete, str(before.file.name)))
        reading.file.save(copy.name or "", copy, save=False)
        reading.save()
        enqueue(tasks.read_resume, reading_id=reading.pk, number=reading.number)
    return reading


def carry_out(*, reading_id: int, number: int, now: Callable[[], datetime]) -> None:
    """Read a resume, unless another one was uploaded since or it is read already; what it is called is kept.

    What cannot be read fails for good. Raises Busy, and what nobody foresaw, for the queue to try again, a
    few times.
    """
    outside_of_transactions()
    reading = _claimed(reading_id, number)
    if reading is None:
        return
    try:
        paper = paper_of(_content(reading))
        _update(reading, stage=Stage.FINDING)
        found = read_resume(paper, known=_known(), country=_country(reading.profile))
    except Unreadable as refusal:
        _fail(reading, refusal.code, now())
    except Exception as error:
        # That there is no place for it is no fault of the file.
        if reading.attempts >= (MOST_TURNS if isinstance(error, Busy) else MOST_ATTEMPTS):
            log.exception("a resume could not be read", reading=reading_id)
            _fail(reading, TooHard.code, now())
            return
        if _update(reading, status=ParsingStatus.QUEUED, stage=Stage.WAITING):
            raise
    else:
        _update(
            reading,
            status=ParsingStatus.PARSED,
            stage=Stage.DONE,
            text=found.text,
            found=as_json(found),
            remarks=remarks_on(paper),
            finished_at=now(),
        )


def remarks_on(paper: Paper) -> dict[str, Any]:
    """Return what the candidate should know of the file, beside what it says."""
    return {
        "hidden": [_told(each) for each in paper.hidden],
        "is_scan": paper.is_scan,
        "unreadable_signs": paper.unreadable,
        "is_cut": paper.is_cut,
    }


def _told(hidden: Hidden) -> dict[str, Any]:
    return {"page": hidden.page, "box": list(hidden.box), "signs": hidden.signs, "why": str(hidden.why)}


def _copy_of(file: Any) -> ContentFile[bytes]:
    if not file:
        raise NoFile
    try:
        with file.open("rb") as source:
            content: bytes = source.read()
    except FileNotFoundError:
        raise NoFile from None
    return ContentFile(content, name=f"document.{suffix_of(content)}")


def _claimed(reading_id: int, number: int) -> ResumeReading | None:
    """Return the reading, one attempt more; None where it is another's by now, or finished."""
    with transaction.atomic():
        rows = ResumeReading.objects.select_related("profile__user").select_for_update(of=("self",))
        reading = rows.filter(pk=reading_id, number=number, status__in=UNFINISHED).first()
        if reading is None:
            return None
        reading.status, reading.stage = ParsingStatus.PARSING, Stage.OPENING
        reading.attempts += 1
        reading.save(update_fields=["status", "stage", "attempts"])
    return reading


def _content(reading: ResumeReading) -> bytes:
    with reading.file.open("rb") as source:
        content: bytes = source.read()
    return content


def _update(reading: ResumeReading, **values: Any) -> bool:
    """Write what is known by now, and tell whether it was; not where the row is another upload's by now."""
    rows = ResumeReading.objects.filter(pk=reading.pk, number=reading.number, status__in=UNFINISHED)
    return rows.update(**values) == 1


def _fail(reading: ResumeReading, fault: str, now: datetime) -> None:
    _update(reading, status=ParsingStatus.FAILED, stage=Stage.DONE, fault=fault, finished_at=now)


def _known() -> frozenset[str]:
    return known_skills(Path(settings.MODELS_DIR))


def _country(profile: CandidateProfile) -> str:
    return country_named(profile.user.country) or ""
