"""Vectors are kept and compared as pgvector does."""

import pytest
from django.db.models import F

from trellis.core.db.vectors import Closeness, HalfVector
from trellis.domain.catalog.models import Phrase, Subcategory
from trellis.domain.catalog.services.planting import plant
from trellis.intelligence.embeddings import DIMENSIONS


def vector(*first: float) -> list[float]:
    return [*first, *[0.0] * (DIMENSIONS - len(first))]


@pytest.mark.django_db
def test_a_vector_comes_back_and_is_as_near_as_its_direction() -> None:
    plant()
    key = Subcategory.objects.values_list("pk", flat=True)[0]
    for text, kept in (("same", vector(2)), ("between", vector(1, 1)), ("across", vector(0, 1))):
        Phrase.objects.create(subcategory_id=key, text=text, is_whole=False, model="m", vector=kept)
    assert Phrase.objects.get(text="between").vector == vector(1, 1)
    near = Closeness("vector", vector(0.5), dimensions=DIMENSIONS)
    rows = Phrase.objects.annotate(near=near).order_by(F("near").desc()).values_list("text", "near")
    assert [text for text, _ in rows] == ["same", "between", "across"]
    assert [near for _, near in rows] == pytest.approx([1, 0.5**0.5, 0], abs=1e-3)


def test_a_migration_makes_the_same_column() -> None:
    _, path, _, options = HalfVector(dimensions=3, null=True).deconstruct()
    assert (path, options) == ("trellis.core.db.vectors.HalfVector", {"dimensions": 3, "null": True})
    assert (
        HalfVector(dimensions=3).get_prep_value(None) is HalfVector(dimensions=3).from_db_value(None) is None
    )
