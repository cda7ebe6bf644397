"""What somebody shows of themselves: a portfolio, its projects, resumes, and what was shared of it."""

import uuid
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper

from trellis.core.files.documents import document_path
from trellis.core.files.storage import private_storage
from trellis.core.files.uploads import PictureModelField, upload_path
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.portfolio.rules import limits
from trellis.domain.portfolio.rules.choices import Platform, ShareState, Source


class Portfolio(models.Model):
    """Somebody's portfolio; `custom_url` is its name in addresses, whatever its case."""

    privacy = Own(
        "user", erased=("bio", "custom_url", "links"), kept={"visibility": "choices, and nobody's words"}
    )
    user = models.OneToOneField(User, models.CASCADE, related_name="portfolio")
    custom_url = models.CharField(max_length=limits.ADDRESS_LENGTH.most)
    bio = models.TextField(blank=True)
    links = ArrayField(models.URLField(max_length=limits.LONGEST_LINK), default=list, blank=True)
    # An Audience by Part; of what is not in it the usual one holds.
    visibility: Any = models.JSONField(default=dict, blank=True)
    is_published = models.BooleanField(default=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(Upper("custom_url"), name="portfolio_address_any_case")]

    def __str__(self) -> str:
        return f"Portfolio {self.pk}"


class Project(models.Model):
    """Something that somebody has made. `featured` numbers those that stand out; the dates may be inexact."""

    privacy = Own("user", erased=("title", "description", "url", "picture", "tags", "start_date", "end_date"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="projects", db_index=False)
    title = models.CharField(max_length=limits.LONGEST_TITLE)
    description = models.TextField(blank=True)
    url = models.URLField(max_length=limits.LONGEST_LINK, blank=True)
    picture = PictureModelField(upload_to=upload_path("portfolio/projects"), blank=True, max_length=200)
    tags = ArrayField(models.CharField(max_length=limits.LONGEST_TAG), default=list, blank=True)
    start_date = models.CharField(max_length=limits.DATE_LENGTH, blank=True)
    end_date = models.CharField(max_length=limits.DATE_LENGTH, blank=True)
    position = models.PositiveIntegerField()
    featured = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("user"), F("position"), F("id"), name="project_of_user")]

    def __str__(self) -> str:
        return f"Project {self.pk}"


class Resume(models.Model):
    """A resume as it was made on a day: `document` is a JSON Resume, `pdf` its paper once somebody asked."""

    privacy = Own("user", erased=("document", "pdf"), mentions=("document",))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="resumes", db_index=False)
    source = models.CharField(max_length=10, choices=Source)
    document: Any = models.JSONField(default=dict)
    pdf = models.FileField(
        upload_to=document_path("portfolio/resumes"), storage=private_storage, blank=True, max_length=200
    )
    generated_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="resume_of_user")]
        constraints = [models.CheckConstraint(condition=Q(source__in=Source.values), name="resume_source")]

    def __str__(self) -> str:
        return f"Resume {self.pk}"


class Share(models.Model):
    """What somebody shared of their portfolio, and where; `post_url` is of the post, or where to post it."""

    privacy = Own("user", erased=("text", "post_url"))
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, related_name="shares", db_index=False)
    platform = models.CharField(max_length=10, choices=Platform)
    state = models.CharField(max_length=10, choices=ShareState)
    text = models.TextField()
    post_url = models.TextField(blank=True)
    created_at = models.DateTimeField()
    posted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(F("user"), F("id").desc(), name="share_of_user")]
        constraints = [
            models.CheckConstraint(condition=Q(platform__in=Platform.values), name="share_platform"),
            models.CheckConstraint(condition=Q(state__in=ShareState.values), name="share_state"),
            models.CheckConstraint(
                condition=Q(state=ShareState.POSTED, posted_at__isnull=False)
                | (~Q(state=ShareState.POSTED) & Q(posted_at=None)),
                name="share_posted_when",
            ),
        ]

    def __str__(self) -> str:
        return f"Share {self.pk}"
