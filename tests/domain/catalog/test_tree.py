"""The categories are those of the document, and come into the database as they are written."""

import pytest
from pytest_django import DjangoAssertNumQueries

from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.rules import limits
from trellis.domain.catalog.rules.tree import phrases_of, tree
from trellis.domain.catalog.services.planting import plant


def test_what_the_document_prints_is_among_them() -> None:
    first, second, *others = tree()
    assert (first.name, first.slug, first.icon) == ("Creativity & Arts", "creativity-arts", "palette")
    assert {"Visual Arts", "Design & Media", "UI/UX Design"} < {leaf.name for leaf in first.leaves}
    assert len(first.leaves) == 4
    assert second.name == "Tech & Digital Innovation"
    assert len(others) == 20
    assert str(first.public_id) == "7390e238-e994-53fa-adb0-187f6d35d7c1"


def test_each_has_a_word_of_its_own_and_fits() -> None:
    leaves = [leaf for branch in tree() for leaf in branch.leaves]
    everything = [*tree(), *leaves]
    for names in ("public_id", "name", "slug"):
        assert len({getattr(each, names) for each in everything}) == len(everything), names
    for each in everything:
        assert max(len(each.name), len(each.slug)) <= limits.LONGEST_NAME
        assert 0 < len(each.description) <= limits.LONGEST_DESCRIPTION
    assert len({branch.icon for branch in tree()}) == len(tree())


def test_what_one_means_is_said_in_parts_and_whole() -> None:
    assert phrases_of(name="Dance", description="Ballet, hip hop, Dance") == [
        ("Dance", False),
        ("Ballet", False),
        ("hip hop", False),
        ("Dance: Ballet, hip hop, Dance", True),
    ]


@pytest.mark.django_db
def test_what_differs_is_written_and_nothing_else(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    plant()
    keys = list(Subcategory.objects.order_by("pk").values_list("pk", "public_id"))
    Category.objects.filter(slug="creativity-arts").update(name="Art")
    Subcategory.objects.filter(slug="dance").update(position=9)
    plant()
    assert Category.objects.get(slug="creativity-arts").name == "Creativity & Arts"
    assert Subcategory.objects.get(slug="dance").position == 4
    assert list(Subcategory.objects.order_by("pk").values_list("pk", "public_id")) == keys
    with django_assert_num_queries(6):  # the block, its lock, and three that read
        plant()
