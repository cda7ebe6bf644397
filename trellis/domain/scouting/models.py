"""Talents, coaches, what talents post, and what coaches decide (talent-pool-api.md)."""

from typing import Any, ClassVar, TypeVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from trellis.core.files.uploads import PictureModelField, VideoModelField, upload_path
from trellis.core.privacy import Own, Shared
from trellis.domain.accounts.models import User
from trellis.domain.scouting import rules
from trellis.domain.scouting.rules import Verdict

# The columns of a Profile in which people speak of themselves.
_TOLD = ("bio", "location", "city", "state", "country", "selected_sports", "social_links")


class Profile(models.Model):
    """What talents and coaches tell of themselves alike."""

    bio = models.TextField(blank=True)
    location = models.CharField(max_length=rules.LONGEST_LOCATION, blank=True)
    city = models.CharField(max_length=rules.LONGEST_CITY, blank=True)
    state = models.CharField(max_length=rules.LONGEST_STATE, blank=True)
    country = models.CharField(max_length=rules.LONGEST_COUNTRY, blank=True)
    selected_sports = ArrayField(models.CharField(max_length=rules.LONGEST_SPORT), default=list, blank=True)
    social_links = models.JSONField(default=dict, blank=True)
    is_verified = models.BooleanField(default=False)
    is_featured = models.BooleanField(default=False)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.pk}"


class Talent(Profile):
    """A young athlete. Once `pool_joined_at` is set they stand in the pool of every coach."""

    privacy = Own("user", erased=(*_TOLD, "profile_picture", "cover_photo"))
    user = models.OneToOneField(User, models.CASCADE, related_name="talent")
    experience_years = models.PositiveSmallIntegerField(default=0)
    profile_picture = PictureModelField(upload_to=upload_path("talent/profiles"), blank=True, max_length=200)
    cover_photo = PictureModelField(upload_to=upload_path("talent/covers"), blank=True, max_length=200)
    pool_joined_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            # The pool page walks this backwards and leaves out whom the coach has judged.
            models.Index("id", condition=Q(pool_joined_at__isnull=False), name="talent_in_pool"),
        ]


class Coach(Profile):
    """A coach; the document calls them mentor. Their pool is every talent in it minus whom they judged."""

    privacy = Own(
        "user", erased=(*_TOLD, "coaching_levels", "coaching_style", "profile_picture", "availability")
    )
    user = models.OneToOneField(User, models.CASCADE, related_name="coach")
    coaching_experience_years = models.PositiveSmallIntegerField(default=0)
    playing_experience_years = models.PositiveSmallIntegerField(default=0)
    coaching_levels = models.CharField(max_length=rules.LONGEST_COACHING_LEVELS, blank=True)
    coaching_style = models.CharField(max_length=rules.LONGEST_COACHING_STYLE, blank=True)
    max_students = models.PositiveSmallIntegerField(default=0)
    profile_picture = PictureModelField(upload_to=upload_path("mentor/profiles"), blank=True, max_length=200)
    availability = models.CharField(max_length=rules.LONGEST_AVAILABILITY, blank=True)
    is_available = models.BooleanField(default=True)

    class Meta:
        verbose_name_plural = "coaches"


class Post(models.Model):
    """What a talent shows of their training: words, a picture, a video."""

    privacy = Own(
        "talent__user", erased=("content", "caption", "image", "video"), mentions=("content", "caption")
    )
    # db_index=False here and below: an index of the table's Meta begins with this column.
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="posts", db_index=False)
    content = models.TextField(blank=True)
    caption = models.CharField(max_length=rules.LONGEST_CAPTION, blank=True)
    image = PictureModelField(upload_to=upload_path("posts/images"), blank=True, max_length=200)
    video = VideoModelField(upload_to=upload_path("posts/videos"), blank=True, max_length=200)
    likes_count = models.PositiveIntegerField(default=0)
    views_count = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["talent", "-created_at", "-id"], name="post_newest")]
        constraints = [
            models.CheckConstraint(
                condition=~Q(content="") | ~Q(caption="") | ~Q(image="") | ~Q(video=""),
                name="post_not_empty",
            ),
        ]

    def __str__(self) -> str:
        return f"Post {self.pk}"


class Judgement(models.Model):
    """A coach's one word on one talent: it takes the talent out of that coach's pool, and no other's.

    What it is to everybody is a Selection or a Rejection. They share this table because a talent is one
    of them at most, which one unique index keeps (docs/decisions/pool-is-a-difference.md).
    """

    privacy = Shared(("coach__user", "talent__user"))
    coach = models.ForeignKey(Coach, models.CASCADE, related_name="judgements", db_index=False)
    talent = models.ForeignKey(Talent, models.CASCADE, related_name="judgements", db_index=False)
    verdict = models.CharField(max_length=10, choices=Verdict)
    judged_at = models.DateTimeField()

    class Meta:
        constraints = [
            # Selected twice, rejected twice, both at once: the database holds one row.
            models.UniqueConstraint(fields=["coach", "talent"], name="judgement_once"),
            models.CheckConstraint(condition=Q(verdict__in=Verdict.values), name="judgement_verdict"),
        ]
        indexes = [
            models.Index("coach", "verdict", F("id").desc(), name="judgement_of_coach"),
            models.Index("talent", "verdict", F("id").desc(), name="judgement_on_talent"),
        ]

    def __str__(self) -> str:
        return f"{self.coach_id} {self.verdict} {self.talent_id}"


Judged = TypeVar("Judged", bound=Judgement)


class _OfOneVerdict(models.Manager[Judged]):
    def get_queryset(self) -> models.QuerySet[Judged]:
        only: Any = self.model
        return super().get_queryset().filter(verdict=only.VERDICT)


class Selection(Judgement):
    """A coach wants to work with a talent."""

    VERDICT: ClassVar[Verdict] = Verdict.SELECTED
    objects = _OfOneVerdict["Selection"]()  # type: ignore[misc]

    class Meta:
        proxy = True


class Rejection(Judgement):
    """A coach will not work with a talent."""

    VERDICT: ClassVar[Verdict] = Verdict.REJECTED
    objects = _OfOneVerdict["Rejection"]()  # type: ignore[misc]

    class Meta:
        proxy = True
