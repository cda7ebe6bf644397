"""What has no faithful SQL form stops the start, and says where it stands."""

from typing import Any

import pytest
from rest_framework import serializers

from tests.core.rendering.toy.models import Author, Profile
from tests.core.rendering.toy.serializers import BookSerializer, ProfileSerializer
from trellis.core.rendering import Computed, Nest, UncompilableField, compile_page


class Doubled(serializers.IntegerField):
    def to_representation(self, value: Any) -> int:
        return int(value) * 2


class Elsewhere(serializers.IntegerField):
    def get_attribute(self, instance: Any) -> int:
        return 1


class Strict(serializers.IntegerField):
    def to_internal_value(self, data: Any) -> int:
        return 1


class OddProfile(ProfileSerializer):
    def to_representation(self, instance: Profile) -> Any:
        return {}


class FormattedPlaceholder(Computed):
    output = serializers.CharField()
    sql = "'{}'::jsonb"


class UnknownColumn(Computed):
    output = serializers.CharField()
    sql = "{shout}"


class OddOutput(Computed):
    output = Doubled()
    sql = "1"


def compiled(**fields: Any) -> Any:
    declared = {"Meta": type("Meta", (), {"model": Author}), **fields}
    return compile_page(type("Toy", (serializers.Serializer,), declared))


@pytest.mark.parametrize(
    ("field", "reason"),
    [
        (serializers.SerializerMethodField(), "SerializerMethodField.to_representation has no SQL"),
        (Doubled(source="age"), "Doubled.to_representation has no SQL form"),
        (Elsewhere(source="age"), "overrides get_attribute"),
        (serializers.CharField(source="shout"), "Author.shout is not a column"),
        (serializers.ReadOnlyField(source="shout"), "Author.shout is not a column"),
        (serializers.CharField(source="name.upper"), "Author.name is not a foreign key"),
        (serializers.CharField(source="publisher"), "Author.publisher is not a column"),
        (serializers.CharField(source="publisher.name"), "give it allow_null"),
        (serializers.CharField(source="publisher.name", default="x"), "nullable foreign key"),
        (serializers.CharField(source="*"), "source='*' is for nested serializers"),
        (serializers.CharField(source="joined_at"), "CharField over a column of kind DATETIME"),
        (serializers.IntegerField(source="name"), "IntegerField over a column of kind TEXT"),
        (serializers.FileField(source="portrait"), "use MediaURL"),
        (serializers.ImageField(source="cover"), "use MediaURL"),
        (serializers.StringRelatedField(source="home"), "StringRelatedField.to_representation"),
        (serializers.PrimaryKeyRelatedField(source="friends", many=True, read_only=True), "Many"),
        (serializers.PrimaryKeyRelatedField(source="profile", read_only=True), "not a foreign key"),
        (serializers.DurationField(source="age"), "DurationField.to_representation"),
        (serializers.DateField(source="birth_date", format="%A"), "%A has no exact form"),
        (serializers.UUIDField(source="token", format="hex"), "usual form of a uuid"),
        (serializers.ChoiceField(source="rank", choices=["1"]), "not of the type of its column"),
        (serializers.CharField(source="get_name_display"), "not Django's own display name"),
        (serializers.ListField(source="tags", child=Doubled()), "array of Doubled"),
        (serializers.DictField(source="data", child=serializers.DateField()), "DateField in it"),
        (serializers.DecimalField(12, 1, source="balance"), "ROUND_HALF_UP"),
        (
            serializers.DecimalField(12, 2, source="balance", localize=True),
            "localize",
        ),
        (BookSerializer(source="books", many=True), "declare it with Nest"),
        (BookSerializer(source="books"), "Author.books leads to many rows"),
        (BookSerializer(source="profile"), "serializes Book, but its source gives Profile"),
        (OddProfile(source="profile"), "overrides to_representation"),
        (Nest(BookSerializer, source="books", order_by=["title"]), "does not end with the primary"),
        (Nest(BookSerializer, source="books", order_by=[]), "does not end with the primary"),
        (Nest(BookSerializer, source="profile", order_by=["id"]), "does not lead to many rows"),
        (Nest(BookSerializer, source="clients", order_by=["id"]), "serializes Book, but"),
        (Nest(BookSerializer, source="pamphlets", order_by=["id"]), "default manager of Pamphlet"),
        (Nest(BookSerializer, source="friends", order_by=["id"]), "nor the far end of one"),
        (FormattedPlaceholder(), "double a literal brace"),
        (UnknownColumn(), "Author.shout is not a column"),
        (OddOutput(), "cannot print Doubled"),
    ],
)  # fmt: skip
def test_it_refuses_the_field_by_name(field: Any, reason: str) -> None:
    with pytest.raises(UncompilableField) as refused:
        compiled(odd=field)

    assert str(refused.value).startswith(("Toy.odd cannot", "Nest.BookSerializer cannot"))
    assert reason in str(refused.value)


def test_it_names_a_field_of_a_nested_serializer() -> None:
    class Inner(serializers.Serializer[Profile]):
        agent_name = serializers.CharField(source="agent.name")

    with pytest.raises(UncompilableField, match=r"^Inner\.agent_name cannot be rendered"):
        compiled(profile=Inner())


def test_it_names_a_serializer_without_a_model() -> None:
    class Nowhere(serializers.Serializer[Author]):
        name = serializers.CharField()

    with pytest.raises(UncompilableField, match=r"Nowhere .* pass model= to compile_page"):
        compile_page(Nowhere)
    assert '"toy_author"' in compile_page(Nowhere, model=Author).sql


def test_other_zones_than_utc_are_refused(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/Berlin"

    with pytest.raises(UncompilableField, match="printed in UTC only"):
        compiled(joined_at=serializers.DateTimeField())


def test_what_overrides_only_input_is_compiled() -> None:
    assert '"age"' in compiled(age=Strict()).sql
