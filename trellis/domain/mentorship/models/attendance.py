"""Who was in the room of a session."""

from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.mentorship.models.bookings import Booking


class Attendance(models.Model):
    """That somebody was in the room of a session, from when they were first seen there until last."""

    privacy = Shared(("person",))
    booking = models.ForeignKey(Booking, models.CASCADE, related_name="attendances", db_index=False)
    person = models.ForeignKey(User, models.CASCADE, related_name="+")
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["booking", "person"], name="attendance_once"),
            models.CheckConstraint(
                condition=Q(first_seen_at__lte=F("last_seen_at")), name="attendance_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.booking_id} {self.person_id}"
