"""Opportunities and enrolments as this door shows them."""

from typing import Any

from rest_framework import serializers

from trellis.core.rendering import Computed, compile_page
from trellis.core.writing.money import as_number
from trellis.domain.catalog.models import Subcategory
from trellis.domain.jobs.models import Application
from trellis.domain.learning.models import Enrollment, Opportunity
from trellis.domain.learning.queries.opportunities import RATING_SQL, rating_of
from trellis.domain.learning.rules.prices import PRICE_SQL


class IsPaid(Computed):
    """Whether it costs something."""

    output = serializers.BooleanField()
    sql = "{price_minor} > 0"

    def compute(self, row: Opportunity) -> bool:
        """Return it."""
        return row.price_minor > 0


class Price(Computed):
    """What it costs, 0 where it is free."""

    output = serializers.FloatField()
    sql = PRICE_SQL

    def compute(self, row: Opportunity) -> float:
        """Return the amount."""
        return as_number(row.price_minor, row.currency)


class Rating(Computed):
    """The average of its stars, null while there are none."""

    output = serializers.FloatField(allow_null=True)
    sql = RATING_SQL

    def compute(self, row: Opportunity) -> float | None:
        """Return the average."""
        return rating_of(row)


class OpportunitySerializer(serializers.ModelSerializer[Opportunity]):
    """Something to take part in."""

    id = serializers.UUIDField(source="public_id")
    is_paid = IsPaid()
    price = Price()
    difficulty_level = serializers.CharField(source="difficulty", allow_null=True)
    tags = serializers.ListField(child=serializers.CharField())
    rating = Rating()

    class Meta:
        model = Opportunity
        fields = [
            *("id", "title", "description", "opportunity_type", "is_paid", "price", "currency"),
            *("duration_minutes", "difficulty_level", "tags", "rating", "enrollment_count"),
        ]


class SubcategoryOfSerializer(serializers.ModelSerializer[Subcategory]):
    """To which part of which category something belongs."""

    id = serializers.UUIDField(source="public_id")
    category_name = serializers.CharField(source="category.name")

    class Meta:
        model = Subcategory
        fields = ["id", "name", "category_name"]


class OpportunityDetailSerializer(OpportunitySerializer):
    """The same, with where it belongs and which job, or whose mentorship, it is."""

    subcategory = SubcategoryOfSerializer(allow_null=True)
    job_id = serializers.IntegerField(source="posting_id", allow_null=True)
    mentor_id = serializers.UUIDField(source="mentor.public_id", allow_null=True)

    class Meta(OpportunitySerializer.Meta):
        fields = [
            *OpportunitySerializer.Meta.fields,
            *("subcategory", "job_id", "mentor_id", "published_at", "closes_at"),
        ]


class PaginationOutput(serializers.Serializer[Any]):
    """Where a page stands among all."""

    page = serializers.IntegerField()
    limit = serializers.IntegerField()
    total = serializers.IntegerField()
    pages = serializers.IntegerField()


class OpportunitiesOutput(serializers.Serializer[Any]):
    """A page of opportunities."""

    opportunities = OpportunitySerializer(many=True)
    pagination = PaginationOutput()


class EnrollmentSerializer(serializers.ModelSerializer[Enrollment]):
    """That somebody takes part."""

    id = serializers.UUIDField(source="public_id")
    opportunity_id = serializers.UUIDField(source="opportunity.public_id")

    class Meta:
        model = Enrollment
        fields = ["id", "opportunity_id", "status", "enrolled_at"]


class MadeApplicationSerializer(serializers.ModelSerializer[Application]):
    """The application for a job, as Enabled Talent knows it."""

    job_id = serializers.IntegerField(source="posting_id")

    class Meta:
        model = Application
        fields = ["id", "number", "job_id", "stage"]


class EnrolledOutput(serializers.Serializer[Any]):
    """An enrolment, whether it is still to be paid and where, and of a job the application."""

    enrollment = EnrollmentSerializer()
    payment_required = serializers.BooleanField()
    payment_url = serializers.URLField(allow_null=True)
    application = MadeApplicationSerializer(allow_null=True)


class RatedOutput(serializers.Serializer[Any]):
    """One's own stars, and what all make of it."""

    rating = serializers.IntegerField()
    average_rating = serializers.FloatField()
    rating_count = serializers.IntegerField()


OPPORTUNITIES = compile_page(OpportunitySerializer)
OPPORTUNITY = compile_page(OpportunityDetailSerializer)
