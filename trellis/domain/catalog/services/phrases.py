"""What the subcategories mean, as the model in use understands it."""

from collections.abc import Sequence

from django.db import transaction

from trellis.core.db.locks import lock
from trellis.domain.catalog.models import Phrase, Subcategory
from trellis.domain.catalog.rules.tree import phrases_of
from trellis.domain.catalog.services.shipped import PHRASES, read_vectors
from trellis.intelligence.embeddings.client import embed, model_name

# Of a subcategory, by its key: the text, and whether it is the whole.
Said = tuple[int, str, bool]


def said() -> list[Said]:
    """Return all that the subcategories say of themselves, in their order."""
    return [
        (row.pk, text, is_whole)
        for row in Subcategory.objects.order_by("category__position", "position", "pk")
        for text, is_whole in phrases_of(name=row.name, description=row.description)
    ]


def phrases_are_of(model: str) -> bool:
    """Tell whether just these phrases are stored, understood by this model."""
    stored = set(Phrase.objects.values_list("subcategory_id", "text", "is_whole", "model"))
    return stored == {(*each, model) for each in said()}


def store_shipped(model: str) -> bool:
    """Store the vectors that come with the code, where they are of these phrases and the model."""
    phrases = said()
    vectors = read_vectors(PHRASES, [text for _, text, _ in phrases], model=model)
    if vectors is None:
        return False
    _store(phrases, vectors, model=model)
    return True


def embed_all() -> None:
    """Ask the model for every phrase, and store what it says; raise ModelsAway."""
    model, phrases = model_name(), said()
    if phrases_are_of(model):
        return
    vectors = embed([text for _, text, _ in phrases])
    with transaction.atomic():
        lock("catalog", "phrases")
        # What has changed meanwhile has a job of its own.
        if said() == phrases:
            _store(phrases, vectors, model=model)


def _store(phrases: list[Said], vectors: Sequence[Sequence[float]], *, model: str) -> None:
    Phrase.objects.all().delete()
    Phrase.objects.bulk_create(
        Phrase(subcategory_id=key, text=text, is_whole=is_whole, model=model, vector=vector)
        for (key, text, is_whole), vector in zip(phrases, vectors, strict=True)
    )
