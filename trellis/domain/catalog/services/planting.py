"""The categories come into the database as they are written, at every start."""

from dataclasses import asdict
from typing import Any, TypeVar

from django.db import models, transaction

from trellis.core.db.locks import lock
from trellis.core.tasks import enqueue
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.rules.tree import Branch, Leaf, tree
from trellis.domain.catalog.services.phrases import phrases_are_of, store_shipped
from trellis.domain.profiles.models import Profile
from trellis.intelligence.embeddings.client import model_name

_Row = TypeVar("_Row", Category, Subcategory)


def plant() -> None:
    """Write what differs from the tree; what is no longer in it stays, for somebody may have chosen it."""
    with transaction.atomic():
        lock("catalog", "tree")
        _write(Category, [_category(branch) for branch in tree()])
        ids = dict(Category.objects.values_list("public_id", "pk"))
        leaves = [(ids[branch.public_id], leaf) for branch in tree() for leaf in branch.leaves]
        _write(Subcategory, [_subcategory(category, leaf) for category, leaf in leaves])


def explain() -> None:
    """Give the subcategories vectors of the model in use: those shipped, or what a job asks for."""
    from trellis.domain.catalog.tasks import derive_profiles, embed_phrases

    with transaction.atomic():
        lock("catalog", "phrases")
        model = model_name()
        if not phrases_are_of(model) and not store_shipped(model):
            enqueue(embed_phrases)
        # It fails, and is tried again, until the phrases are there.
        if Profile.objects.exclude(vector_model__in=("", model)).exists():
            enqueue(derive_profiles)


def _category(branch: Branch) -> dict[str, Any]:
    return {key: value for key, value in asdict(branch).items() if key != "leaves"}


def _subcategory(category_id: int, leaf: Leaf) -> dict[str, Any]:
    return {"category_id": category_id, **asdict(leaf)}


def _write(model: type[_Row], wanted: list[dict[str, Any]]) -> None:
    names = list(wanted[0])
    there = {row["public_id"]: row for row in model.objects.values(*names)}
    rows = [model(**row) for row in wanted if there.get(row["public_id"]) != row]
    changing = [_field(model, name).name for name in names if name != "public_id"]
    model.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["public_id"], update_fields=changing
    )


def _field(model: type[models.Model], name: str) -> "models.Field[Any, Any]":
    field: models.Field[Any, Any] = model._meta.get_field(name.removesuffix("_id"))  # type: ignore[assignment]
    return field
