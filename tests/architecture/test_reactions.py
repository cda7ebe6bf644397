"""Each thing about events has one place: where they are declared, tied to what follows, told of, and read."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.architecture.exceptions import hold

TRELLIS = Path(__file__).parents[2] / "trellis"
TABLE = "domain/reactions.py"
TYING = ("connect", "handled_by")
ASKING = ("history_of", "history_of_key", "record")
# The floors that know events; core, which makes them possible, knows none.
_FLOORS = ("apis", "config", "demo", "domain", "web")


def ties(source: str) -> list[str]:
    """Return what in a module connects something to an event: Django's own signals are let be."""
    tree = ast.parse(source)
    djangos = set(_imported_from(tree, "django"))
    found = []
    for call in _calls(tree):
        name = _name(call.func)
        is_receiver = name == "receiver" and not (call.args and _name(call.args[0]) in djangos)
        if is_receiver or name in TYING:
            found.append(ast.unparse(call.func))
    return found


def declarations(source: str) -> list[str]:
    """Return the events that a module declares."""
    return [ast.unparse(call) for call in _calls(ast.parse(source)) if _name(call.func) == "DomainEvent"]


def tellings(source: str) -> list[str]:
    """Return where a module tells people something."""
    return [
        ast.unparse(call)
        for call in _calls(ast.parse(source))
        if _name(call.func) in {"notify", "notify_all"}
    ]


def readings(source: str) -> list[str]:
    """Return where a module asks the table of events by itself."""
    dotted = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Attribute))
    return [ast.unparse(each) for each in dotted if each.attr == "objects" and _name(each.value) == "Event"]


def recollections(source: str) -> list[str]:
    """Return where a module asks for the history of something."""
    return [ast.unparse(call) for call in _calls(ast.parse(source)) if _name(call.func) in ASKING]


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(expression: ast.expr) -> str:
    """Return the last word of a dotted name."""
    return expression.attr if isinstance(expression, ast.Attribute) else getattr(expression, "id", "")


def _imported_from(tree: ast.Module, package: str) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] == package:
            yield from (each.asname or each.name for each in node.names)


def where(law: Callable[[str], list[str]], *names: str) -> set[str]:
    """Return the modules that do what the law speaks of, which none can without one of these names."""
    paths = [path for floor in _FLOORS for path in (TRELLIS / floor).rglob("*.py")]
    sources = {path: path.read_text("utf-8") for path in paths if "migrations" not in path.parts}
    named = (path for path, source in sources.items() if any(name in source for name in names))
    return {path.relative_to(TRELLIS).as_posix() for path in named if law(sources[path])}


def test_events_are_declared_in_events_alone() -> None:
    declaring = where(declarations, "DomainEvent")
    assert len(declaring) >= 8
    assert {Path(module).name for module in declaring} == {"events.py"}


def test_people_are_told_in_notices_alone() -> None:
    telling = where(tellings, "notify")
    assert len(telling) >= 5
    # A file, or a folder with a module for each thing that is told of.
    rooms = {path.name if path.parent.name != "notices" else "notices.py" for path in map(Path, telling)}
    assert rooms == {"notices.py"}


def test_the_record_is_read_by_core_alone() -> None:
    hold("record", where(readings, "Event"), "history_of(row), or record() of the event")


def test_notices_learn_what_happened_from_the_event_alone() -> None:
    asking = {module for module in where(recollections, *ASKING) if Path(module).name == "notices.py"}
    hold("notices", asking, "let the service put it into the event's data")


def test_only_the_table_ties_an_event_to_a_handler() -> None:
    assert where(ties, "receiver", *TYING) == {TABLE}


@pytest.mark.parametrize(
    "planted",
    [
        "events.talent_selected.connect(tell)",
        "events.talent_selected.handled_by(tell)",
        "from trellis.core.events import connect\nconnect({talent_selected: [tell]})",
        "@receiver(talent_selected)\ndef tell(**_): ...",
        "from django.db.models.signals import post_save\n@receiver([post_save, selected])\ndef f(): ...",
    ],
)
def test_a_planted_tie_is_found(planted: str) -> None:
    assert len(ties(planted)) == 1


def test_a_receiver_of_djangos_own_signal_is_let_be() -> None:
    assert ties("from django.db.models.signals import post_save\n@receiver(post_save)\ndef f(): ...") == []


@pytest.mark.parametrize("planted", ['selected = DomainEvent("a.b")', 'x = events.DomainEvent("a.b", Facts)'])
def test_a_planted_declaration_is_found(planted: str) -> None:
    assert len(declarations(planted)) == 1


@pytest.mark.parametrize(
    "planted", ["notify(recipient=user)", "services.notify(recipient=user)", "notify_all(recipients=[])"]
)
def test_a_planted_telling_is_found(planted: str) -> None:
    assert len(tellings(planted)) == 1


@pytest.mark.parametrize("planted", ["Event.objects.filter(kind=k)", "models.Event.objects.all()"])
def test_a_planted_reading_is_found(planted: str) -> None:
    assert len(readings(planted)) == 1


@pytest.mark.parametrize("planted", ["history_of(booking).exists()", "events.booking_moved.record()"])
def test_a_planted_recollection_is_found(planted: str) -> None:
    assert len(recollections(planted)) == 1
