"""How what an application says is read: once, in the background, from what was sent."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import accumulate, pairwise
from typing import Any

import structlog
from django.db import transaction

from trellis.core.events import Happened
from trellis.core.files.papers.opening import paper_of
from trellis.core.files.papers.refusals import TooHard, Unreadable
from trellis.core.files.turns import Busy
from trellis.core.outside import outside_of_transactions
from trellis.core.tasks import enqueue
from trellis.domain.jobs.events import Applied
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.ranking.models import ApplicationReading
from trellis.domain.ranking.queries.readings import rankable, reading_with_application
from trellis.domain.ranking.rules.runs import ReadingStatus
from trellis.domain.ranking.rules.vectors import packed
from trellis.intelligence.embeddings.client import embed, model_name
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION, Unit, as_json, extract, from_json
from trellis.intelligence.ranking.sources import Source
from trellis.intelligence.resumes.text import Text

log = structlog.get_logger("trellis.ranking")


def read_later(event: Happened[Application, Applied]) -> None:
    """Have a job read what a new application says."""
    from trellis.domain.ranking import tasks  # which needs this module

    ApplicationReading.objects.create(application=event.subject, created_at=event.now)
    enqueue(tasks.read_application, application_id=event.subject.pk)


def read(*, application_id: int, now: datetime) -> None:
    """Read what an application says, and have it embedded, where that is not done; raise Busy, ModelsAway."""
    reading = reading_with_application(application_id)
    if reading is not None:
        understand(reading, now=now)
        embed_all([reading])


def begin_missing(*, posting: Posting, now: datetime) -> None:
    """Give those of a job's applications a reading that have none: they were made before there were any."""
    with transaction.atomic():
        missing = rankable(posting).filter(reading=None).order_by("pk")
        ApplicationReading.objects.bulk_create(
            [ApplicationReading(application=each, created_at=now) for each in missing.only("pk")],
            ignore_conflicts=True,
        )


def understand(reading: ApplicationReading, *, now: datetime) -> None:
    """Read a resume that was not read, and take out of it and the profile what can be evidence; raise Busy.

    What was taken under other rules of extracting is taken anew.
    """
    if reading.status == ReadingStatus.WAITING:
        reading.text, reading.fault = _text_of(reading.application)
    elif reading.extract_version == EXTRACT_VERSION:
        return
    found = extract(Source(profile=reading.application.sent, resume=reading.text))
    _write(
        reading,
        status=ReadingStatus.FAILED if reading.fault else ReadingStatus.READ,
        text=reading.text,
        fault=reading.fault,
        extract=as_json(found),
        extract_version=EXTRACT_VERSION,
        vectors=b"",
        vector_model="",
        read_at=now,
    )


def embed_all(readings: Sequence[ApplicationReading]) -> None:
    """Have what can be evidence in these embedded by the model in use, each text once; raise ModelsAway."""
    model = model_name()
    wanted = [reading for reading in readings if reading.vector_model != model]
    units = [from_json(reading.extract).units for reading in wanted]
    vectors = _vectors([unit for each in units for unit in each])
    ends = [0, *accumulate(len(each) for each in units)]
    for reading, (start, end) in zip(wanted, pairwise(ends), strict=True):
        _write(reading, vectors=packed(vectors[start:end]), vector_model=model)


def _vectors(units: Sequence[Unit]) -> list[list[float]]:
    texts = list(dict.fromkeys(unit.text for unit in units))
    found = dict(zip(texts, embed(texts), strict=True))
    return [found[unit.text] for unit in units]


def _text_of(application: Application) -> tuple[str, str]:
    """Return what a resume says, and why it cannot be read, if so; raise Busy."""
    outside_of_transactions()
    if not application.resume_file:
        return "", ""
    try:
        with application.resume_file.open("rb") as source:
            return Text(paper_of(source.read())).text, ""
    except Unreadable as refusal:
        return "", refusal.code
    except FileNotFoundError:
        return "", TooHard.code
    except Busy:
        raise
    except Exception:
        # One file that nobody foresaw must not keep all others from being ranked.
        log.exception("a resume could not be read", application=application.pk)
        return "", TooHard.code


def _write(reading: ApplicationReading, **values: Any) -> None:
    """Write what was read; not where the row is gone, with whom it was of."""
    for name, value in values.items():
        setattr(reading, name, value)
    ApplicationReading.objects.filter(pk=reading.pk).update(**values)
