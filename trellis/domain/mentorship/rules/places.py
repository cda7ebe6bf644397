"""Where mentors are, to about a kilometre: the only place that anything is computed from.

The database moves each place to the middle of a field of a grid, once (migration 0005); a distance that was
reckoned from the exact one would tell it to whoever asks from three points.
"""

from math import asin, cos, degrees, pi, radians, sin, sqrt
from typing import NamedTuple

EARTH_KM = 6371.0088  # mean radius
_POLE, _HALF = 90.0, 180.0
# The middle of a field may lie so far beyond the edge of the map.
_OVER = 1.0


class Box(NamedTuple):
    """A part of the map, in degrees."""

    west: float
    south: float
    east: float
    north: float


def distance_km(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Return how far two places are apart, on a sphere."""
    north, other_north = radians(latitude), radians(other_latitude)
    high = sin((other_north - north) / 2) ** 2
    wide = sin(radians(other_longitude - longitude) / 2) ** 2
    return 2 * EARTH_KM * asin(min(1.0, sqrt(high + cos(north) * cos(other_north) * wide)))


# The same from a place to that of a row of mentors, in SQL.
DISTANCE = f"""
    {2 * EARTH_KM} * asin(least(1, sqrt(
        sin(radians({{near_latitude}} - {{latitude}}) / 2) ^ 2
        + cos(radians({{latitude}})) * cos(radians({{near_latitude}}))
        * sin(radians({{near_longitude}} - {{longitude}}) / 2) ^ 2)))
"""


def boxes_around(latitude: float, longitude: float, radius_km: float) -> tuple[Box, Box]:
    """Return two parts of the map that hold all within the radius; they differ at the edge of the map."""
    high = degrees(radius_km / EARTH_KM)
    south, north = latitude - high, latitude + high
    whole = Box(-_HALF - _OVER, south - _OVER, _HALF + _OVER, north + _OVER)
    if south <= -_POLE or north >= _POLE or radius_km >= EARTH_KM * pi / 2:
        return whole, whole
    wide = degrees(asin(min(1.0, sin(radius_km / EARTH_KM) / cos(radians(latitude)))))
    west, east = longitude - wide, longitude + wide
    if west >= -_HALF and east <= _HALF:
        box = Box(west, south, east, north)
        return box, box
    over_west = west + 2 * _HALF if west < -_HALF else west
    over_east = east - 2 * _HALF if east > _HALF else east
    return Box(over_west, south, _HALF + _OVER, north), Box(-_HALF - _OVER, south, over_east, north)
