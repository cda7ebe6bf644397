"""Notifications and their settings as this door shows them (soosh-api.md, section 9)."""

from typing import Any

from rest_framework import serializers

from trellis.core.rendering import Computed, compile_page
from trellis.domain.notifications.models import Notification
from trellis.domain.notifications.rules.kinds import Kind

# Where an app goes, by what a notification knows of its subject; the first that is known counts.
_PLACES = (
    ("booking_id", "booking"),
    ("user_id", "messages"),
    ("room_id", "conversation"),
    ("payment_id", "payment"),
    ("enrollment_id", "enrollment"),
    ("opportunity_id", "opportunity"),
    ("achievement_id", "achievement"),
    ("badge_id", "badge"),
)


class ActionUrl(Computed):
    """Where a tap on it leads in the app; its own page where what it is about has none."""

    output = serializers.CharField()
    sql = "concat('soosh://', coalesce({places}, 'notifications/' || {{public_id}}))".format(
        places=", ".join(f"'{place}/' || ({{data}} ->> '{name}')" for name, place in _PLACES)
    )

    def compute(self, row: Notification) -> str:
        """Return the address."""
        places = (f"{place}/{row.data[name]}" for name, place in _PLACES if row.data.get(name) is not None)
        return f"soosh://{next(places, f'notifications/{row.public_id}')}"


class IsRead(Computed):
    """Whether its person has read it."""

    output = serializers.BooleanField()
    sql = "{read_at} IS NOT NULL"

    def compute(self, row: Notification) -> bool:
        """Return it."""
        return row.read_at is not None


class NotificationSerializer(serializers.ModelSerializer[Notification]):
    """One thing that somebody is told; `type` is a word of the settings."""

    id = serializers.UUIDField(source="public_id")
    type = serializers.ChoiceField(source="about", choices=Kind.choices)
    message = serializers.CharField(source="body")
    action_url = ActionUrl()
    is_read = IsRead()

    class Meta:
        model = Notification
        fields = ["id", "type", "title", "message", "action_url", "is_read", "created_at"]


class NotificationsOutput(serializers.Serializer[Any]):
    """A page of notifications; `unread_count` counts all that are unread, whatever was asked for."""

    notifications = NotificationSerializer(many=True)
    unread_count = serializers.IntegerField()


class ReadNotificationOutput(serializers.Serializer[Any]):
    """A notification that is read now."""

    notification = NotificationSerializer()


class AllReadOutput(serializers.Serializer[Any]):
    """How many are read now that were not, and how many are not yet."""

    updated = serializers.IntegerField()
    unread_count = serializers.IntegerField()


NOTIFICATIONS = compile_page(NotificationSerializer)


def notification_json(notification: Notification) -> dict[str, Any]:
    """Return a notification as this door shows it, in lists and at its sockets."""
    return dict(NotificationSerializer(notification).data)
