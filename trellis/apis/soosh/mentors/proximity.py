"""`GET /api/v1/mentors/proximity`: mentors near a place, nearest first."""

from typing import Any

from django.http import HttpResponse
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request

from trellis.apis.soosh.base import SooshView
from trellis.apis.soosh.mentors.output import NOW, MentorCardSerializer
from trellis.apis.soosh.mentors.pages import answered_mentors
from trellis.apis.soosh.users.base import caller_of
from trellis.apis.soosh.users.input import DegreeField
from trellis.core.http.input import Input
from trellis.core.paging.headers import CountedPageQuery, PreparedCounted, page_asked_for
from trellis.core.rendering import Computed, compile_page
from trellis.domain.accounts import rules
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.queries.browsing import STALE_AMONG
from trellis.domain.mentorship.queries.nearby import LATITUDE, LONGITUDE, around, mentors_near
from trellis.domain.mentorship.rules import limits
from trellis.domain.mentorship.rules.places import DISTANCE, distance_km

_WHERE = "Say where: the account knows of no place."


class KilometresField(DegreeField):
    """A number of kilometres."""


class NearQuery(Input):
    """Where, and how far around; without a place the account's own."""

    lat = DegreeField(min_value=rules.LATITUDES.least, max_value=rules.LATITUDES.most, required=False)
    lng = DegreeField(min_value=rules.LONGITUDES.least, max_value=rules.LONGITUDES.most, required=False)
    radius_km = KilometresField(
        min_value=limits.RADIUS_KM.least, max_value=limits.RADIUS_KM.most, default=limits.USUAL_RADIUS_KM
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse half a place."""
        for name, other in (("lat", "lng"), ("lng", "lat")):
            if name not in attrs and other in attrs:
                raise serializers.ValidationError({name: [f"Say it together with {other}."]})
        return attrs


class Distance(Computed):
    """How far away, in kilometres: from about where the mentor is."""

    output = serializers.FloatField()
    sql = f"round(({DISTANCE})::numeric, 1)"
    arguments = ("latitude", "longitude")

    def compute(self, row: Mentor) -> float:
        """Return the distance of the blurred place."""
        here = self.argument("latitude"), self.argument("longitude")
        return round(distance_km(*here, row.near_latitude or 0, row.near_longitude or 0), 1)


class AboutWhereSerializer(serializers.ModelSerializer[Mentor]):
    """About where a mentor is: a kilometre this way or that."""

    lat = serializers.FloatField(source="near_latitude")
    lng = serializers.FloatField(source="near_longitude")

    class Meta:
        model = Mentor
        fields = ["lat", "lng"]


class NearMentorSerializer(MentorCardSerializer):
    """A mentor, how far away and about where."""

    distance_km = Distance()
    location = AboutWhereSerializer(source="*")

    class Meta(MentorCardSerializer.Meta):
        fields = [*MentorCardSerializer.Meta.fields, "distance_km", "location"]


class NearMentorsOutput(serializers.Serializer[Any]):
    """A page of mentors, the nearest first; the headers tell which."""

    mentors = NearMentorSerializer(many=True)


NEAR_MENTORS = compile_page(NearMentorSerializer, arguments=[NOW, LATITUDE, LONGITUDE])
_PAGES = PreparedCounted(mentors_near(), NEAR_MENTORS, also=STALE_AMONG)


class ProximityView(SooshView):
    """`mentors/proximity`."""

    @extend_schema(
        operation_id="mentors_proximity_list",
        parameters=[NearQuery, CountedPageQuery],
        responses=NearMentorsOutput,
    )
    def get(self, request: Request) -> HttpResponse:
        """List the mentors within a radius, the nearest first; their places are known to a kilometre."""
        caller = caller_of(request)
        query = NearQuery(data=request.query_params)
        query.is_valid(raise_exception=True)
        number, size = page_asked_for(request)
        latitude, longitude = _place(query.validated_data, caller)
        now = timezone.now()
        holes = around(latitude, longitude, query.validated_data["radius_km"])
        return answered_mentors(_PAGES, {**holes, "now": now}, number=number, size=size)


def _place(asked: dict[str, Any], caller: User) -> tuple[float, float]:
    if "lat" in asked:
        return asked["lat"], asked["lng"]
    if caller.latitude is None or caller.longitude is None:
        raise serializers.ValidationError({"lat": [_WHERE], "lng": [_WHERE]})
    return caller.latitude, caller.longitude
