"""Jobs that organizations post, and the applications for them."""

from typing import Any

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import F, Q

from trellis.core.db.tenancy import TenantManager
from trellis.core.files.documents import document_path
from trellis.core.files.storage import private_storage
from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.jobs.rules import limits
from trellis.domain.jobs.rules.blindness import REVEALING
from trellis.domain.jobs.rules.choices import JobType, RankingStatus, Stage, Status, WorkplaceType
from trellis.domain.jobs.rules.words import words_of_posting
from trellis.domain.organizations.models import Organization
from trellis.domain.requisitions.models import Requisition

# The fields by which a job is found, besides the name of its organization.
_LISTED = frozenset({"title", "location", "skills"})


class Posting(models.Model):
    """A job that an organization posts for everybody to apply."""

    privacy = Shared(
        ("author", "applications__candidate"),
        kept={
            **dict.fromkeys(
                (
                    *("title", "job_desc", "location", "skills", "estimated_salary", "listing"),
                    "essential_criteria",
                ),
                "what the organization looks for, written for it",
            ),
            "ranking_task_id": "the key of a ranking",
            "candidate_ranking_data": "counts of a ranking, and what it was made by",
        },
    )
    organization = models.ForeignKey(Organization, models.CASCADE, related_name="postings", db_index=False)
    author = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    # Whose posting this is, if it was made of one: then nothing of it is anybody's own to change.
    requisition = models.OneToOneField(
        Requisition, models.SET_NULL, null=True, blank=True, related_name="posting"
    )
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    job_desc = models.TextField(blank=True)
    workplace_type = models.PositiveSmallIntegerField(choices=WorkplaceType)
    location = models.CharField(max_length=limits.LONGEST_PLACE, blank=True)
    job_type = models.PositiveSmallIntegerField(choices=JobType)
    skills: Any = models.JSONField(default=list, blank=True)  # texts
    estimated_salary = models.CharField(max_length=limits.LONGEST_SALARY, blank=True)
    visa_required = models.BooleanField(default=False)
    # Texts: an interview may be promised to whoever meets them all.
    essential_criteria: Any = models.JSONField(default=list, blank=True)
    offers_interview = models.BooleanField(default=False)
    # Who applies is nobody by name until then (rules/blindness.py).
    blind_until_shortlisted = models.BooleanField(default=False)
    status = models.CharField(max_length=10, choices=Status, default=Status.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    # A moment, not a day: a day ends at another hour in every zone, and who misses it asks which was meant.
    deadline_at = models.DateTimeField(null=True, blank=True)
    ranking_status = models.CharField(max_length=10, choices=RankingStatus, default=RankingStatus.NOT_RANKED)
    ranking_task_id = models.CharField(max_length=limits.LONGEST_TASK_ID, null=True, blank=True)  # noqa: DJ001
    candidate_ranking_data: Any = models.JSONField(default=dict, blank=True)
    is_deleted = models.BooleanField(default=False)
    deleted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    # The words, skills and places by which everybody finds it (rules/words.py).
    listing: Any = SearchVectorField(null=True, editable=False)

    unscoped = models.Manager["Posting"]()
    objects = TenantManager["Posting"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(
                F("organization"), F("id").desc(), condition=Q(is_deleted=False), name="posting_of_tenant"
            ),
            # Everybody's list, which passes over the entries that a filter leaves out, and reads no row.
            models.Index(
                fields=["-id"],
                include=["workplace_type", "job_type", "visa_required", "deadline_at"],
                condition=Q(status=Status.OPEN, is_deleted=False),
                name="posting_open",
            ),
            GinIndex(
                fields=["listing"],
                condition=Q(status=Status.OPEN, is_deleted=False),
                name="posting_listing",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status=Status.OPEN, closed_at=None)
                | Q(status=Status.CLOSED, closed_at__isnull=False),
                name="posting_closed_at",
            ),
            models.CheckConstraint(
                condition=Q(is_deleted=False, deleted_at=None)
                | Q(is_deleted=True, deleted_at__isnull=False, status=Status.CLOSED),
                name="posting_deleted_when_closed",
            ),
            models.CheckConstraint(
                condition=Q(requisition=None) | Q(author=None), name="posting_of_requisition_or_author"
            ),
            models.CheckConstraint(
                condition=Q(workplace_type__in=WorkplaceType.values), name="posting_workplace_type"
            ),
            models.CheckConstraint(condition=Q(job_type__in=JobType.values), name="posting_job_type"),
            models.CheckConstraint(
                condition=Q(offers_interview=False) | ~Q(essential_criteria=[]), name="posting_promise"
            ),
            models.CheckConstraint(
                condition=Q(ranking_status__in=RankingStatus.values), name="posting_ranking_status"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: Any, **options: Any) -> None:
        """Save, with the words anew where one of them may have changed, whoever changed it."""
        names = options.get("update_fields")
        if names is None or not _LISTED.isdisjoint(names):
            self.index()
            options["update_fields"] = None if names is None else {*names, "listing"}
        super().save(*args, **options)

    def index(self) -> None:
        """Work out the words by which everybody finds this row; nothing is saved."""
        company = self.requisition.company_name if self.requisition else ""
        self.listing = words_of_posting(
            title=self.title,
            organization=f"{company} {self.organization.name}",
            location=self.location,
            skills=self.skills,
        )


class Application(models.Model):
    """Somebody applies for a job. `sent` is what they sent: a copy, whatever becomes of their profile."""

    privacy = Shared(
        ("candidate", "decided_by"),
        erased={
            **dict.fromkeys(("sent", "sent_blind", "resume_file"), "candidate"),
            "message": ("candidate", "decided_by"),
        },
        kept={"number": "a number of the organization"},
    )
    # A job that somebody has applied for stays, and so does its organization.
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="applications", db_index=False
    )
    posting = models.ForeignKey(Posting, models.RESTRICT, related_name="applications", db_index=False)
    candidate = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="applications", db_index=False
    )
    number = models.CharField(max_length=limits.LONGEST_NUMBER)  # JA-20251115-0001: of the day
    stage = models.CharField(max_length=12, choices=Stage, default=Stage.APPLIED)
    # Of the last decision; the record has all of them.
    decided_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    decided_at = models.DateTimeField(null=True, blank=True)
    message = models.TextField(blank=True)  # to the candidate
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    sent: Any = models.JSONField(default=dict)
    # Whether the organization is not to know yet who this is. Once it knows, it cannot forget.
    is_blind = models.BooleanField(default=False)
    # What it reads of `sent` meanwhile.
    sent_blind: Any = models.JSONField(default=dict, blank=True)
    resume_file = models.FileField(
        upload_to=document_path("jobs/resumes"), storage=private_storage, blank=True, max_length=200
    )
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    unscoped = models.Manager["Application"]()
    objects = TenantManager["Application"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        indexes = [
            models.Index(F("posting"), F("id").desc(), include=["stage"], name="application_of_posting"),
            models.Index(F("candidate"), F("id").desc(), name="application_of_candidate"),
            # Whose profiles an organization sees.
            models.Index(
                fields=["organization", "candidate"],
                condition=~Q(stage=Stage.WITHDRAWN) & Q(is_blind=False),
                name="application_to_organization",
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["posting", "candidate"], name="application_once"),
            models.UniqueConstraint(fields=["organization", "number"], name="application_number_once"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="application_stage"),
            models.CheckConstraint(
                condition=Q(stage=Stage.WITHDRAWN, withdrawn_at__isnull=False)
                | (~Q(stage=Stage.WITHDRAWN) & Q(withdrawn_at=None)),
                name="application_withdrawn_at",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=False)
                | (Q(decided_by=None) & Q(stage__in=[Stage.APPLIED, Stage.WITHDRAWN])),
                name="application_decided_at",
            ),
            models.CheckConstraint(
                condition=Q(is_blind=False) | ~Q(stage__in=REVEALING), name="application_blind_at"
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Reveal(models.Model):
    """The log of whom a blind application was shown to: it can be shown once, with the step to `why`."""

    privacy = Shared(("application__candidate", "revealed_by"))
    application = models.OneToOneField(Application, models.CASCADE, related_name="reveal")
    revealed_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    revealed_at = models.DateTimeField()
    why = models.CharField(max_length=12, choices=Stage)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(why__in=REVEALING), name="reveal_why"),
        ]

    def __str__(self) -> str:
        return f"Reveal {self.pk}"


class InterviewPromise(models.Model):
    """An interview is promised to somebody who has opted in, if they meet `criteria`, as they were then."""

    privacy = Own(
        "application__candidate",
        erased=("missing",),
        kept={"criteria": "what the organization looks for, written for it"},
    )
    application = models.OneToOneField(Application, models.CASCADE, related_name="promise")
    criteria: Any = models.JSONField()  # texts
    opted_in_at = models.DateTimeField()
    missing: Any = models.JSONField(default=list, blank=True)  # of them, as the organization has judged
    judged_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    judged_at = models.DateTimeField(null=True, blank=True)
    kept_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(judged_at__isnull=False) | Q(judged_by=None, missing=[]),
                name="promise_judged_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Promise {self.pk}"
