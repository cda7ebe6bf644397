"""Which models are made anew when one changes on the way forward; all know each other as they are now."""

from typing import Any

import pytest
from django.db import models
from django.db.migrations.state import ModelState

from trellis.core.db.migrating import ForwardState


def _model(name: str, *targets: str, bases: tuple[str, ...] = ()) -> ModelState:
    key = [] if bases else [("id", models.AutoField(primary_key=True))]
    links = [(target.lower(), models.ForeignKey(f"app.{target}", models.CASCADE)) for target in targets]
    return ModelState("app", name, [*key, *links], bases=bases or None)


@pytest.fixture
def state() -> ForwardState:
    """A note is of a book, which is of an author; a novel is a book."""
    state = ForwardState()
    added = (_model("Author"), _model("Book", "Author"), _model("Note", "Book"))
    for each in (*added, _model("Novel", bases=("app.Book",))):
        state.add_model(each)
    state.apps  # noqa: B018 - makes the classes
    return state


def _classes(state: ForwardState) -> dict[str, Any]:
    return {name: state.apps.get_model("app", name) for _, name in state.models}


def _changed(before: dict[str, Any], after: dict[str, Any]) -> set[str]:
    return {name for name in after if before.get(name) is not after[name]}


def test_what_points_at_a_changed_model_and_inherits_from_it_is_made_anew_and_no_other(
    state: ForwardState,
) -> None:
    before = _classes(state)
    state.add_field("app", "book", "title", models.TextField(default=""), True)
    assert _changed(before, _classes(state)) == {"book", "note", "novel"}


def test_a_change_reaches_over_any_number_of_steps(state: ForwardState) -> None:
    before = _classes(state)
    state.add_constraint("app", "author", models.CheckConstraint(condition=models.Q(id__gt=0), name="known"))
    assert _changed(before, _classes(state)) == {"author", "book", "note", "novel"}


def test_a_new_model_is_made_alone_and_those_that_it_points_at_know_it(state: ForwardState) -> None:
    before = _classes(state)
    state.add_model(_model("Prize", "Author"))
    after = _classes(state)
    assert _changed(before, after) == {"prize"}
    assert after["author"]._meta.get_field("prize").related_model is after["prize"]
    assert "INNER JOIN" in str(after["author"].objects.filter(prize__id=1).query)


def test_every_key_leads_to_the_class_that_there_is_now_and_back(state: ForwardState) -> None:
    state.add_field("app", "book", "editor", models.ForeignKey("app.Author", models.CASCADE, "+"), True)
    state.add_field("app", "author", "name", models.TextField(default=""), True)
    classes = _classes(state)
    assert classes["note"]._meta.get_field("book").related_model is classes["book"]
    assert classes["book"]._meta.get_field("editor").related_model is classes["author"]
    assert classes["author"]._meta.get_field("book").related_model is classes["book"]
    assert issubclass(classes["novel"], classes["book"])
    # A row of another class than the one that there is now would be refused.
    author = classes["author"](id=1, name="Ann")
    assert classes["book"].objects.filter(author=author).query


def test_a_key_that_has_gone_leads_nowhere(state: ForwardState) -> None:
    state.remove_field("app", "note", "book")
    state.remove_model("app", "note")
    names = {field.name for field in _classes(state)["book"]._meta.get_fields()}
    assert names == {"id", "author", "novel"}
