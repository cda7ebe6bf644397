"""What an agent has asked its person, and waits to hear; and what it said, to be read out."""

import uuid

from django.db import models
from django.db.models import Q

from trellis.core.privacy import Own
from trellis.domain.assistant.models.acts import Proposal
from trellis.domain.assistant.models.agents import Agent
from trellis.domain.assistant.rules import limits


class Waits(models.TextChoices):
    """For what an agent waits: nothing, a yes, which of several, or what is missing of a wish."""

    NOTHING = "nothing"
    YES = "yes"
    CHOICE = "choice"
    AMOUNT = "amount"
    PERSON = "person"
    TIME = "time"
    WORDS = "words"


class Dialogue(models.Model):
    """How far somebody and their agent have come in saying what is to be done: one row of an agent.

    A spoken yes is of `proposal`, the one that was last read out, and must begin after `asked_at`.
    """

    privacy = Own(
        "agent__user", erased=("wish", "choices", "question"), mentions=("wish", "choices", "question")
    )
    agent = models.OneToOneField(Agent, models.CASCADE, related_name="dialogue")
    waits_for = models.CharField(max_length=10, choices=Waits, default=Waits.NOTHING)
    proposal = models.ForeignKey(
        Proposal, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    # What has been understood so far (rules/wishes.py), and of whom it was spoken last.
    wish = models.JSONField(default=dict, blank=True)
    person_id = models.UUIDField(null=True, blank=True)
    # Each with its key and what tells it apart.
    choices = models.JSONField(default=list, blank=True)
    question = models.CharField(max_length=limits.LONGEST_SPOKEN, blank=True, default="")
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(waits_for__in=Waits.values), name="dialogue_words"),
            models.CheckConstraint(
                condition=Q(waits_for="yes", proposal__isnull=False)
                | (~Q(waits_for="yes") & Q(proposal=None)),
                name="dialogue_yes_of_a_proposal",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agent_id} {self.waits_for}"


class Spoken(models.Model):
    """A sentence of an agent's, for as long as it may be listened to."""

    privacy = Own("agent__user", erased=("text",), mentions=("text",))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agent = models.ForeignKey(Agent, models.CASCADE, related_name="spoken")
    text = models.CharField(max_length=limits.LONGEST_SPOKEN)
    said_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["said_at"], name="spoken_at")]

    def __str__(self) -> str:
        return f"{self.public_id}"
