"""The categories, what is below them, and what somebody means by what they type."""

from collections.abc import Iterator
from typing import Any

import pytest
from pytest_django import DjangoAssertNumQueries
from rest_framework.test import APIClient

from trellis.apis.soosh.categories import CATEGORY_PAGE, SUBCATEGORY_PAGE
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.rules.limits import LONGEST_QUESTION
from trellis.domain.catalog.services import finding
from trellis.domain.catalog.services.phrases import said
from trellis.domain.catalog.services.planting import explain, plant
from trellis.domain.catalog.services.shipped import PHRASES, read_vectors
from trellis.intelligence.embeddings import DIMENSIONS, NAME

URL = "/api/v1/categories"
SEARCH = f"{URL}/search"
pytestmark = pytest.mark.django_db
NOWHERE = [1.0, *[0.0] * (DIMENSIONS - 1)]


@pytest.fixture(autouse=True)
def planted() -> None:
    plant()


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """What the model was asked: of a phrase it gives the stored vector, of all else one of nothing."""
    explain()
    texts = [text for _, text, _ in said()]
    known = dict(zip(texts, read_vectors(PHRASES, texts, model=NAME) or (), strict=True))
    asked: list[str] = []

    def embed(texts: list[str]) -> list[Any]:
        asked.extend(texts)
        return [known.get(text, NOWHERE) for text in texts]

    monkeypatch.setattr(finding, "embed", embed)
    yield asked


def test_all_categories_are_listed_in_their_order(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(2):
        answer = api.get(URL)
    assert answer.status_code == 200
    content = answer.json()
    assert (list(content), content["total"], len(content["categories"])) == (["categories", "total"], 22, 22)
    assert list(content["categories"][0].items()) == [
        ("id", "7390e238-e994-53fa-adb0-187f6d35d7c1"),
        ("name", "Creativity & Arts"),
        ("slug", "creativity-arts"),
        ("description", "Making pictures, films and things to look at and use"),
        ("icon", "palette"),
        ("subcategory_count", 4),
    ]
    assert_renders_equal(CATEGORY_PAGE, list(Category.objects.values_list("pk", flat=True)))


def test_the_subcategories_of_one_are_listed(
    api: APIClient, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    category = Category.objects.get(slug="creativity-arts")
    with django_assert_num_queries(3):
        content = api.get(f"{URL}/{category.public_id}/subcategories").json()
    assert content["category"] == {"id": str(category.public_id), "name": "Creativity & Arts"}
    names = ["Visual Arts", "Design & Media", "UI/UX Design", "Photography & Film"]
    assert [each["name"] for each in content["subcategories"]] == names
    assert list(content["subcategories"][0]) == ["id", "name", "slug", "description"]
    assert_renders_equal(SUBCATEGORY_PAGE, list(Subcategory.objects.values_list("pk", flat=True)))


@pytest.mark.parametrize("key", ["5f1d7c2e-0b0a-4c57-9d7e-2f6a1c3b4d5e", "creativity-arts", "1"])
def test_of_what_is_none_there_are_none(api: APIClient, key: str) -> None:
    answer = api.get(f"{URL}/{key}/subcategories")
    assert (answer.status_code, answer.json()["error"]) == (404, "NOT_FOUND")


def test_what_is_meant_is_found_with_a_reason_that_is_true(
    api: APIClient, asked: list[str], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        content = api.get(SEARCH, {"q": "  mobile and web design ", "limit": "3"}).json()
    assert asked == ["mobile and web design"] == [content["query"]]
    assert len(content["results"]) == 3
    scores = [each["relevance_score"] for each in content["results"]]
    assert scores == sorted(scores, reverse=True) and all(0 < score <= 1 for score in scores)
    first = content["results"][0]
    subcategory = Subcategory.objects.get(slug="design-media")
    assert first == {
        "category_id": str(subcategory.category.public_id),
        "category": "Creativity & Arts",
        "subcategory_id": str(subcategory.public_id),
        "subcategory": "Design & Media",
        "relevance_score": scores[0],
        "why_relevant": "Matches your interest in mobile, web and design",
    }
    # No limit is ten, and what is not near is not among them.
    assert 0 < len(api.get(SEARCH, {"q": "Photography & Film"}).json()["results"]) <= 10


def test_what_is_about_nothing_here_finds_nothing(api: APIClient, asked: list[str]) -> None:
    for q in ("qwrtzpl", "a" * LONGEST_QUESTION, "語", "%", "'; --"):
        answer = api.get(SEARCH, {"q": q})
        assert (answer.status_code, answer.json()) == (200, {"query": q, "results": []})
    # Where there is no word at all the model is not even asked.
    asked.clear()
    assert api.get(SEARCH, {"q": "😀 🎸"}).json() == {"query": "😀 🎸", "results": []}
    assert asked == []


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({}, "q"),
        ({"q": ""}, "q"),
        ({"q": "   "}, "q"),
        ({"q": "a" * 10_000}, "q"),
        ({"q": "a\x00b"}, "q"),
        ({"q": "a", "limit": "0"}, "limit"),
        ({"q": "a", "limit": "51"}, "limit"),
        ({"q": "a", "limit": "x"}, "limit"),
    ],
)
def test_what_cannot_be_asked_is_named(api: APIClient, query: dict[str, str], field: str) -> None:
    answer = api.get(SEARCH, query)
    assert (answer.status_code, answer.json()["error"]) == (422, "VALIDATION_ERROR")
    assert list(answer.json()["details"]) == [field]


def test_while_the_model_is_away_it_says_when_to_come_again(
    api: APIClient, settings: Any, tmp_path: Any
) -> None:
    settings.DATA_DIR = tmp_path
    answer = api.get(SEARCH, {"q": "guitar"})
    assert (answer.status_code, answer["Retry-After"]) == (503, "5")
    assert answer.json()["error"] == "SERVICE_UNAVAILABLE"
    # What needs no model goes on.
    assert api.get(URL).status_code == 200
