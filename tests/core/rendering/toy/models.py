"""Tables that exist in tests only: one column of every kind, one relation of every kind."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models


class Mood(models.TextChoices):
    GLAD = "glad", "Glad “indeed”"
    SAD = "sad", "It's sad"


class Publisher(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4)
    name = models.CharField(max_length=100, db_column="Odd {name}'s")
    founded_date = models.DateField(null=True)

    def __str__(self) -> str:
        return self.name


class Author(models.Model):
    name = models.TextField()
    nickname = models.CharField(max_length=200, null=True)
    email = models.EmailField(default="a@example.com")
    mood = models.CharField(max_length=10, choices=Mood.choices, null=True)
    rank = models.SmallIntegerField(choices=[(1, "First"), (2, "Second")], null=True)
    age = models.IntegerField(null=True)
    followers = models.BigIntegerField(default=0)
    is_active = models.BooleanField(default=True)
    is_known = models.BooleanField(null=True)
    rating = models.FloatField(null=True)
    balance = models.DecimalField(max_digits=12, decimal_places=2, null=True)
    birth_date = models.DateField(null=True)
    wakes_at = models.TimeField(null=True)
    joined_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)
    token = models.UUIDField(null=True)
    data = models.JSONField(null=True)
    tags = ArrayField(models.CharField(max_length=50), default=list)
    scores = ArrayField(models.IntegerField(), null=True)
    portrait = models.FileField(max_length=200, blank=True)
    cover = models.ImageField(max_length=200, null=True)
    publisher = models.ForeignKey(Publisher, models.CASCADE, null=True, related_name="authors")
    home = models.ForeignKey(Publisher, models.CASCADE, related_name="+")
    friends = models.ManyToManyField("self")

    def __str__(self) -> str:
        return self.name

    @property
    def shout(self) -> str:
        return self.name.upper()


class Profile(models.Model):
    author = models.OneToOneField(Author, models.CASCADE, related_name="profile")
    bio = models.TextField()
    agent = models.ForeignKey(Author, models.CASCADE, null=True, related_name="clients")

    def __str__(self) -> str:
        return self.bio


class Book(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="books")
    publisher = models.ForeignKey(Publisher, models.CASCADE, null=True)
    title = models.CharField(max_length=200)
    price = models.DecimalField(max_digits=8, decimal_places=2)
    written_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.title


class ShownBooks(models.Manager["Pamphlet"]):
    def get_queryset(self) -> models.QuerySet["Pamphlet"]:
        return super().get_queryset().filter(is_hidden=False)


class Pamphlet(models.Model):
    author = models.ForeignKey(Author, models.CASCADE, related_name="pamphlets")
    is_hidden = models.BooleanField(default=False)

    objects = ShownBooks()

    def __str__(self) -> str:
        return str(self.pk)
