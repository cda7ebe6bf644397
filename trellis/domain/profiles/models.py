"""What somebody wants and can, as they said it, and where that lies among all that can be meant."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Func, Q, Value
from django.db.models.lookups import Exact

from trellis.core.db.vectors import HalfVector
from trellis.core.privacy import Own
from trellis.domain.accounts.models import User
from trellis.domain.profiles.rules import limits
from trellis.domain.profiles.rules.choices import LearningStyle
from trellis.intelligence.embeddings import DIMENSIONS

_WORDS = ("passions", "skills", "goals", "time_commitment", "evidence")


class Content(models.Model):
    """What a profile says. Null is what was not said.

    `skills` is a list of {"skill": …, "level": a Level or null}. `evidence` has, by the field's name, the
    words that it comes from: {"value": …, "step": …, "quote": …}. The rest is derived from these:
    `categories` and `subcategories`, the catalog's ids, best first, and `vector`, by the model of that name.
    """

    passions = ArrayField(models.CharField(max_length=limits.LONGEST_PASSION), default=list, blank=True)
    skills = models.JSONField(default=list, blank=True)
    goals = models.TextField(null=True, blank=True)  # noqa: DJ001  (null is not said, and printed)
    time_commitment = models.CharField(max_length=limits.LONGEST_COMMITMENT, null=True, blank=True)  # noqa: DJ001
    learning_style = models.CharField(max_length=10, choices=LearningStyle, null=True, blank=True)  # noqa: DJ001
    evidence = models.JSONField(default=dict, blank=True)
    categories = ArrayField(models.UUIDField(), default=list, blank=True)
    subcategories = ArrayField(models.UUIDField(), default=list, blank=True)
    vector = HalfVector(dimensions=DIMENSIONS, null=True, blank=True)
    vector_model = models.CharField(max_length=limits.LONGEST_MODEL, blank=True, default="")

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(learning_style=None) | Q(learning_style__in=LearningStyle.values),
                name="%(class)s_learning_style",
            ),
            models.CheckConstraint(
                condition=(Q(goals=None) | ~Q(goals="")) & (Q(time_commitment=None) | ~Q(time_commitment="")),
                name="%(class)s_says_something_or_null",
            ),
            models.CheckConstraint(
                condition=Exact(
                    Func("skills", function="jsonb_typeof", output_field=models.TextField()), Value("array")
                ),
                name="%(class)s_skills_are_a_list",
            ),
            # A vector is of some model; those of two cannot be compared.
            models.CheckConstraint(
                condition=Q(vector__isnull=True, vector_model="")
                | (Q(vector__isnull=False) & ~Q(vector_model="")),
                name="%(class)s_vector_is_of_a_model",
            ),
        ]


class Profile(Content):
    """Somebody's profile as it is now; `version` is the number of its newest version."""

    privacy = Own(
        "user",
        erased=_WORDS,
        kept={"vector_model": "the name of a model", **dict.fromkeys(("categories", "subcategories"), "ids")},
    )
    user = models.OneToOneField(User, models.CASCADE, related_name="profile")
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()

    class Meta(Content.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.user_id} {self.version}"


class ProfileVersion(Content):
    """A profile as it was once, from its first version to the one of now."""

    privacy = Own(
        "profile__user",
        erased=_WORDS,
        kept={"vector_model": "the name of a model", **dict.fromkeys(("categories", "subcategories"), "ids")},
    )
    profile = models.ForeignKey(Profile, models.CASCADE, related_name="versions", db_index=False)
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField()

    class Meta(Content.Meta):
        constraints = [
            *Content.Meta.constraints,
            models.UniqueConstraint(fields=["profile", "number"], name="profile_version_once"),
        ]
        ordering = ["profile", "number"]

    def __str__(self) -> str:
        return f"{self.profile_id} {self.number}"
