"""docs/events.md, written from the code: `make docs`."""

from importlib import import_module

from trellis.core.events import event_table

_HEAD = """# Events

What each event sets off, in order, inside the transaction that publishes it. Written by `make docs`
from the handlers that are connected; a test holds this page against them.

| event | handler | what it does |
| --- | --- | --- |
"""


def render_event_page() -> str:
    """Return the page as Markdown."""
    rows = [_row(kind, name) for kind, handlers in event_table() for name in handlers or [""]]
    return _HEAD + "".join(rows)


def _row(kind: str, handler: str) -> str:
    if not handler:
        return f"| `{kind}` | – | kept in the record only |\n"
    module, _, name = handler.rpartition(".")
    sentence = (getattr(import_module(module), name).__doc__ or "").partition("\n")[0]
    short = handler.removeprefix("trellis.domain.")
    return f"| `{kind}` | `{short}` | {sentence} |\n"
