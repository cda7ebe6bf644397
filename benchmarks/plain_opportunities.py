"""Opportunities and categories as one would write them in Django REST framework."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.shortcuts import get_object_or_404
from django.utils import timezone
from rest_framework import generics, serializers
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.learning.models import Opportunity


class PlainOpportunitySerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    is_paid = serializers.SerializerMethodField()
    price = serializers.SerializerMethodField()
    difficulty_level = serializers.CharField(source="difficulty")
    rating = serializers.SerializerMethodField()

    class Meta:
        model = Opportunity
        fields = [
            *("id", "title", "description", "opportunity_type", "is_paid", "price", "currency"),
            *("duration_minutes", "difficulty_level", "tags", "rating", "enrollment_count"),
        ]

    def get_is_paid(self, row: Opportunity) -> bool:
        return row.price_minor > 0

    def get_price(self, row: Opportunity) -> float:
        return row.price_minor / 100

    def get_rating(self, row: Opportunity) -> float | None:
        return round(row.rating_sum / row.rating_count, 1) if row.rating_count else None


_FILTERS = {
    "type": "opportunity_type",
    "subcategory_id": "subcategory__public_id",
    "difficulty": "difficulty",
}


class Pages(PageNumberPagination):
    page_size = 20
    page_size_query_param = "limit"
    max_page_size = 100

    def get_paginated_response(self, data: Any) -> Response:
        paginator = self.page.paginator
        pagination = {
            "page": self.page.number,
            "limit": paginator.per_page,
            "total": paginator.count,
            "pages": paginator.num_pages,
        }
        headers = {
            "X-Total-Count": str(paginator.count),
            "X-Page": str(self.page.number),
            "X-Page-Size": str(paginator.per_page),
        }
        return Response({"opportunities": data, "pagination": pagination}, headers=headers)


class PlainOpportunitiesView(generics.ListAPIView):
    permission_classes = [AllowAny]
    serializer_class = PlainOpportunitySerializer
    pagination_class = Pages

    def get_queryset(self) -> Any:
        is_open = Q(closes_at=None) | Q(closes_at__gt=timezone.now())
        rows = Opportunity.objects.filter(is_open, is_published=True)
        for name, column in _FILTERS.items():
            if value := self.request.query_params.get(name):
                rows = rows.filter(**{column: value})
        return rows.order_by("-id")


class PlainCategorySerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")
    subcategory_count = serializers.IntegerField()

    class Meta:
        model = Category
        fields = ["id", "name", "slug", "description", "icon", "subcategory_count"]


class PlainSubcategorySerializer(serializers.ModelSerializer):
    id = serializers.UUIDField(source="public_id")

    class Meta:
        model = Subcategory
        fields = ["id", "name", "slug", "description"]


class PlainCategoriesView(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request) -> Response:
        rows = Category.objects.annotate(subcategory_count=Count("subcategories"))
        shown = PlainCategorySerializer(rows, many=True).data
        return Response({"categories": shown, "total": len(shown)})


class PlainSubcategoriesView(APIView):
    permission_classes = [AllowAny]

    def get(self, request: Request, category_id: UUID) -> Response:
        category = get_object_or_404(Category, public_id=category_id)
        shown = PlainSubcategorySerializer(category.subcategories.all(), many=True).data
        about = {"id": str(category.public_id), "name": category.name}
        return Response({"category": about, "subcategories": shown})
