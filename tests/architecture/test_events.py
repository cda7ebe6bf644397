"""What a verb sets off is never hidden: it stands in the table event -> handlers, and in a page in docs/."""

from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from django.apps import apps

from trellis.config.pages.events import render_event_page
from trellis.core.events import DomainEvent, event_table, name_of
from trellis.domain.reactions import REACTIONS

PAGE = Path(__file__).parents[2] / "docs" / "events.md"


def test_every_event_has_just_the_handlers_of_its_line() -> None:
    lines = {each.event.kind: [name_of(handler) for handler in each.handlers] for each in REACTIONS}
    assert len(lines) == len(REACTIONS), "an event has one line"
    assert event_table() == sorted((event.kind, lines.get(event.kind, [])) for event in DomainEvent.all)


def test_every_event_of_the_table_is_declared_in_the_events_of_an_app() -> None:
    declared = {event for app in apps.get_app_configs() for event in _declared(f"{app.name}.events")}
    assert {each.event for each in REACTIONS} <= declared == set(DomainEvent.all)


def test_every_declared_event_is_in_docs_with_all_that_it_tells() -> None:
    _, _, tells = PAGE.read_text().partition("## What each event tells")
    lines = {line.split("`")[1]: line for line in tells.splitlines() if line.startswith("| `")}
    assert lines.keys() == {event.kind for event in DomainEvent.all}
    for event in DomainEvent.all:
        for key in (*event.data.__annotations__, *event.personal.__annotations__):
            assert f"`{key}`" in lines[event.kind]


def test_no_event_is_declared_twice() -> None:
    kinds = [event.kind for event in DomainEvent.all]
    assert sorted(kinds) == sorted(set(kinds))


def _declared(module: str) -> list[DomainEvent[Any, Any]]:
    if find_spec(module) is None:
        return []
    return [value for value in vars(import_module(module)).values() if isinstance(value, DomainEvent)]


def test_the_page_in_docs_is_the_table_of_today() -> None:
    assert PAGE.read_text() == render_event_page(), "make docs"
