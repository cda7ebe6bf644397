"""What can be asked of the catalog."""

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Max, OuterRef, Q, QuerySet, Subquery, UUIDField

from trellis.core.db.prepared import Argument, PreparedQuery
from trellis.core.db.vectors import Closeness
from trellis.domain.catalog.models import Category, Phrase, Subcategory
from trellis.domain.catalog.refusals import CategoryNotFound
from trellis.domain.catalog.rules.reasons import NEAR_WITH_A_WORD
from trellis.intelligence.embeddings import DIMENSIONS

# Of the category in `{id}`, in SQL.
SUBCATEGORY_COUNT = "SELECT count(*) FROM catalog_subcategory AS s WHERE s.category_id = {id}"


_ONE = PreparedQuery(Category.objects.filter(public_id=Argument("public_id", UUIDField())))
_KEYS = PreparedQuery(Category.objects.values_list("pk"))
_KEYS_BELOW = PreparedQuery(Subcategory.objects.filter(category_id=Argument("category_id")).values_list("pk"))


def keys_of_categories() -> list[int]:
    """Return the keys of all categories in their order."""
    return [key for (key,) in _KEYS.rows()]


def keys_below(category: Category) -> list[int]:
    """Return the keys of a category's subcategories in their order."""
    return [key for (key,) in _KEYS_BELOW.rows(category_id=category.pk)]


def category_of(public_id: UUID) -> Category:
    """Return a category; raise CategoryNotFound."""
    category = _ONE.first(public_id=public_id)
    if category is None:
        raise CategoryNotFound
    return category


def branches(category_ids: Iterable[UUID]) -> dict[UUID, set[UUID]]:
    """Return the ids of subcategories by that of their category, of those categories that there are."""
    found: dict[UUID, set[UUID]] = {}
    rows = Category.objects.filter(public_id__in=set(category_ids))
    for category, below in rows.values_list("public_id", "subcategories__public_id"):
        found.setdefault(category, set()).add(below)
    return found


def nearest(vector: Sequence[float], *, model: str) -> QuerySet[Any]:
    """Return the subcategories that could be meant, each with `score` and its `nearest` phrase, best first.

    The vector is one of that model. All are looked at: there are too few for an index to help.
    """
    whole = Max(_closeness("phrases__vector", vector), filter=Q(phrases__is_whole=True))
    part = Max(_closeness("phrases__vector", vector), filter=Q(phrases__is_whole=False))
    parts = Phrase.objects.filter(subcategory=OuterRef("pk"), is_whole=False)
    nearest_part = parts.order_by(_closeness("vector", vector).desc(), "pk").values("text")[:1]
    return (
        Subcategory.objects.filter(phrases__model=model)
        .annotate(score=(whole + part) / 2)
        .filter(score__gte=NEAR_WITH_A_WORD)
        .annotate(nearest=Subquery(nearest_part))
        .select_related("category")
        .order_by("-score", "pk")
    )


def names_of(public_ids: Sequence[UUID]) -> list[str]:
    """Return the names of categories, in the order of their ids; of one that is there no more, none."""
    names = dict(Category.objects.filter(public_id__in=public_ids).values_list("public_id", "name"))
    return [names[each] for each in public_ids if each in names]


def subcategory_keys(public_ids: Sequence[UUID]) -> list[int]:
    """Return the keys of subcategories, in the order of their ids; of one that is there no more, none."""
    keys = dict(Subcategory.objects.filter(public_id__in=public_ids).values_list("public_id", "pk"))
    return [keys[each] for each in public_ids if each in keys]


def is_understood(*, model: str) -> bool:
    """Tell whether the subcategories have vectors of this model."""
    return Phrase.objects.filter(model=model).exists()


def _closeness(column: str, vector: Sequence[float]) -> Closeness:
    return Closeness(column, vector, dimensions=DIMENSIONS)
