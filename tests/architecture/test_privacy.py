"""Every table says what it holds of a person, so that none is forgotten by an erasure or an export."""

from collections.abc import Iterator, Mapping

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.core.exceptions import FieldDoesNotExist
from django.db import models

from tests.core.rendering.toy.models import Author
from trellis.core.privacy import LIBRARIES, NAMED, Nobody, Own, Privacy, Shared
from trellis.domain.mentorship.models import Booking
from trellis.domain.scouting.models import Post

_TEXTS = (
    *(models.CharField, models.TextField, models.JSONField, models.FileField, models.BinaryField),
    *(models.GenericIPAddressField, ArrayField, SearchVectorField),
)
# What says who somebody is, as an account has it and an event does.
_KEYS = (models.IntegerField, models.UUIDField)


def said_of(model: type[models.Model]) -> Privacy | None:
    """Return what is said of a table, by its model or for a library's."""
    return getattr(model, "privacy", None) or LIBRARIES.get(model._meta.label)


def faults(model: type[models.Model], said: Privacy | None) -> list[str]:
    """Return what is wrong with what is said of a table."""
    match said:
        case None:
            return ["says nothing of privacy"]
        case Nobody(why):
            return [] if why else ["does not say why it holds nothing of a person"]
    return [
        *(f"{way} leads to no account" for way in said.accounts if not _is_account(_end(model, way))),
        *(f"{way} leads to no text" for way in said.texts if not isinstance(_end(model, way), _TEXTS)),
        *(
            f"{name} is no field"
            for name in sorted(said.columns | _further(said))
            if _end(model, name) is None
        ),
        *(f"{name} is not said to be erased or kept" for name in _texts(model) if name not in said.columns),
        *(f"{name} is kept for no reason" for name, why in said.kept.items() if not why),
        *(
            f"{name} is said to be withheld and no more"
            for name in sorted(_further(said) - {*said.columns, *_then(said)})
        ),
        *_faults_of(said),
    ]


def _faults_of(said: Own | Shared) -> Iterator[str]:
    if isinstance(said, Own):
        if not (said.account or said.address or said.inside):
            yield "says of whom it is by no way"
        return
    if not (said.accounts or said.addresses):
        yield "says between whom it is by no way"
    known = {*said.accounts, *said.addresses, NAMED}
    yield from (f"{way} is the way to nobody it names" for way in sorted(said.leavers - known))


def _further(said: Own | Shared) -> frozenset[str]:
    """Return the columns of which more is said than that they are erased or kept."""
    return frozenset(said.withheld) if isinstance(said, Own) else frozenset((*said.words, *said.then))


def _then(said: Own | Shared) -> Mapping[str, object]:
    return {} if isinstance(said, Own) else said.then


def _texts(model: type[models.Model]) -> list[str]:
    """Return the columns that may hold a person's words or files: all texts but choices."""
    found = (field for field in model._meta.concrete_fields if isinstance(field, _TEXTS))
    return [field.name for field in found if not field.choices]


def _end(model: type[models.Model], way: str) -> object:
    """Return the field at the end of a way; None where it leads nowhere."""
    *hops, last = way.split("__")
    try:
        for hop in hops:
            model = model._meta.get_field(hop).related_model  # type: ignore[assignment]
        return model._meta.pk if last == "pk" else model._meta.get_field(last)
    except (AttributeError, FieldDoesNotExist):
        return None


def _is_account(end: object) -> bool:
    user = get_user_model()
    if isinstance(end, models.ForeignKey):
        return end.related_model is user
    is_users_own = isinstance(end, models.Field) and end.model is user and end.primary_key
    return is_users_own or (isinstance(end, _KEYS) and end.attname == "actor_id")


@pytest.mark.parametrize("model", apps.get_models(), ids=lambda model: model._meta.label)
def test_it_says_what_it_holds_of_a_person(model: type[models.Model]) -> None:
    if not model.__module__.startswith("tests."):
        assert faults(model, said_of(model)) == []


def test_the_table_of_libraries_names_tables_of_theirs_alone() -> None:
    ours = {model._meta.label for model in apps.get_models() if model.__module__.startswith("trellis.")}
    assert len(ours) > 20
    for label in LIBRARIES:
        assert label not in ours
        apps.get_model(label)


class TestAPlantedFaultIsFound:
    def test_a_model_that_says_nothing(self) -> None:
        assert faults(Author, said_of(Author)) == ["says nothing of privacy"]
        assert faults(Author, Nobody("")) == ["does not say why it holds nothing of a person"]

    def test_a_text_or_file_that_is_forgotten(self) -> None:
        said = Own("talent__user", erased=("content", "caption"), kept={"image": ""})
        assert faults(Post, said) == ["video is not said to be erased or kept", "image is kept for no reason"]

    @pytest.mark.parametrize("way", ["talent", "talent__users", "user", "content", "talent__bio", "pk"])
    def test_a_way_that_leads_to_no_account(self, way: str) -> None:
        assert f"{way} leads to no account" in faults(Post, Own(way))

    def test_a_way_that_is_not_given(self) -> None:
        assert "says of whom it is by no way" in faults(Post, Own())
        assert "says between whom it is by no way" in faults(Post, Shared(()))

    @pytest.mark.parametrize("column", ["likes_count", "talent", "talent__user", "nothing"])
    def test_an_address_that_is_no_text(self, column: str) -> None:
        assert f"{column} leads to no text" in faults(Post, Own(address=column))

    def test_a_column_that_is_none_and_one_who_is_nobody(self) -> None:
        said = Shared(("mentee",), erased={"subject": "mentee", "topic": "mentor__user"})
        found = faults(Booking, said)
        assert "subject is no field" in found
        assert "mentor__user is the way to nobody it names" in found
