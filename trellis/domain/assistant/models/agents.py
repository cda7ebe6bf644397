"""Who speaks and acts for somebody, and how far they may go."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.assistant.rules import limits
from trellis.domain.assistant.rules.manners import Tone, Verbosity


class Agent(models.Model):
    """Who speaks and acts for somebody who cannot do so, or not easily.

    One that profiling has made asks questions and no more, until its person sets it up (`set_up_at`).
    """

    privacy = Own(
        "user",
        erased=("name", "voice_id", "language", "people"),
        kept={"money_currency": "of a limit, and says nothing of anybody"},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.OneToOneField(User, models.CASCADE, related_name="agent")
    name = models.CharField(max_length=limits.LONGEST_AGENT_NAME)
    created_at = models.DateTimeField()
    set_up_at = models.DateTimeField(null=True, blank=True)
    tone = models.CharField(
        max_length=20, choices=Tone, default=Tone.FRIENDLY, db_default=Tone.FRIENDLY.value
    )
    verbosity = models.CharField(
        max_length=20, choices=Verbosity, default=Verbosity.CONCISE, db_default=Verbosity.CONCISE.value
    )
    voice_id = models.CharField(
        max_length=limits.LONGEST_VOICE, default=limits.USUAL_VOICE, db_default=limits.USUAL_VOICE
    )
    language = models.CharField(
        max_length=limits.LONGEST_LANGUAGE, default=limits.USUAL_LANGUAGE, db_default=limits.USUAL_LANGUAGE
    )
    # What it may do by itself: book; answer messages; call off and move.
    auto_schedule_enabled = models.BooleanField(default=False, db_default=False)
    auto_respond_messages = models.BooleanField(default=False, db_default=False)
    auto_manage_calendar = models.BooleanField(default=False, db_default=False)
    # How far it may go by itself. `people` is a list of keys of accounts; NULL is everybody.
    most_acts_a_day = models.PositiveSmallIntegerField(
        default=limits.USUAL_ACTS_A_DAY, db_default=limits.USUAL_ACTS_A_DAY
    )
    most_money_minor = models.PositiveIntegerField(
        default=limits.USUAL_MONEY_MINOR, db_default=limits.USUAL_MONEY_MINOR
    )
    money_currency = models.CharField(
        max_length=3, default=limits.USUAL_CURRENCY, db_default=limits.USUAL_CURRENCY
    )
    most_hours_a_week = models.PositiveSmallIntegerField(
        default=limits.USUAL_HOURS_A_WEEK, db_default=limits.USUAL_HOURS_A_WEEK
    )
    people = models.JSONField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(tone__in=Tone.values, verbosity__in=Verbosity.values), name="agent_manners"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.name}"
