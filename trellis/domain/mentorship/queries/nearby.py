"""Mentors near a place, by their own to about a kilometre."""

from django.db.models import BooleanField, ExpressionWrapper, F, FloatField, Func, Q, QuerySet
from django.db.models.expressions import Combinable
from django.db.models.functions import ASin, Cos, Least, Power, Radians, Sin, Sqrt

from trellis.core.db.prepared import Argument
from trellis.domain.mentorship.models import Mentor
from trellis.domain.mentorship.rules.places import EARTH_KM, Box, boxes_around

LATITUDE, LONGITUDE = (Argument(name, FloatField()) for name in ("latitude", "longitude"))
_PLACE = Func("near_longitude", "near_latitude", function="point")


class _Inside(Func):
    """Whether a point is in a box: the operator that the index knows."""

    template = "(%(expressions)s)"
    arg_joiner = " <@ "
    output_field = BooleanField()


def mentors_near() -> QuerySet[Mentor]:
    """Return the mentors of SOOSH within the radius, the nearest first, with holes (`around`)."""
    inside = [_Inside(_PLACE, _box(number)) for number in (0, 1)]
    return (
        Mentor.objects.filter(Q(inside[0]) | Q(inside[1]), is_shown=True, near_latitude__isnull=False)
        .alias(distance=_distance())
        .filter(distance__lte=Argument("radius_km", FloatField()))
        .order_by("distance", "-pk")
    )


def around(latitude: float, longitude: float, radius_km: float) -> dict[str, float]:
    """Return what fills the holes of `mentors_near`."""
    holes = {"latitude": latitude, "longitude": longitude, "radius_km": radius_km}
    for number, box in enumerate(boxes_around(latitude, longitude, radius_km)):
        holes |= {f"{side}_{number}": degrees for side, degrees in box._asdict().items()}
    return holes


def _box(number: int) -> Func:
    west, south, east, north = (Argument(f"{side}_{number}", FloatField()) for side in Box._fields)
    return Func(Func(west, south, function="point"), Func(east, north, function="point"), function="box")


def _distance() -> Combinable:
    high = Power(Sin(Radians(F("near_latitude") - LATITUDE) / 2), 2)
    wide = Power(Sin(Radians(F("near_longitude") - LONGITUDE) / 2), 2)
    chord = high + Cos(Radians(LATITUDE)) * Cos(Radians(F("near_latitude"))) * wide
    return ExpressionWrapper(
        ASin(Least(1.0, Sqrt(chord, output_field=FloatField()))) * 2 * EARTH_KM, output_field=FloatField()
    )
