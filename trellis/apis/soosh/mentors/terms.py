"""`mentors/me/terms`: under which terms one can be booked, an addition of ours."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.users.base import caller_of
from trellis.core.http.input import Input
from trellis.core.http.views import validated
from trellis.core.writing.fields import LineField
from trellis.core.writing.money import as_number
from trellis.domain.mentorship.models import Mentor, Package, Terms
from trellis.domain.mentorship.queries.mentors import mentor_of_user, packages_of
from trellis.domain.mentorship.refusals import OnlyForMentors
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.services.terms import Offered, set_terms


class RateField(serializers.DecimalField):
    """An amount in the units that people write."""

    def __init__(self, **options: Any) -> None:
        super().__init__(
            max_digits=limits.RATE_DIGITS,
            decimal_places=limits.RATE_DECIMALS,
            min_value=limits.LEAST_RATE,
            **options,
        )


class CapacityInput(Input):
    """How much somebody takes on; it is said as a whole, and what is left out or null has no bound."""

    sessions_a_week = serializers.IntegerField(
        min_value=limits.SESSIONS_A_WEEK.least,
        max_value=limits.SESSIONS_A_WEEK.most,
        allow_null=True,
        default=None,
    )
    mentees_at_once = serializers.IntegerField(
        min_value=limits.MENTEES_AT_ONCE.least,
        max_value=limits.MENTEES_AT_ONCE.most,
        allow_null=True,
        default=None,
    )


class PackageInput(Input):
    """Several sessions at one price."""

    sessions = serializers.IntegerField(
        min_value=limits.PACKAGE_SESSIONS.least, max_value=limits.PACKAGE_SESSIONS.most
    )
    price = RateField()
    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False, allow_blank=True)
    valid_days = serializers.IntegerField(
        min_value=limits.PACKAGE_DAYS.least, max_value=limits.PACKAGE_DAYS.most
    )


class TermsInput(Input):
    """What is to change of one's terms."""

    bookable = serializers.ChoiceField(choices=Terms.choices, required=False)
    hourly_rate = RateField(required=False, allow_null=True)
    currency = LineField(max_length=limits.CURRENCY_LETTERS, required=False, allow_blank=True)
    free_talk_minutes = serializers.IntegerField(
        min_value=limits.FREE_TALK_MINUTES.least,
        max_value=limits.FREE_TALK_MINUTES.most,
        required=False,
        allow_null=True,
    )
    capacity = CapacityInput(required=False)
    packages = serializers.ListField(child=PackageInput(), max_length=limits.MOST_PACKAGES, required=False)


class PackageOutput(serializers.ModelSerializer[Package]):
    """A package: sessions at one price, to be held within so many days."""

    id = serializers.UUIDField(source="public_id")
    price = serializers.SerializerMethodField()

    class Meta:
        model = Package
        fields = ["id", "sessions", "price", "currency", "valid_days"]

    def get_price(self, package: Package) -> float:
        """Return the amount as people write it."""
        return as_number(package.price_minor, package.currency)


class CapacityOutput(serializers.Serializer[Mentor]):
    """How much somebody takes on; null for what has no bound."""

    sessions_a_week = serializers.IntegerField(allow_null=True)
    mentees_at_once = serializers.IntegerField(allow_null=True)


class TermsOutput(serializers.ModelSerializer[Mentor]):
    """The terms of a mentor: booked for nothing, for their price, or either."""

    bookable = serializers.ChoiceField(source="terms", choices=Terms.choices)
    hourly_rate = serializers.SerializerMethodField()
    capacity = CapacityOutput(source="*")
    packages = serializers.SerializerMethodField()

    class Meta:
        model = Mentor
        fields = ["bookable", "hourly_rate", "currency", "free_talk_minutes", "capacity", "packages"]

    def get_hourly_rate(self, mentor: Mentor) -> float | None:
        """Return the price of an hour; null while none is said."""
        return None if mentor.rate_minor is None else as_number(mentor.rate_minor, mentor.currency)

    @extend_schema_field(PackageOutput(many=True))
    def get_packages(self, mentor: Mentor) -> Any:
        """Return what is offered, the smallest first."""
        return PackageOutput(packages_of(mentor), many=True).data


class TermsView(SooshView):
    """`mentors/me/terms`."""

    @extend_schema(operation_id="mentors_own_terms", responses=TermsOutput)
    def get(self, request: Request) -> Response:
        """Show one's own terms."""
        return Response(TermsOutput(_own(request)).data)

    @extend_schema(request=TermsInput, responses=TermsOutput)
    def put(self, request: Request) -> Response:
        """Change what is sent of one's terms; the rest stays, and packages are replaced as a whole."""
        changed = set_terms(
            mentor=_own(request), changes=_changes(validated(TermsInput, request)), now=timezone.now()
        )
        return Response(TermsOutput(changed).data)


def _own(request: Request) -> Mentor:
    mentor = mentor_of_user(caller_of(request))
    if mentor is None:
        raise OnlyForMentors
    return mentor


def _changes(given: Mapping[str, Any]) -> dict[str, Any]:
    changes = {name: given[name] for name in ("hourly_rate", "free_talk_minutes") if name in given}
    if "bookable" in given:
        changes["terms"] = given["bookable"]
    if given.get("currency"):
        changes["currency"] = given["currency"].upper()
    changes |= given.get("capacity", {})
    if "packages" in given:
        changes["packages"] = [
            Offered(
                sessions=each["sessions"],
                price=each["price"],
                valid_days=each["valid_days"],
                currency=each.get("currency", "").upper(),
            )
            for each in given["packages"]
        ]
    return changes
