"""What an agent proposes, and what it has done."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.assistant.models.agents import Agent
from trellis.domain.assistant.rules import limits
from trellis.domain.assistant.rules.acts import ActionStatus, ActionType, ActKind, Outcome


class Proposal(models.Model):
    """One act that waits for a yes: its content and price, which the fingerprint stands for.

    Of a kind one waits at a time: a newer one takes the place of the older.
    """

    privacy = Own(
        "agent__user",
        erased=("details", "preview", "why"),
        mentions=("details", "preview"),
        kept={"fingerprint": "a digest, of which nothing is read"},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="proposals", db_index=False)
    kind = models.CharField(max_length=20, choices=ActKind)
    details = models.JSONField()
    fingerprint = models.CharField(max_length=limits.FINGERPRINT_LETTERS)
    preview = models.CharField(max_length=limits.LONGEST_PREVIEW)
    # Why it was not done at once, in a sentence.
    why = models.CharField(max_length=limits.LONGEST_SENTENCE)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome, default=Outcome.OPEN)

    class Meta:
        indexes = [models.Index(fields=["agent", "-id"], name="proposal_of_agent")]
        constraints = [
            models.UniqueConstraint(
                fields=["agent", "kind"], condition=Q(outcome="open"), name="proposal_one_waits"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ActKind.values, outcome__in=Outcome.values), name="proposal_words"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at=None)
                | (~Q(outcome="open") & Q(decided_at__isnull=False)),
                name="proposal_decided_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.kind} {self.outcome}"


class Action(models.Model):
    """What an agent has done, or has tried to: the log. What it did by itself has no proposal.

    What waits takes effect after `undo_until`.
    """

    privacy = Own(
        "agent__user",
        erased=("action_details", "content", "reason"),
        mentions=("action_details", "content", "reason"),
        kept={"currency": "of a price, and says nothing of anybody"},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="actions", db_index=False)
    kind = models.CharField(max_length=20, choices=ActKind)
    action_type = models.CharField(max_length=30, choices=ActionType)
    # What is told of it, and what was to be done, in full.
    action_details = models.JSONField(default=dict)
    content = models.JSONField(default=dict)
    status = models.CharField(max_length=10, choices=ActionStatus)
    # Why nothing came of it.
    reason = models.CharField(max_length=limits.LONGEST_SENTENCE, blank=True, default="")
    amount_minor = models.PositiveIntegerField(default=0)
    currency = models.CharField(max_length=3, blank=True, default="")
    created_at = models.DateTimeField()
    undo_until = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    # When it could not be undone though that was asked for.
    undo_failed_at = models.DateTimeField(null=True, blank=True)
    # Each approval is spent once.
    proposal = models.OneToOneField(
        Proposal, models.CASCADE, null=True, blank=True, editable=False, related_name="action"
    )

    class Meta:
        indexes = [models.Index(fields=["agent", "-id"], name="action_of_agent")]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    kind__in=ActKind.values,
                    status__in=ActionStatus.values,
                    action_type__in=ActionType.values,
                ),
                name="action_words",
            ),
            models.CheckConstraint(
                condition=Q(status="undone", undone_at__isnull=False)
                | (~Q(status="undone") & Q(undone_at=None)),
                name="action_undone_at",
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(undo_until__isnull=False), name="action_waits_until"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.public_id} {self.action_type} {self.status}"

    @property
    def success(self) -> bool | None:
        """Whether it came to something, also where that was undone; None while it waits."""
        return None if self.status == ActionStatus.WAITING else self.status != ActionStatus.FAILED
