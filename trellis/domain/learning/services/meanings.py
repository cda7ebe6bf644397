"""What opportunities mean, as the model in use understands it: asked by a job, after they are said."""

from collections.abc import Collection

from django.db import transaction
from django.db.models import Q, QuerySet

from trellis.core.tasks import enqueue
from trellis.domain.learning.models import Meaning, Opportunity
from trellis.domain.learning.rules.wording import digest_of, words_of
from trellis.intelligence.embeddings.client import embed, model_name

_BATCH = 32


def have_understood(keys: Collection[int]) -> None:
    """Have a job understand what these opportunities say, in a transaction that says it."""
    from trellis.domain.learning.tasks import embed_opportunities

    if keys:
        enqueue(embed_opportunities, keys=sorted(keys))


def explain() -> None:
    """Have a job understand all that the model in use has not, if there is any."""
    from trellis.domain.learning.tasks import embed_missing

    if _missing(model_name()).exists():
        enqueue(embed_missing)


def understand(keys: Collection[int]) -> None:
    """Ask the model for what these opportunities say now, unless it is known; raise ModelsAway."""
    rows = Opportunity.objects.filter(pk__in=keys).select_related("meaning").order_by("pk")
    model = model_name()
    wanted = [(row, words_of(row)) for row in rows]
    new = [(row, words) for row, words in wanted if not _is_known(row, words, model)]
    for start in range(0, len(new), _BATCH):
        _store(new[start : start + _BATCH], model)


def understand_missing() -> None:
    """Do so for all of which nothing is known of this model, some at a time; raise ModelsAway."""
    while keys := list(_missing(model_name()).values_list("pk", flat=True)[:_BATCH]):
        understand(keys)


def _missing(model: str) -> QuerySet[Opportunity]:
    other = Q(meaning=None) | ~Q(meaning__model=model)
    return Opportunity.objects.filter(other, is_published=True).order_by("pk")


def _is_known(row: Opportunity, words: str, model: str) -> bool:
    meaning = getattr(row, "meaning", None)
    return meaning is not None and (meaning.model, meaning.digest) == (model, digest_of(words))


def _store(said: list[tuple[Opportunity, str]], model: str) -> None:
    vectors = embed([words for _, words in said])
    with transaction.atomic():
        # Some may be gone, or say something else by now: of that a job of its own tells.
        there = Opportunity.objects.select_for_update(no_key=True).filter(pk__in=[row.pk for row, _ in said])
        keys = {row.pk for row in there.order_by("pk")}
        Meaning.objects.bulk_create(
            [
                Meaning(opportunity=row, digest=digest_of(words), model=model, vector=vector)
                for (row, words), vector in zip(said, vectors, strict=True)
                if row.pk in keys
            ],
            update_conflicts=True,
            unique_fields=["opportunity"],
            update_fields=["digest", "model", "vector"],
        )
