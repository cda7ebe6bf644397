"""The decisions on whatever has to be approved."""

from django.db import models

from trellis.core.privacy import Shared
from trellis.domain.accounts.models import User
from trellis.domain.approvals.rules.limits import LONGEST_STAGE_NAME
from trellis.domain.approvals.rules.rulings import Ruling
from trellis.domain.organizations.models import Organization


class Decision(models.Model):
    """One approver's word on one stage of what was to be approved; never changed (services.py).

    The subject is a kind and a key: requisitions and requests of the workplace are decided alike, and so
    is what belongs to no organization. A new round begins when something that was rejected is submitted
    again.
    """

    privacy = Shared(
        ("decided_by", "recorded_by"),
        erased={"comment": ("decided_by", "recorded_by")},
        kept=dict.fromkeys(("subject_type", "subject_id", "stage_name"), "the organization's workflow"),
    )
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    round = models.PositiveIntegerField(default=1)
    stage = models.PositiveSmallIntegerField()  # its place in the workflow, from 0
    stage_name = models.CharField(max_length=LONGEST_STAGE_NAME)
    ruling = models.CharField(max_length=10, choices=Ruling, db_column="verdict")
    # Whose decision it is, and who entered it for them: mostly the same person.
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    recorded_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    comment = models.TextField(blank=True)
    decided_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["subject_type", "subject_id", "round", "stage"], name="decision_once_per_stage"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject_type} {self.subject_id}: {self.stage_name} {self.ruling}"
