"""What can be told of an event by itself."""

from typing import TYPE_CHECKING

from trellis.domain.community.rules.choices import GatheringStatus, Turnout

if TYPE_CHECKING:
    from trellis.domain.community.models import Attendance, Gathering


def is_off(gathering: "Gathering") -> bool:
    """Tell whether it was called off."""
    return gathering.status == GatheringStatus.CANCELLED


def has_room(gathering: "Gathering") -> bool:
    """Tell whether one more may come."""
    return gathering.capacity is None or gathering.attending_count < gathering.capacity


def has_place(attendance: "Attendance") -> bool:
    """Tell whether somebody comes, and does not wait."""
    return attendance.status == Turnout.ATTENDING
