"""How many are published is known without counting, whoever changes what: it is what counting gives."""

from datetime import timedelta

import pytest
from django.db.models import Sum
from django.utils import timezone

from tests.crowd import at_once
from tests.domain.learning.factory import opportunity
from trellis.domain.catalog.models import Subcategory
from trellis.domain.catalog.services.planting import plant
from trellis.domain.learning.models import Opportunity, Tally
from trellis.domain.learning.rules.choices import Difficulty, OpportunityType
from trellis.domain.learning.services import tallies
from trellis.domain.learning.tasks import keep_tallies_small


def _tallied(**kind: object) -> int:
    return Tally.objects.filter(**kind).aggregate(all=Sum("number"))["all"] or 0


def _published(**kind: object) -> int:
    return Opportunity.objects.filter(is_published=True, **kind).count()


def _is_right() -> bool:
    kinds: list[dict[str, object]] = [
        *({"opportunity_type": each} for each in OpportunityType),
        *({"difficulty": each} for each in (*Difficulty, None)),
        *({"subcategory": each} for each in (*Subcategory.objects.all()[:2], None)),
    ]
    paid = _tallied(is_paid=True) == _published(price_minor__gt=0)
    return paid and all(_tallied(**kind) == _published(**kind) for kind in ({}, *kinds))


@pytest.mark.django_db
def test_each_change_is_tallied() -> None:
    plant()
    art, design = Subcategory.objects.all()[:2]
    rows = [opportunity(subcategory=art, difficulty="beginner"), opportunity(price_minor=100)]
    rows += [opportunity(opportunity_type="group"), opportunity(is_published=False)]
    assert _is_right()
    mine = Opportunity.objects.filter(pk__in=[row.pk for row in rows])
    for change in (
        {"subcategory": design},
        {"difficulty": "advanced"},
        {"price_minor": 5},
        {"is_published": True, "published_at": timezone.now()},
        {"opportunity_type": "workshop"},
        {"enrollment_count": 7},
    ):
        mine.update(**change)
        assert _is_right(), change
    tallies.sum_up()
    assert (_is_right(), Tally.objects.count()) == (True, 1)
    Opportunity.objects.all().delete()
    assert _is_right()
    tallies.sum_up()
    assert not Tally.objects.exists()


@pytest.mark.django_db
def test_what_is_over_is_hidden_and_counts_no_more() -> None:
    opportunity(closes_at=timezone.now() - timedelta(seconds=1))
    opportunity(closes_at=timezone.now() + timedelta(hours=1))
    opportunity()
    for _ in range(2):
        keep_tallies_small(timestamp=0)
        assert (_published(), _tallied(), Tally.objects.count()) == (2, 2, 1)


@pytest.mark.django_db(transaction=True)
def test_nothing_is_lost_while_they_are_summed_up() -> None:
    def act(place: int) -> None:
        if place % 4:
            opportunity(title=f"Course {place}")
        else:
            tallies.sum_up()

    at_once(32, act)
    assert _tallied() == _published() == 24
    tallies.sum_up()
    assert (_tallied(), Tally.objects.count()) == (24, 1)
