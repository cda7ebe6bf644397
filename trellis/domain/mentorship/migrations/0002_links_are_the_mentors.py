from typing import Any

from django.db import migrations, models


def leave_rooms_out(apps: Any, schema_editor: Any) -> None:
    """Take the built-in rooms out of where links of mentors stand: every session has its room."""
    bookings = apps.get_model("mentorship", "Booking").objects.filter(meeting_platform="trellis")
    for booking in bookings.only("public_id", "meeting_url").iterator():
        if booking.meeting_url.rstrip("/").endswith(f"/meet/{booking.public_id}"):
            bookings.filter(pk=booking.pk).update(meeting_url="", meeting_platform="")


class Migration(migrations.Migration):

    dependencies = [
        ("mentorship", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="mentor",
            name="is_begun",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunPython(leave_rooms_out, migrations.RunPython.noop, elidable=True),
    ]
