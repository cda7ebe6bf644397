"""Which of their bookings somebody asks for."""

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from trellis.core.http.input import Input, no_choice
from trellis.domain.mentorship.models import Status

# "cancelled_*", as the document's table has it.
_CANCELLED = "cancelled"
_STATUSES = (*Status.values, _CANCELLED)


_SHOWN = 50  # characters of what is no choice


@extend_schema_field({"type": "array", "items": {"type": "string", "enum": list(_STATUSES)}})
class StatusesField(serializers.Field[set[str], Any, Any, Any]):
    """One status or several: `status=pending,confirmed`, or the parameter again and again."""

    def get_value(self, dictionary: Any) -> Any:
        """Return every value that was given."""
        return ",".join(dictionary.getlist(self.field_name)) or serializers.empty

    def to_internal_value(self, data: str) -> set[str]:
        """Return the statuses; raise ValidationError for what is none."""
        names = {name.strip() for name in data.split(",")} - {""}
        unknown = sorted(names - set(_STATUSES))
        if unknown:
            raise no_choice(unknown[0][:_SHOWN], _STATUSES)
        if _CANCELLED in names:
            names |= {name for name in Status.values if name.startswith(_CANCELLED)}
        return names - {_CANCELLED}


class BookingsQuery(Input):
    """Which of one's own bookings."""

    role = serializers.ChoiceField(choices=["mentor", "mentee"], required=False)
    status = StatusesField(required=False)
    upcoming = serializers.BooleanField(required=False, default=False)
