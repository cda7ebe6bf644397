"""How somebody wants to be told things."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.notifications.rules.kinds import Kind
from trellis.domain.notifications.rules.limits import HOURS


class Preferences(models.Model):
    """What somebody has said of notices. Who has said nothing has no row, and what stands here as default."""

    privacy = Own(
        "person",
        kept={"kinds": "switches: goes with the row", "digest_kinds": "choices: goes with the row"},
    )
    person = models.OneToOneField(
        User, models.CASCADE, primary_key=True, related_name="notification_preferences"
    )
    push_enabled = models.BooleanField(default=True)
    email_enabled = models.BooleanField(default=True)
    sms_enabled = models.BooleanField(default=False)
    # {kind: {channel: whether}}, where that is otherwise than at first.
    kinds = models.JSONField(default=dict, blank=True)
    # Of the person's own clock; from is within, until is not.
    quiet_from = models.TimeField(null=True, blank=True)
    quiet_until = models.TimeField(null=True, blank=True)
    reminders_in_quiet_hours = models.BooleanField(default=True)
    # At which hour of one's own day the mails of these kinds come as one.
    digest_hour = models.PositiveSmallIntegerField(null=True, blank=True)
    digest_kinds = ArrayField(models.CharField(max_length=30, choices=Kind), default=list, blank=True)

    class Meta:
        verbose_name_plural = "preferences"
        constraints = [
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_have_two_ends",
            ),
            models.CheckConstraint(
                condition=Q(digest_hour=None) | Q(digest_hour__range=HOURS), name="digest_hour_of_a_day"
            ),
        ]

    def __str__(self) -> str:
        return str(self.person_id)
