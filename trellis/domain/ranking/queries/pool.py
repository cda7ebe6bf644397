"""All that a run judges by: what applications say, with the vectors of it, read as they come."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.db.models import QuerySet

from trellis.core.db.bulk import streamed
from trellis.domain.jobs.models import Posting
from trellis.domain.ranking.models import ApplicationReading
from trellis.domain.ranking.queries.readings import readings_for
from trellis.domain.ranking.rules.runs import ReadingStatus
from trellis.domain.ranking.rules.vectors import unpacked
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION, from_json
from trellis.intelligence.ranking.judging import Applicant
from trellis.intelligence.ranking.sources import Source

_COLUMNS = (
    *("application_id", "application__number", "application__sent"),
    *("text", "status", "extract", "vectors"),
)


@dataclass(slots=True)
class Pool:
    """What is judged, by the numbers of the applications, and their keys."""

    applicants: list[Applicant] = field(default_factory=list)
    sources: dict[str, Source] = field(default_factory=dict)
    keys: dict[str, int] = field(default_factory=dict)
    unreadable: int = 0


def pool_of(posting: Posting, *, model: str) -> Pool:
    """Return a job's applications that are read, and embedded by this model."""
    pool = Pool()
    rows = _ready(posting, model).values_list(*_COLUMNS)
    for key, number, sent, text, status, extract, vectors in streamed(rows):
        pool.applicants.append(Applicant(number, from_json(extract), unpacked(vectors)))
        pool.sources[number] = Source(profile=sent, resume=text)
        pool.keys[number] = key
        pool.unreadable += status == ReadingStatus.FAILED
    return pool


def _ready(posting: Posting, model: str) -> QuerySet[ApplicationReading]:
    return readings_for(posting).filter(
        status__in=(ReadingStatus.READ, ReadingStatus.FAILED),
        extract_version=EXTRACT_VERSION,
        vector_model=model,
    )
