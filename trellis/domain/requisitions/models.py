"""Requisitions: jobs that a tenant wants to fill, from the first draft to the closed one."""

import uuid
from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.privacy import NAMED, Shared
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.rules import limits
from trellis.domain.requisitions.rules.choices import (
    CheckStatus,
    ForRole,
    JobType,
    LocationType,
    PositionType,
    Status,
    Urgency,
)
from trellis.domain.requisitions.rules.search import words_of_listing, words_of_row

# The fields by which a requisition is found, besides the address of who asked for it.
_SEARCHED = frozenset(
    {"title", "status", "role", "interview_location", "code", "requested_by", "requested_by_id"}
)
# And those by which it is found on the public board, besides the name of its tenant.
_LISTED = frozenset({"title", "company_name", "job_location", "publish_status"})


def _person() -> "models.ForeignKey[User | None, User | None]":
    return models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")


class Requisition(models.Model):
    """A job that is to be filled. `code` (APP-JR-0001) is the id that the API shows."""

    privacy = Shared(
        ("requested_by", "created_by", "updated_by", "approved_by"),
        erased={"approval_workflow": NAMED, "search": "requested_by"},
        kept=dict.fromkeys(
            (
                *(
                    "code",
                    "application_code",
                    "requisition_number",
                    "unique_link",
                    "title",
                    "job_description",
                ),
                *("requirements", "responsibilities", "qualification_requirement", "experience_requirement"),
                *("knowledge_requirement", "company_name", "company_address", "job_location", "reason"),
                *("interview_location", "salary_range", "comment", "documents_required", "listing"),
            ),
            "what the organization looks for, written for it",
        ),
        mentions=("approval_workflow", "search"),
    )
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="requisitions", db_index=False
    )
    code = models.CharField(max_length=limits.LONGEST_CODE, unique=True)
    application_code = models.CharField(max_length=limits.LONGEST_CODE)
    requisition_number = models.CharField(max_length=limits.LONGEST_CODE)  # REQ-20251115-0001: of the day
    unique_link = models.CharField(max_length=limits.LONGEST_LINK, unique=True)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    status = models.CharField(max_length=10, choices=Status, default=Status.DRAFT)
    role = models.CharField(max_length=10, choices=ForRole, default=ForRole.STAFF)
    job_type = models.CharField(max_length=12, choices=JobType)
    position_type = models.CharField(max_length=12, choices=PositionType)
    location_type = models.CharField(max_length=10, choices=LocationType)
    job_description = models.TextField(blank=True)
    requirements = models.JSONField(default=list, blank=True)  # texts
    responsibilities = models.JSONField(default=list, blank=True)  # texts
    qualification_requirement = models.TextField(blank=True)
    experience_requirement = models.TextField(blank=True)
    knowledge_requirement = models.TextField(blank=True)
    number_of_candidates = models.PositiveIntegerField(default=1)
    urgency_level = models.CharField(max_length=10, choices=Urgency, default=Urgency.MEDIUM)
    company_name = models.CharField(max_length=limits.LONGEST_COMPANY, blank=True)
    company_address = models.CharField(max_length=limits.LONGEST_ADDRESS, blank=True)
    job_location = models.CharField(max_length=limits.LONGEST_PLACE, blank=True)
    interview_location = models.CharField(max_length=limits.LONGEST_PLACE, blank=True)
    salary_range = models.CharField(max_length=limits.LONGEST_SALARY, blank=True)
    deadline_date = models.DateField(null=True, blank=True)
    start_date = models.DateField(null=True, blank=True)
    reason = models.TextField(blank=True)
    comment = models.TextField(blank=True)
    documents_required = models.JSONField(default=list, blank=True)  # texts
    # {"stages": [{"name", "approvers": [e-mail addresses], "required"}]}; decisions are rows of their own.
    approval_workflow = models.JSONField(default=dict, blank=True)
    approval_round = models.PositiveIntegerField(default=1)
    requested_by = _person()
    created_by = _person()
    updated_by = _person()
    approved_by = _person()
    approval_date = models.DateTimeField(null=True, blank=True)
    requested_date = models.DateField()
    publish_status = models.BooleanField(default=False)
    published_at = models.DateTimeField(null=True, blank=True)
    num_of_applications = models.PositiveIntegerField(default=0)
    is_deleted = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # The words by which it is found (rules/search.py), and those by which everybody finds a published one.
    search = SearchVectorField(null=True, editable=False)
    listing = SearchVectorField(null=True, editable=False)

    unscoped = models.Manager["Requisition"]()
    objects = TenantManager["Requisition"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            # The orders in which lists are asked for unless they say otherwise: the newest first.
            models.Index(
                F("organization"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(is_deleted=False),
                name="requisition_of_tenant",
            ),
            # A search reads the words here, and no row (rules/search.py); a filter what it asks for.
            models.Index(
                fields=["organization", "status", "-created_at", "-id"],
                include=["search", "role", "job_type", "location_type", "urgency_level", "publish_status"],
                condition=Q(is_deleted=False),
                name="requisition_by_status",
            ),
            models.Index(
                F("requested_by"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(is_deleted=False),
                name="requisition_of_person",
            ),
            models.Index(
                F("organization"),
                F("created_at").desc(),
                F("id").desc(),
                condition=Q(publish_status=True, is_deleted=False),
                name="requisition_published_of",
            ),
            models.Index(
                F("organization"),
                F("deleted_at").desc(),
                F("id"),
                condition=Q(is_deleted=True),
                name="requisition_deleted",
            ),
            models.Index(
                F("id").desc(),
                condition=Q(publish_status=True, is_deleted=False),
                name="requisition_published",
            ),
            GinIndex(
                fields=["listing"],
                condition=Q(publish_status=True, is_deleted=False),
                name="requisition_listing",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "requisition_number"], name="requisition_number_once"
            ),
            models.UniqueConstraint(
                fields=["organization", "application_code"], name="requisition_application_code_once"
            ),
            models.CheckConstraint(condition=Q(status__in=Status.values), name="requisition_status"),
            models.CheckConstraint(
                condition=Q(is_deleted=False, deleted_at=None) | Q(is_deleted=True, deleted_at__isnull=False),
                name="requisition_deleted_at",
            ),
            models.CheckConstraint(
                condition=Q(publish_status=False) | Q(status__in=["approved", "open", "closed"]),
                name="requisition_published_when_approved",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    def save(self, *args: Any, **options: Any) -> None:
        """Save, with the words anew where one of them may have changed, whoever changed it."""
        names = options.get("update_fields")
        if names is None or not _SEARCHED.isdisjoint(names):
            self.index()
            options["update_fields"] = names = None if names is None else {*names, "search"}
        if names is None or not _LISTED.isdisjoint(names):
            self.index_listing()
            options["update_fields"] = None if names is None else {*names, "listing"}
        super().save(*args, **options)

    def index(self) -> None:
        """Work out the words by which this row is found; nothing is saved."""
        requester = self.requested_by.email if self.requested_by else ""
        self.search = words_of_row(
            texts=(self.title, self.interview_location),
            plain=(self.status, self.role, self.code, requester),
        )

    def index_listing(self) -> None:
        """Work out the words by which everybody finds this row, if it is published; nothing is saved."""
        self.listing = None
        if self.publish_status:
            self.listing = words_of_listing(
                self.title, self.company_name, self.job_location, self.organization.name
            )


class ComplianceItem(models.Model):
    """A check that a hire has to pass: references, a background check."""

    privacy = Shared(
        ("checked_by",),
        erased={"notes": "checked_by"},
        kept={"name": "the organization's check", "description": "the organization's check"},
    )

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    requisition = models.ForeignKey(
        Requisition, models.CASCADE, related_name="compliance_items", db_index=False
    )
    position = models.PositiveIntegerField()
    name = models.CharField(max_length=limits.LONGEST_CHECK_NAME)
    description = models.TextField(blank=True)
    required = models.BooleanField(default=True)
    status = models.CharField(max_length=12, choices=CheckStatus, default=CheckStatus.PENDING)
    checked_by = _person()
    checked_at = models.DateTimeField(null=True, blank=True)
    notes = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["requisition", "position", "id"], name="compliance_of_requisition")]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=["pending", "in_progress", "completed", "failed", "waived"]),
                name="compliance_status",
            ),
        ]

    def __str__(self) -> str:
        return self.name
