"""Organizations, the people in them, and the numbers that they give out.

One model serves as Talent Engine's tenant and as Enabled Talent's organization.
"""

import uuid

from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.functions import Upper

from trellis.core.db.address_forms import is_in_form
from trellis.core.db.addresses import AddressField
from trellis.core.files.uploads import PictureModelField, upload_path
from trellis.core.privacy import Nobody, Own
from trellis.domain.accounts.models import User
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.rules import limits
from trellis.domain.organizations.rules.choices import EmployeeSize, Industry

_NEXT_NUMBER = Func(Value("organizations_number"), function="nextval", output_field=models.IntegerField())


def _told(longest: int) -> "models.CharField[str, str]":
    return models.CharField(max_length=longest, blank=True, default="", db_default="")


class Organization(models.Model):
    """A company. Its rows are seen by its members alone.

    It can only be deleted without the rows of apps above that keep it: their foreign keys say PROTECT.
    """

    privacy = Nobody("a company, its sign and what it says of itself")
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=limits.LONGEST_NAME)
    # What doors call it by that have no uuid.
    number = models.IntegerField(unique=True, editable=False, db_default=_NEXT_NUMBER)
    # None until somebody says it: hiring for many needs one, other doors do not.
    domain = models.CharField(max_length=limits.LONGEST_DOMAIN, null=True, blank=True)  # noqa: DJ001
    # Begins every code that it gives out (APP-JR-0001), so that a code names one thing on the platform; taken
    # at the first of them.
    prefix = models.CharField(max_length=8, unique=True, editable=False, null=True)  # noqa: DJ001
    logo = PictureModelField(upload_to=upload_path("organizations"), blank=True, max_length=200)
    url = _told(limits.LONGEST_URL)
    industry = models.PositiveSmallIntegerField(choices=Industry, null=True, blank=True)
    linkedin_url = _told(limits.LONGEST_URL)
    headquarter_location = _told(limits.LONGEST_HEADQUARTERS)
    about = models.TextField(blank=True, default="", db_default="")
    employee_size = models.PositiveSmallIntegerField(choices=EmployeeSize, null=True, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(Upper("domain"), name="organization_domain_unique_any_case"),
            models.CheckConstraint(
                condition=Q(prefix__regex="^[A-Z][A-Z0-9]{1,7}$"), name="organization_prefix_form"
            ),
            models.CheckConstraint(condition=Q(industry__in=Industry.values), name="organization_industry"),
            models.CheckConstraint(
                condition=Q(employee_size__in=EmployeeSize.values), name="organization_employee_size"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """Somebody works for an organization.

    An account may work for several. One active membership of each that has any is its current one: a unique
    index sees to it that there are not two, the trigger `membership_one_is_current` that there is one.
    """

    privacy = Own("user")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role)
    is_active = models.BooleanField(default=True)
    # In which of their organizations somebody acts: who joins one acts there from then on.
    is_current = models.BooleanField(default=True)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="membership_once"),
            models.UniqueConstraint(
                fields=["user"], condition=Q(is_current=True), name="membership_one_current_per_account"
            ),
            models.CheckConstraint(
                condition=Q(is_current=False) | Q(is_active=True), name="membership_current_when_active"
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="membership_role"),
            models.CheckConstraint(
                condition=Q(is_active=True, left_at=None) | Q(is_active=False, left_at__isnull=False),
                name="membership_left_when_inactive",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.role} of {self.organization_id}"

    @property
    def job_role(self) -> str:
        """The role in the words that talent-engine-api.md prints."""
        return Role(self.role).job_role


class Invitation(models.Model):
    """Somebody is asked to join, by e-mail; the signed link in the mail names this row."""

    privacy = Own(address="email", erased=("email",))
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = AddressField()
    role = models.CharField(max_length=10, choices=Role)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "organization",
                Upper("email"),
                condition=Q(accepted_at=None, revoked_at=None),
                name="invitation_one_open_per_address",
            ),
            models.CheckConstraint(condition=Q(role__in=Role.values), name="invitation_role"),
            is_in_form("email", constraint="invitation_email_in_form"),
        ]

    def __str__(self) -> str:
        return f"{self.email} to {self.organization_id}"


class Sequence(models.Model):
    """The last number of one kind that an organization gave out, of all time or of one day."""

    privacy = Nobody("counts what an organization numbers")
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    day = models.DateField(null=True, blank=True)
    last = models.PositiveBigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "kind", "day"], nulls_distinct=False, name="sequence_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.last}"
