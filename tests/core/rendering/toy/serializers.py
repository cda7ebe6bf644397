"""Serializers over the toy tables that hold every shape the compiler knows."""

import decimal
from typing import Any

from rest_framework import serializers

from tests.core.rendering.toy.models import Author, Book, Profile, Publisher
from trellis.core.rendering import Computed, Constant, MediaURL, Nest, compile_page


class TitleCount(Computed):
    """A correlated sub-select, with a percent sign and literal braces in it."""

    output = serializers.IntegerField()
    sql = (
        "SELECT count(*) FROM toy_book AS b WHERE b.author_id = {id}"
        " AND b.title LIKE '%a%' AND '{{}}'::jsonb IS NOT NULL"
    )

    def compute(self, row: Author) -> int:
        return row.books.filter(title__contains="a").count()


class Greeting(Computed):
    output = serializers.CharField()
    sql = "'Dear ' || coalesce({nickname}, {home.name}) || ' {{100%}}'"

    def compute(self, row: Author) -> str:
        return f"Dear {row.home.name if row.nickname is None else row.nickname} {{100%}}"


class AgentHome(Computed):
    """Reaches over rows that may be absent, and ends at a key that needs no join."""

    output = serializers.UUIDField()
    sql = "{profile.agent.home.id}"

    def compute(self, row: Author) -> Any:
        profile = getattr(row, "profile", None)
        return profile.agent.home_id if profile and profile.agent else None


class Summary(Computed):
    output = serializers.JSONField()
    sql = "jsonb_build_object('name', {name}, 'seen', {seen_at} IS NOT NULL)"

    def compute(self, row: Author) -> dict[str, Any]:
        return {"name": row.name, "seen": row.seen_at is not None}


class PublisherSerializer(serializers.ModelSerializer[Publisher]):
    class Meta:
        model = Publisher
        fields = ["id", "name", "founded_date"]


class BookSerializer(serializers.ModelSerializer[Book]):
    publisher = PublisherSerializer()
    writer = serializers.CharField(source="author.name")
    written_at = serializers.DateTimeField(format="%d.%m.%Y %H:%M")
    rough_price = serializers.DecimalField(
        source="price", max_digits=8, decimal_places=1, rounding=decimal.ROUND_HALF_UP
    )

    class Meta:
        model = Book
        fields = [
            "id",
            "author",
            "publisher",
            "writer",
            "title",
            "price",
            "rough_price",
            "written_at",
        ]


class AgentSerializer(serializers.Serializer[Author]):
    id = serializers.IntegerField()
    name = serializers.CharField()
    books = Nest(BookSerializer, order_by=["id"], limit=1)


class ProfileSerializer(serializers.ModelSerializer[Profile]):
    agent = AgentSerializer()

    class Meta:
        model = Profile
        fields = ["id", "bio", "agent", "author"]


class DatesSerializer(serializers.Serializer[Author]):
    birth_date = serializers.DateField()
    american = serializers.DateField(source="birth_date", format="%m/%d/%Y")
    wakes_at = serializers.TimeField()
    wakes_shortly = serializers.TimeField(source="wakes_at", format="%H:%M")
    joined_at = serializers.DateTimeField()
    joined_exactly = serializers.DateTimeField(source="joined_at", format="iso-8601")
    seen_at = serializers.DateTimeField(format=None)


class AuthorSerializer(serializers.ModelSerializer[Author]):
    nick = serializers.CharField(source="nickname")
    secret = serializers.CharField(write_only=True)
    hidden = serializers.HiddenField(default=1)
    mood_name = serializers.CharField(source="get_mood_display")
    rank_name = serializers.CharField(source="get_rank_display")
    age_text = serializers.CharField(source="age")
    age_float = serializers.FloatField(source="age")
    followers_text = serializers.BigIntegerField(source="followers", coerce_to_string=True)
    balance_number = serializers.DecimalField(
        source="balance", max_digits=12, decimal_places=2, coerce_to_string=False
    )
    balance_long = serializers.DecimalField(source="balance", max_digits=14, decimal_places=4)
    data_again = serializers.ReadOnlyField(source="data")
    portrait = MediaURL()
    portrait_absolute = MediaURL(absolute=True, source="portrait")
    cover = MediaURL()
    publisher_id = serializers.PrimaryKeyRelatedField(source="publisher", read_only=True)
    publisher_key = serializers.UUIDField(source="publisher.id", allow_null=True)
    publisher_name = serializers.CharField(source="publisher.name", allow_null=True)
    publisher_year = serializers.DateField(source="publisher.founded_date", default=None)
    home_name = serializers.CharField(source="home.name")
    home = PublisherSerializer()
    publisher = PublisherSerializer()
    profile = ProfileSerializer()
    agent_name = serializers.CharField(source="profile.agent.name", allow_null=True)
    profile_bio = serializers.CharField(source="profile.bio")
    dates = DatesSerializer(source="*")
    books = Nest(BookSerializer, order_by=["-written_at", "-id"], limit=2)
    agents_books = Nest(BookSerializer, source="profile.agent.books", order_by=["id"])
    titles = TitleCount()
    greeting = Greeting()
    agent_home = AgentHome()
    summary = Summary()
    kind = Constant('the "author\'s" kind: 100% ÿ')
    nothing = Constant(None)
    options = Constant({"a": [1, True, 2.5]})

    class Meta:
        model = Author
        fields = [
            "id", "name", "nick", "secret", "hidden", "email", "mood", "mood_name", "rank",
            "rank_name", "age", "age_text", "age_float", "followers", "followers_text",
            "is_active", "is_known", "rating", "balance", "balance_number", "balance_long",
            "token", "data", "data_again", "tags", "scores", "portrait", "portrait_absolute",
            "cover", "publisher_id", "publisher_key", "publisher_name", "publisher_year",
            "home_name", "home_id", "home", "publisher", "profile", "agent_name", "profile_bio",
            "dates", "books", "agents_books", "titles", "greeting", "agent_home", "summary",
            "kind", "nothing", "options",
        ]  # fmt: skip


author_page = compile_page(AuthorSerializer)
publisher_page = compile_page(PublisherSerializer)
