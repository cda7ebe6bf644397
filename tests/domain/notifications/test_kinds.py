"""Everything that people are told is of a kind that they can switch off."""

import ast
from importlib import import_module
from pathlib import Path

import pytest

from trellis.core.events import DomainEvent
from trellis.domain.mentorship.notices.reminders import REMINDER
from trellis.domain.notifications.rules.kinds import KIND_OF, Kind

DOMAIN = Path(__file__).parents[3] / "trellis" / "domain"
# Whose notices say that they are of another event.
OF_ANOTHER = {"requisition.submitted"}
# What they are about is said with each of them, by what was done.
OF_SEVERAL = {"agent.acted", "agent.act_failed"}
# Told by hand, of no event.
OF_NO_EVENT = {REMINDER, "message.sent", "badge.quotes_you"}
# By mail alone, since those whom it concerns may not be able to sign in.
BY_MAIL_ALONE = {"trellis.domain.identities.notices", "trellis.domain.privacy.notices"}


def is_telling(module: str) -> bool:
    """Tell whether a module tells people things in their list, by itself or by one of the notices."""
    tree = ast.parse(Path(import_module(module).__file__ or "").read_text("utf-8"))
    imports = [node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    tells = any(name.endswith("notifications.services") for name in imports)
    return module not in BY_MAIL_ALONE and (tells or any(name.endswith(".notices") for name in imports))


def told() -> set[str]:
    """Return the kinds of events of which a handler tells people."""
    return {
        event.kind
        for event in DomainEvent.all
        if any(
            is_telling(handler.__module__) for handler in event.handlers if "notices" in handler.__module__
        )
    }


def test_each_event_of_which_people_are_told_is_of_a_kind() -> None:
    import_module("trellis.domain.reactions")
    assert len(told()) > 30
    assert told() - set(KIND_OF) == OF_ANOTHER | OF_SEVERAL


def test_nothing_is_of_a_kind_that_never_happens() -> None:
    happens = {event.kind for event in DomainEvent.all} | OF_NO_EVENT
    assert set(KIND_OF) - happens == set()


def test_something_is_told_of_each_kind() -> None:
    texts = [path.read_text("utf-8") for path in DOMAIN.rglob("notices*/**/*.py")]
    texts += [path.read_text("utf-8") for path in DOMAIN.rglob("notices.py")]
    named = {kind for kind in Kind if any(f"Kind.{kind.name}" in text for text in texts)}
    assert set(Kind) - set(KIND_OF.values()) - named == set()


@pytest.mark.parametrize("kind", Kind, ids=str)
def test_each_kind_has_words(kind: Kind) -> None:
    assert kind.label
    assert "_" not in kind.label
