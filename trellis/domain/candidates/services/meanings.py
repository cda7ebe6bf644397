"""What profiles mean, as the model in use understands it: asked by a job, after they are written."""

from collections.abc import Collection, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from trellis.core.events import Happened
from trellis.core.tasks import enqueue
from trellis.domain.candidates.events import Changed
from trellis.domain.candidates.models import CandidateProfile, Meaning
from trellis.domain.candidates.queries.meaning import said_in, with_what_they_say
from trellis.domain.candidates.rules.meaning import SAID_IN, digest_of
from trellis.intelligence.embeddings.client import embed, model_name

_BATCH = 32


def understand_new(event: Happened[CandidateProfile, Any]) -> None:
    """Have a job understand what a new profile says: what stands in it may be older than itself."""
    _have_understood(event.subject)


def understand_changed(event: Happened[CandidateProfile, Changed]) -> None:
    """Have a job understand a profile anew of which something that has a meaning was changed."""
    if not SAID_IN.isdisjoint(event.data["fields"]):
        _have_understood(event.subject)


def explain() -> None:
    """Have a job understand all that the model in use has not, if there is any."""
    from trellis.domain.candidates.tasks import embed_missing

    if _missing(model_name()).exists():
        enqueue(embed_missing)


def understand(keys: Collection[int]) -> None:
    """Ask the model for what these profiles say now, unless it is known; raise ModelsAway."""
    model = model_name()
    rows = with_what_they_say(CandidateProfile.objects.filter(pk__in=keys).select_related("meaning"))
    new = [(row, words) for row in rows if not _is_known(row, words := said_in(row), model)]
    for start in range(0, len(new), _BATCH):
        _store(new[start : start + _BATCH], model)


def understand_missing() -> None:
    """Do so for all of which nothing is known of this model, some at a time; raise ModelsAway."""
    last = 0
    while keys := list(_missing(model_name()).filter(pk__gt=last).values_list("pk", flat=True)[:_BATCH]):
        understand(keys)
        last = keys[-1]


def _have_understood(profile: CandidateProfile) -> None:
    from trellis.domain.candidates.tasks import embed_profile

    enqueue(embed_profile, profile_id=profile.pk)


def _missing(model: str) -> QuerySet[CandidateProfile]:
    other = Q(meaning=None) | ~Q(meaning__model=model)
    return CandidateProfile.objects.filter(other).order_by("pk")


def _is_known(row: CandidateProfile, words: str, model: str) -> bool:
    meaning = getattr(row, "meaning", None)
    return meaning is not None and (meaning.model, meaning.digest) == (model, digest_of(words))


def _store(said: Sequence[tuple[CandidateProfile, str]], model: str) -> None:
    """Keep what these say, if they say it still; who says nothing means nothing."""
    spoken = [(row, words) for row, words in said if words]
    vectors = embed([words for _, words in spoken])
    with transaction.atomic():
        rows = CandidateProfile.objects.select_for_update(no_key=True)
        keys = [row.pk for row, _ in said]
        now = {row.pk: said_in(row) for row in with_what_they_say(rows.filter(pk__in=keys))}
        still = {row.pk for row, words in said if now.get(row.pk) == words}
        Meaning.objects.filter(profile_id__in=still).exclude(
            profile_id__in=[row.pk for row, _ in spoken]
        ).delete()
        Meaning.objects.bulk_create(
            [
                Meaning(profile_id=row.pk, digest=digest_of(words), model=model, vector=vector)
                for (row, words), vector in zip(spoken, vectors, strict=True)
                if row.pk in still
            ],
            update_conflicts=True,
            unique_fields=["profile"],
            update_fields=["digest", "model", "vector"],
        )
