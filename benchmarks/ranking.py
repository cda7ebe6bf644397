"""How long it takes to rank ten thousand applications, and to audit that; how well meaning answers.

Applicants are invented from a seed; what they can do and did is as mixed as their words for it.
"""

import gc
import random
import time
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from django.conf import settings
from django.utils import timezone

from tests.domain.jobs.factory import employer, job
from tests.intelligence.ranking.made import made
from tests.intelligence.ranking.pairs import OTHER, SAME
from trellis.core.files.data import DIRECTORY
from trellis.core.memory import uncollected
from trellis.domain.accounts.models import User
from trellis.domain.jobs.models import Application, Posting
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking.models import ApplicationReading
from trellis.domain.ranking.queries.pool import pool_of
from trellis.domain.ranking.rules.runs import ReadingStatus
from trellis.domain.ranking.rules.showing import criterion_json
from trellis.domain.ranking.rules.vectors import Floats, packed, rounded
from trellis.domain.ranking.services import asking, claims, ending
from trellis.intelligence.embeddings.minilm import MiniLM
from trellis.intelligence.ranking.auditing import CHANGES, audit
from trellis.intelligence.ranking.criteria import Criterion, criteria_of
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION, Extract, as_json, extract
from trellis.intelligence.ranking.judging import NEAR_FROM, Applicant, judge
from trellis.intelligence.ranking.sources import Source

APPLICANTS = 10_000
ROUNDS = 3
# So many jobs, and things done in each, make a resume of the usual length.
_JOBS, _DEEDS = (3, 6), (3, 6)
_AT_ONCE = 500
# What is embedded for this; other texts take the vectors of these by turns: the work is the same.
_EMBEDDED = 1_000
_UNTIL = date(2026, 11, 30)
_SEED = 16
_ASKED = {
    "title": "Backend Developer (m/w/d)",
    "skills": [
        "Python",
        "Django",
        "PostgreSQL",
        "Docker",
        "Kubernetes",
        "Public speaking",
        "Machine learning",
    ],
    "essential": ["At least 3 years of Python", "German B2", "Experience with web applications", "Teaching"],
}


def measure() -> Iterator[str]:
    """Yield lines of what was measured."""
    model = MiniLM.load(DIRECTORY)
    yield from _nearness(model)
    draw = random.Random(_SEED)
    sources = [made(draw, jobs=_JOBS, deeds=_DEEDS) for _ in range(APPLICANTS)]
    started = time.perf_counter()
    extracts = [extract(source) for source in sources]
    each = (time.perf_counter() - started) / APPLICANTS
    signs = sum(len(source.resume) for source in sources) // APPLICANTS
    units = sum(len(found.units) for found in extracts) / APPLICANTS
    yield f"resumes of {signs} signs, {units:.0f} stretches each: extracted in {each * 1000:.1f} ms each"
    criteria = criteria_of(**_ASKED)
    vectors = {one.key: row for one, row in zip(criteria, _meanings(model, criteria), strict=True)}
    owner = employer()
    posting = _applied_for(owner, sources, extracts, _rows(model, extracts))
    # What it takes to collect what the made applications leave is no part of a ranking.
    gc.freeze()
    for _ in range(ROUNDS):
        yield _ranked(owner, posting, criteria, vectors)
    yield _audited(model, posting, criteria, vectors)


def _applied_for(
    owner: Membership, sources: Sequence[Source], extracts: Sequence[Extract], rows: Iterator[bytes]
) -> Posting:
    """Make a job for which all these have applied, and are read and embedded."""
    now = timezone.now()
    posting = job(
        owner, title=_ASKED["title"], skills=_ASKED["skills"], essential_criteria=_ASKED["essential"]
    )
    names = (f"ranked-{number}" for number in range(len(sources)))
    users = User.objects.bulk_create(
        [User(username=name, email=f"{name}@example.com") for name in names], batch_size=_AT_ONCE
    )
    made_of = {"organization": posting.organization, "posting": posting, "created_at": now, "updated_at": now}
    applications = Application.objects.of_all_tenants().bulk_create(
        [
            Application(candidate=user, number=f"JA-20261130-{number:05}", sent=source.profile, **made_of)
            for number, (user, source) in enumerate(zip(users, sources, strict=True))
        ],
        batch_size=_AT_ONCE,
    )
    read = {"status": ReadingStatus.READ, "created_at": now, "read_at": now}
    kept = {"extract_version": EXTRACT_VERSION, "vector_model": settings.EMBEDDINGS_MODEL}
    for start in range(0, len(sources), _AT_ONCE):
        some = slice(start, start + _AT_ONCE)
        ApplicationReading.objects.bulk_create(
            ApplicationReading(
                application=one,
                text=source.resume,
                extract=as_json(found),
                vectors=next(rows),
                **read,
                **kept,
            )
            for one, source, found in zip(applications[some], sources[some], extracts[some], strict=True)
        )
    return posting


def _ranked(
    owner: Membership, posting: Posting, criteria: Sequence[Criterion], vectors: Mapping[str, Floats]
) -> str:
    """Rank them as a worker does, without reading and audit; return how long each part took."""
    run = claims.claimed(asking.ask(posting=posting, member=owner, now=timezone.now()).pk, now=timezone.now())
    assert run is not None
    times, before = [time.perf_counter()], time.process_time()
    with uncollected():
        pool = pool_of(run.posting, model=settings.EMBEDDINGS_MODEL)
        times.append(time.perf_counter())
        judged = judge(pool.applicants, criteria, sources=pool.sources, vectors=vectors, until=_UNTIL)
        times.append(time.perf_counter())
        asked = [criterion_json(one) for one in criteria]
        ending.finish(run=run, result=ending.Result(asked, judged, pool.keys, 0, []), now=timezone.now())
        times.append(time.perf_counter())
    loaded, scored, written = (end - start for start, end in pairwise(times))
    return (
        f"{len(judged)} applications by {len(criteria)} criteria: {times[-1] - times[0]:.2f} s"
        f" (read {loaded:.2f}, scores and reasons {scored:.2f}, written {written:.2f};"
        f" {time.process_time() - before:.2f} of them this process was at work)"
    )


def _audited(
    model: MiniLM, posting: Posting, criteria: Sequence[Criterion], vectors: Mapping[str, Floats]
) -> str:
    pool = pool_of(posting, model=settings.EMBEDDINGS_MODEL)
    given = {"sources": pool.sources, "vectors": vectors, "until": _UNTIL}
    judged = judge(pool.applicants, criteria, **given)
    started = time.perf_counter()
    checks = audit(
        criteria=criteria,
        applicants=pool.applicants,
        judged=judged,
        vectors_of=lambda texts: rounded(_embedded(model, texts).tolist()),
        **given,
    )
    moved = sum(len(check.moved) for check in checks)
    seconds = time.perf_counter() - started
    return f"audited by {len(CHANGES)} changes of each application in {seconds:.0f} s; moved: {moved}"


def _meanings(model: MiniLM, criteria: Sequence[Criterion]) -> Floats:
    return _embedded(model, [one.meaning for one in criteria])


def _embedded(model: MiniLM, texts: Sequence[str]) -> Floats:
    return model.embed([model.pieces(text) for text in texts])


def _rows(model: MiniLM, extracts: Sequence[Extract]) -> Iterator[bytes]:
    """Yield the vectors of each application as they are kept."""
    texts = list(dict.fromkeys(unit.text for found in extracts for unit in found.units))
    embedded = _embedded(model, texts[:_EMBEDDED])
    places = {text: place % len(embedded) for place, text in enumerate(texts)}
    for found in extracts:
        yield packed(embedded[[places[unit.text] for unit in found.units]].tolist())


def _nearness(model: MiniLM) -> Iterator[str]:
    """Yield how many pairs that say the same are taken for near, and how many that do not."""
    for title, half in (("looked at", slice(0, None, 2)), ("not looked at", slice(1, None, 2))):
        same, other = (sum(_is_near(model, *pair) for pair in pairs[half]) for pairs in (SAME, OTHER))
        count = len(SAME[half])
        yield f"near from {NEAR_FROM} on, {title}: {same} of {count} that are, {other} that are not"


def _is_near(model: MiniLM, asked: str, said: str) -> bool:
    (criterion,) = criteria_of(title="", skills=[asked], essential=[])
    source = Source({"skills": [said]})
    found = extract(source)
    vectors = _embedded(model, [unit.text for unit in found.units])
    row = _meanings(model, [criterion])[0]
    (one,) = judge(
        [Applicant("1", found, vectors)],
        [criterion],
        sources={"1": source},
        vectors={criterion.key: row},
        until=_UNTIL,
    )
    return one.reasons[0].strength == "near"
