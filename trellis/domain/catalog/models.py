"""What can be learned, worked at and mentored in: categories, their subcategories, and what these mean."""

from django.db import models

from trellis.core.db.vectors import HalfVector
from trellis.core.privacy import Nobody
from trellis.domain.catalog.rules import limits
from trellis.intelligence.embeddings import DIMENSIONS


class Category(models.Model):
    """One of the main categories, which are written in rules/tree.toml."""

    privacy = Nobody("written in the code, the same for everybody")
    public_id = models.UUIDField(unique=True, editable=False)
    name = models.CharField(max_length=limits.LONGEST_NAME)
    slug = models.SlugField(max_length=limits.LONGEST_NAME, unique=True)
    description = models.CharField(max_length=limits.LONGEST_DESCRIPTION)
    icon = models.CharField(max_length=limits.LONGEST_NAME)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position", "pk"]
        verbose_name_plural = "categories"

    def __str__(self) -> str:
        return self.name


class Subcategory(models.Model):
    """A part of a category."""

    privacy = Nobody("written in the code, the same for everybody")
    public_id = models.UUIDField(unique=True, editable=False)
    category = models.ForeignKey(Category, models.PROTECT, related_name="subcategories")
    name = models.CharField(max_length=limits.LONGEST_NAME)
    slug = models.SlugField(max_length=limits.LONGEST_NAME, unique=True)
    description = models.CharField(max_length=limits.LONGEST_DESCRIPTION)
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["category__position", "position", "pk"]
        verbose_name_plural = "subcategories"

    def __str__(self) -> str:
        return self.name


class Phrase(models.Model):
    """What a subcategory says of itself, in part or whole, as one model understands it."""

    privacy = Nobody("made of subcategories")
    subcategory = models.ForeignKey(Subcategory, models.CASCADE, related_name="phrases", db_index=False)
    text = models.CharField(max_length=limits.LONGEST_PHRASE)
    is_whole = models.BooleanField()
    model = models.CharField(max_length=limits.LONGEST_MODEL)
    vector = HalfVector(dimensions=DIMENSIONS)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["subcategory", "is_whole", "text"], name="phrase_once"),
            models.UniqueConstraint(
                fields=["subcategory"], condition=models.Q(is_whole=True), name="phrase_whole_once"
            ),
        ]

    def __str__(self) -> str:
        return self.text
