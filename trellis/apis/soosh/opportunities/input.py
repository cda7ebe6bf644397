"""What lists of opportunities are narrowed to, and how many stars somebody gives."""

from typing import Any

from rest_framework import serializers

from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery
from trellis.domain.learning.rules import limits
from trellis.domain.learning.rules.choices import Difficulty, OpportunityType, Order


class OpportunitiesQuery(CountedPageQuery, Input):
    """What is asked of the list."""

    type = serializers.ChoiceField(choices=OpportunityType.choices, required=False)
    subcategory_id = serializers.UUIDField(required=False)
    difficulty = serializers.ChoiceField(choices=Difficulty.choices, required=False)
    is_paid = serializers.BooleanField(required=False, allow_null=True, default=None)
    sort = serializers.ChoiceField(choices=Order.choices, default=Order.NEWEST)


class StarsInput(Input):
    """How many stars."""

    rating = serializers.IntegerField(min_value=limits.STARS.least, max_value=limits.STARS.most)


def filters_of(asked: dict[str, Any]) -> frozenset[str]:
    """Return the words of queries.opportunities.FILTERS that are asked for."""
    words: set[str] = {name for name in ("type", "subcategory_id", "difficulty") if name in asked}
    if asked["is_paid"] is not None:
        words.add("paid" if asked["is_paid"] else "free")
    return frozenset(words)
