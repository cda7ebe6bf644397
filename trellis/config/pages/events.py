"""docs/events.md, written from the code: `make docs`."""

from importlib import import_module
from typing import Any, Literal, get_args, get_origin, get_type_hints

from trellis.core.events import DomainEvent, name_of
from trellis.domain.reactions import REACTIONS

_FOLLOWS = """# Events

Written by `make docs` from the code; a test holds this page against it.

## What follows

What an event sets off, in order, inside the transaction that publishes it (`trellis/domain/reactions.py`).

| event | handler | what it does |
| --- | --- | --- |
"""
_TELLS = """
## What each event tells

Every event is a row of the record and a Django signal. It says who did it and when, in which tenant, to what,
and these data. People stand in them as ids. What may be personal, above all what people wrote in their own
words, is kept apart from the data and can be erased; the data then still say which fields changed, as
[null, null].

| event | to what | data | personal |
| --- | --- | --- | --- |
"""


def render_event_page() -> str:
    """Return the page as Markdown."""
    follows = [_follows(each.event.kind, name_of(handler)) for each in REACTIONS for handler in each.handlers]
    tells = [_tells(event) for event in sorted(DomainEvent.all, key=lambda event: event.kind)]
    return "".join([_FOLLOWS, *follows, _TELLS, *tells])


def _follows(kind: str, handler: str) -> str:
    module, _, name = handler.rpartition(".")
    sentence = (getattr(import_module(module), name).__doc__ or "").partition("\n")[0]
    return f"| `{kind}` | `{handler.removeprefix('trellis.domain.')}` | {sentence} |\n"


def _tells(event: DomainEvent[Any, Any]) -> str:
    subject = event.subject._meta.label
    return f"| `{event.kind}` | {subject} | {_values(event.data)} | {_values(event.personal)} |\n"


def _values(declared: Any) -> str:
    """Return what a TypedDict declares, in words."""
    always = declared.__required_keys__
    told = [
        f"`{key}` {_word(hint)}{'' if key in always else ' if there is one'}"
        for key, hint in get_type_hints(declared).items()
    ]
    return ", ".join(told) or "–"


def _word(hint: Any) -> str:
    """Return a type as a reader of the page would say it."""
    if get_origin(hint) is Literal:
        return " or ".join(f"“{choice}”" for choice in get_args(hint))
    plain = isinstance(hint, type) and not get_args(hint)
    return hint.__name__ if plain else str(hint).replace("typing.", "").replace("|", "or")
