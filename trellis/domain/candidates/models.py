"""What candidates tell of themselves, and the notes that they and employers take.

Disability categories are no column here: docs/decisions/disability-categories.md says where they lie.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from trellis.core.db.tenancy import TenantManager
from trellis.core.db.vectors import HalfVector, NearestIndex
from trellis.core.files.documents import document_path
from trellis.core.files.storage import private_storage
from trellis.core.files.uploads import VideoModelField, upload_path
from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.candidates.rules import limits
from trellis.domain.candidates.rules.choices import AccommodationNeeds, Level
from trellis.domain.candidates.rules.readings import OF_ROWS, ParsingStatus, Stage
from trellis.domain.organizations.models import Organization
from trellis.intelligence.embeddings import DIMENSIONS


def _folded(column: str) -> models.Func:
    """Return a text as it is compared: letters are the same in either case, with or without accents."""
    return models.Func(F(column), function="core_fold", output_field=models.TextField())


class CandidateProfile(models.Model):
    """A person who looks for work. Employers see it to whom they have applied."""

    privacy = Own(
        "user",
        erased=(
            *("slug", "resume_file", "resume_data", "employment_type_preferences", "work_mode_preferences"),
            *("expected_salary_range", "video_pitch", "workplace_accommodations"),
        ),
        mentions=("resume_data",),
    )
    user = models.OneToOneField(User, models.CASCADE, related_name="candidate_profile")
    # Made of the name, and never changed: what points here goes on pointing here.
    slug = models.CharField(max_length=limits.LONGEST_SLUG, unique=True)
    resume_file = models.FileField(
        upload_to=document_path("candidates/resumes"), storage=private_storage, blank=True, max_length=200
    )
    # None until the candidate has confirmed what was read in the resume.
    resume_data = models.TextField(null=True, blank=True)  # noqa: DJ001
    willing_to_relocate = models.BooleanField(default=False)
    employment_type_preferences: Any = models.JSONField(default=dict, blank=True)
    work_mode_preferences: Any = models.JSONField(default=dict, blank=True)
    has_workvisa = models.BooleanField(default=False)
    expected_salary_range = models.CharField(max_length=limits.LONGEST_SALARY_RANGE, blank=True)
    video_pitch = VideoModelField(
        upload_to=upload_path("candidates/pitches"), storage=private_storage, blank=True, max_length=200
    )
    is_available = models.BooleanField(default=True)
    accommodation_needs = models.CharField(max_length=30, choices=AccommodationNeeds, blank=True)
    workplace_accommodations: Any = models.JSONField(default=dict, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)  # the candidate: it is complete
    verified_at = models.DateTimeField(null=True, blank=True)  # staff: it is true
    verified_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(accommodation_needs__in=["", *AccommodationNeeds.values]),
                name="candidate_accommodation_needs",
            ),
            models.CheckConstraint(
                condition=Q(verified_by=None) | Q(verified_at__isnull=False), name="candidate_verified_when"
            ),
        ]

    def __str__(self) -> str:
        return self.slug


class ResumeReading(models.Model):
    """The reading of a resume, the newest alone: what was found, before the candidate confirms any of it."""

    privacy = Own(
        "profile__user", erased=("file", "text", "found", "remarks", "confirmed", "fault"), mentions=("text",)
    )
    profile = models.OneToOneField(CandidateProfile, models.CASCADE, related_name="reading")
    # Another upload gives the row another number, so that a slower one before it finds nothing to write to.
    number = models.PositiveIntegerField(default=1)
    file = models.FileField(
        upload_to=document_path("candidates/readings"), storage=private_storage, max_length=200
    )
    status = models.CharField(max_length=10, choices=ParsingStatus, default=ParsingStatus.QUEUED)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    fault = models.CharField(max_length=30, blank=True)
    text = models.TextField(blank=True)
    found: Any = models.JSONField(default=dict, blank=True)
    remarks: Any = models.JSONField(default=dict, blank=True)
    confirmed: Any = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(status__in=OF_ROWS), name="reading_status"),
            models.CheckConstraint(condition=Q(stage__in=Stage.values), name="reading_stage"),
            models.CheckConstraint(
                condition=Q(finished_at=None, status__in=OF_ROWS[:2])
                | Q(finished_at__isnull=False, status__in=OF_ROWS[2:]),
                name="reading_finished",
            ),
        ]

    def __str__(self) -> str:
        return f"Reading {self.pk}"


class Meaning(models.Model):
    """What a profile says that somebody can, as one model understands it (rules/meaning.py)."""

    privacy = Own("profile__user", kept={"model": "the name of a model"})
    profile = models.OneToOneField(CandidateProfile, models.CASCADE, primary_key=True, related_name="meaning")
    digest = models.BigIntegerField()  # of the words, by which a job knows whether they are understood
    model = models.CharField(max_length=limits.LONGEST_MODEL)
    vector = HalfVector(dimensions=DIMENSIONS)

    class Meta:
        # Numbers that were measured: docs/decisions/meaning.md.
        indexes = [NearestIndex(field="vector", neighbours=24, candidates=128, name="meaning_nearest")]

    def __str__(self) -> str:
        return f"Meaning {self.pk}"


class Education(models.Model):
    """A course that somebody has taken. A year may be unknown, and the last one yet to come."""

    privacy = Own("user", erased=("course_name", "major", "institution"))
    user = models.ForeignKey(User, models.CASCADE, related_name="candidate_education")
    course_name = models.CharField(max_length=limits.LONGEST_COURSE)
    major = models.CharField(max_length=limits.LONGEST_MAJOR, blank=True)
    institution = models.CharField(max_length=limits.LONGEST_INSTITUTION)
    start_year = models.PositiveSmallIntegerField(null=True, blank=True)
    end_year = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        verbose_name_plural = "education"
        constraints = [
            models.CheckConstraint(
                condition=Q(start_year=None) | Q(end_year=None) | Q(end_year__gte=F("start_year")),
                name="education_years_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"Education {self.pk}"


class Skill(models.Model):
    """Something that somebody can do, once for a person."""

    privacy = Own("user", erased=("name",))
    user = models.ForeignKey(User, models.CASCADE, related_name="candidate_skills", db_index=False)
    name = models.CharField(max_length=limits.LONGEST_SKILL)
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [models.UniqueConstraint("user", _folded("name"), name="skill_once")]

    def __str__(self) -> str:
        return f"Skill {self.pk}"


class Language(models.Model):
    """A language that somebody knows, once for a person: not all are written, and not all are spoken."""

    privacy = Own("user", erased=("language",))
    user = models.ForeignKey(User, models.CASCADE, related_name="candidate_languages", db_index=False)
    language = models.CharField(max_length=limits.LONGEST_LANGUAGE)
    speaking = models.CharField(max_length=12, choices=Level)
    reading = models.CharField(max_length=12, choices=Level, null=True, blank=True)  # noqa: DJ001
    writing = models.CharField(max_length=12, choices=Level, null=True, blank=True)  # noqa: DJ001
    created_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint("user", _folded("language"), name="language_once"),
            *(
                models.CheckConstraint(condition=Q((f"{skill}__in", Level.values)), name=f"language_{skill}")
                for skill in ("speaking", "reading", "writing")
            ),
        ]

    def __str__(self) -> str:
        return f"Language {self.pk}"


class Note(models.Model):
    """A note: an organization's, about a candidate, which its members see; or one's own, without one."""

    privacy = Shared(
        ("author", "profile__user"),
        erased=dict.fromkeys(
            ("identifier", "note", "section", "selected_text", "context"), ("author", "profile__user")
        ),
        mentions=("note", "selected_text"),
    )
    author = models.ForeignKey(User, models.CASCADE, related_name="+")
    organization = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="+", db_index=False
    )
    profile = models.ForeignKey(
        CandidateProfile, models.CASCADE, null=True, blank=True, related_name="notes", db_index=False
    )
    # What a client knows the place by to which it belongs.
    identifier = models.CharField(max_length=limits.LONGEST_IDENTIFIER, blank=True)
    note = models.TextField()
    section = models.CharField(max_length=limits.LONGEST_SECTION, blank=True)
    selected_text = models.TextField(blank=True)
    context: Any = models.JSONField(default=dict, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    unscoped = models.Manager["Note"]()
    objects = TenantManager["Note"]()

    class Meta:
        default_manager_name = "unscoped"
        base_manager_name = "unscoped"
        constraints = [
            models.CheckConstraint(
                condition=Q(organization=None) | Q(profile__isnull=False), name="note_of_organization_about"
            ),
        ]
        indexes = [
            models.Index(F("organization"), F("id").desc(), name="note_of_organization"),
            models.Index(F("profile"), F("organization"), F("id").desc(), name="note_on_profile"),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"
