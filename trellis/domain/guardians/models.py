"""Who guards which minor, and the birth dates that wait for staff."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from trellis.core.db.address_forms import is_in_form
from trellis.core.db.addresses import AddressField
from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.guardians.rules import Answer, Status


class Guardianship(models.Model):
    """An adult is asked by e-mail to guard a minor, does so, or does so no more."""

    privacy = Shared(
        ("minor", "guardian"),
        # It is the minor who wrote it down, and the guardian who is reached at it.
        erased={"email": ("minor", "guardian", "email")},
        addresses=("email",),
        words={"email": ("minor", "guardian")},
    )
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    # The constraints' indexes begin with this column.
    minor = models.ForeignKey(User, models.CASCADE, related_name="guardianships", db_index=False)
    guardian = models.ForeignKey(User, models.CASCADE, null=True, blank=True, related_name="guarded")
    # Which address was asked; whose account says yes is theirs to choose. None once one of them is erased.
    email = AddressField(null=True, blank=True)
    status = models.CharField(max_length=10, choices=Status, default=Status.INVITED)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["minor", "status"], name="guardianship_of_minor")]
        constraints = [
            models.UniqueConstraint(
                "minor",
                Upper("email"),
                condition=Q(status="invited"),
                name="guardian_invited_once",
            ),
            models.UniqueConstraint(
                fields=["minor", "guardian"], condition=Q(status="accepted"), name="guardian_once"
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | ~Q(guardian=F("minor")), name="guardian_of_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(status=Status.INVITED, guardian=None, accepted_at=None, ended_at=None)
                | Q(
                    status=Status.ACCEPTED,
                    guardian__isnull=False,
                    accepted_at__isnull=False,
                    ended_at=None,
                )
                | Q(status=Status.ENDED, ended_at__isnull=False),
                name="guardianship_status",
            ),
            is_in_form("email", constraint="guardianship_email_in_form"),
        ]

    def __str__(self) -> str:
        return f"{self.guardian_id or self.email} for {self.minor_id}, {self.status}"


class BirthDateChange(models.Model):
    """A birth date that is not believed by itself, with what staff say of it; or one that staff wrote."""

    privacy = Own("account", erased=("before", "after"))
    account = models.ForeignKey(User, models.CASCADE, related_name="birth_date_changes")
    before = models.DateField(null=True, blank=True, verbose_name="from")
    after = models.DateField(null=True, blank=True, verbose_name="to")
    status = models.CharField(max_length=10, choices=Answer, default=Answer.WAITING)
    asked_at = models.DateTimeField()
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account"], condition=Q(status="waiting"), name="birth_date_waits_once"
            ),
            models.CheckConstraint(
                condition=Q(status=Answer.WAITING, decided_at=None)
                | Q(status__in=(Answer.APPROVED, Answer.REFUSED), decided_at__isnull=False),
                name="birth_date_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id}, {self.status}"
