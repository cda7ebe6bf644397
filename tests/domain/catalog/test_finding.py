"""What somebody means is found among the first three, and nonsense finds nothing."""

from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries

from tests.domain.catalog.questions import LOOKED_AT, NONSENSE, UNSEEN, VECTORS, place
from trellis.core.refusals import Unavailable
from trellis.domain.catalog.models import Phrase, Subcategory
from trellis.domain.catalog.services import finding, phrases
from trellis.domain.catalog.services.planting import explain, plant
from trellis.domain.catalog.services.shipped import read_vectors
from trellis.domain.catalog.tasks import embed_phrases
from trellis.intelligence.embeddings import DIMENSIONS, NAME

pytestmark = pytest.mark.django_db
Vectors = dict[str, tuple[float, ...]]


@pytest.fixture
def vectors() -> Vectors:
    """Those of all questions, by the model that the phrases have theirs of."""
    texts = [*LOOKED_AT, *UNSEEN, *NONSENSE]
    found = read_vectors(VECTORS, texts, model=NAME)
    assert found is not None, "python -m benchmarks.categories"
    return dict(zip(texts, found, strict=True))


@pytest.fixture
def explained() -> None:
    plant()
    explain()
    assert phrases.phrases_are_of(NAME), "python -m benchmarks.categories"


@pytest.mark.usefixtures("explained")
def test_of_each_half_nine_in_ten_are_among_the_first_three(
    vectors: Vectors, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for asked in (LOOKED_AT, UNSEEN):
        slugs = {
            question: [
                found.subcategory.slug
                for found in finding.find_near(vectors[question], question=question, limit=3)
            ]
            for question in asked
        }
        missed = {question for question, right in asked.items() if not place(right, slugs[question])}
        # Of the half that nobody looked at, the number alone.
        assert len(missed) * 10 <= len(asked), missed if asked is LOOKED_AT else len(missed)
    with django_assert_num_queries(1):
        found = finding.find_near(vectors["learn mobile design"], question="learn mobile design", limit=2)
        assert found[0].subcategory.category.name == "Creativity & Arts"
    assert found[0].subcategory.name == "Design & Media"
    assert found[0].reason == "Matches your interest in mobile and design"
    assert 0.5 < found[0].score <= 1
    for question in NONSENSE:
        assert finding.find_near(vectors[question], question=question, limit=10) == [], question


def test_without_vectors_of_the_model_in_use_a_job_makes_them(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EMBEDDINGS_MODEL = "another"
    asked: list[str] = []

    def embed(texts: list[str]) -> list[list[float]]:
        asked.extend(texts)
        return [[1.0, *[0.0] * (DIMENSIONS - 1)] for _ in texts]

    monkeypatch.setattr(phrases, "embed", embed)
    monkeypatch.setattr(finding, "embed", embed)
    plant()
    explain()
    with pytest.raises(Unavailable, match="being prepared"):
        finding.find(question="anything", limit=5)
    embed_phrases()
    assert len(asked) - 1 == len(phrases.said()) == Phrase.objects.filter(model="another").count()
    assert len(finding.find(question="anything", limit=5)) == 5
    embed_phrases()
    assert len(asked) - 2 == len(phrases.said())
    # Words that were changed are another's: what is stored is replaced by the next job.
    Subcategory.objects.filter(slug="dance").update(description="Tango")
    assert not phrases.phrases_are_of("another")
