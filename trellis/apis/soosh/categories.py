"""Categories, their subcategories, and finding them by meaning (soosh-api.md, section 3)."""

from typing import Any
from uuid import UUID

from django.http import HttpResponse
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.permissions import AllowAny
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.core.http.input import Input
from trellis.core.rendering import Computed, compile_page
from trellis.core.writing.fields import LineField
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.queries import SUBCATEGORY_COUNT, category_of, keys_below, keys_of_categories
from trellis.domain.catalog.rules import limits
from trellis.domain.catalog.services.finding import Found, find


class SubcategoryCount(Computed):
    """How many subcategories a category has."""

    output = serializers.IntegerField()
    sql = SUBCATEGORY_COUNT

    def compute(self, row: Category) -> int:
        """Return their number."""
        return row.subcategories.count()


class CategorySerializer(serializers.ModelSerializer[Category]):
    """A category."""

    id = serializers.UUIDField(source="public_id")
    subcategory_count = SubcategoryCount()

    class Meta:
        model = Category
        fields = ["id", "name", "slug", "description", "icon", "subcategory_count"]


class CategoryNameSerializer(serializers.ModelSerializer[Category]):
    """A category by its name."""

    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Category
        fields = ["id", "name"]


class SubcategorySerializer(serializers.ModelSerializer[Subcategory]):
    """A subcategory."""

    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Subcategory
        fields = ["id", "name", "slug", "description"]


class CategoriesOutput(serializers.Serializer[Any]):
    """All categories, in their order."""

    categories = CategorySerializer(many=True)
    total = serializers.IntegerField()


class SubcategoriesOutput(serializers.Serializer[Any]):
    """A category and all its subcategories, in their order."""

    category = CategoryNameSerializer()
    subcategories = SubcategorySerializer(many=True)


class CategorySearchQuery(Input):
    """What somebody would like to learn, in their own words, and how many answers they want."""

    q = LineField(max_length=limits.LONGEST_QUESTION)
    limit = serializers.IntegerField(
        min_value=limits.RESULTS.least, max_value=limits.RESULTS.most, default=limits.USUAL_RESULTS
    )


class FoundSerializer(serializers.Serializer[Any]):
    """A subcategory that was found, how near it is (up to 1), and why it was found."""

    category_id = serializers.UUIDField()
    category = serializers.CharField()
    subcategory_id = serializers.UUIDField()
    subcategory = serializers.CharField()
    relevance_score = serializers.FloatField()
    why_relevant = serializers.CharField()


class CategorySearchOutput(serializers.Serializer[Any]):
    """What was asked, and what was found, nearest first: nothing where it is about nothing here."""

    query = serializers.CharField()
    results = FoundSerializer(many=True)


CATEGORY_PAGE = compile_page(CategorySerializer)
SUBCATEGORY_PAGE = compile_page(SubcategorySerializer)


class _PublicView(SooshView):
    """What may be read without an account. A token is read all the same."""

    permission_classes = (AllowAny,)


class CategoriesView(_PublicView):
    """`GET /api/v1/categories`."""

    @extend_schema(operation_id="categories_list", responses=CategoriesOutput)
    def get(self, request: Request) -> HttpResponse:
        """List all categories."""
        keys = keys_of_categories()
        body = b'{"categories":%b,"total":%d}' % (CATEGORY_PAGE.render(keys), len(keys))
        return HttpResponse(body, content_type="application/json")


class SubcategoriesView(_PublicView):
    """`GET /api/v1/categories/{category_id}/subcategories`."""

    @extend_schema(operation_id="categories_subcategories_list", responses=SubcategoriesOutput)
    def get(self, request: Request, category_id: UUID) -> HttpResponse:
        """List the subcategories of a category."""
        category = category_of(category_id)
        name = JSONRenderer().render(CategoryNameSerializer(category).data)
        body = b'{"category":%b,"subcategories":%b}' % (name, SUBCATEGORY_PAGE.render(keys_below(category)))
        return HttpResponse(body, content_type="application/json")


class CategorySearchView(_PublicView):
    """`GET /api/v1/categories/search`."""

    @extend_schema(
        operation_id="categories_search", parameters=[CategorySearchQuery], responses=CategorySearchOutput
    )
    def get(self, request: Request) -> Response:
        """Find subcategories by what somebody would like to learn."""
        query = CategorySearchQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        question = query.validated_data["q"]
        found = find(question=question, limit=query.validated_data["limit"])
        return Response({"query": question, "results": [_found_json(each) for each in found]})


def _found_json(found: Found) -> dict[str, Any]:
    subcategory = found.subcategory
    return {
        "category_id": str(subcategory.category.public_id),
        "category": subcategory.category.name,
        "subcategory_id": str(subcategory.public_id),
        "subcategory": subcategory.name,
        "relevance_score": found.score,
        "why_relevant": found.reason,
    }
