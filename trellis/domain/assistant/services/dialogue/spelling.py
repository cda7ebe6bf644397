"""Names, letter by letter, for who wants to be sure."""

from __future__ import annotations

from uuid import UUID

from trellis.domain.assistant.queries.people import people_by_ids
from trellis.domain.assistant.services.dialogue.turns import Reply, Talk, again
from trellis.intelligence.commands.aloud import spelled
from trellis.intelligence.commands.forms import Intent, Match

_WHOSE = "Whose name shall I spell?"


def spell(talk: Talk, person: Match | None) -> Reply:
    """Spell who is named, else those of whom was spoken last; what waits goes on waiting."""
    names = _named(talk, person)
    said = ". ".join(f"{name}: {spelled(name)}" for name in names)
    return again(talk, Intent.SPELL, f"{said}." if names else _WHOSE)


def _named(talk: Talk, person: Match | None) -> list[str]:
    if person is not None and person.candidates:
        return list(dict.fromkeys(name.full_name for name in person.candidates))
    if talk.choices:
        return list(dict.fromkeys(each.label.partition(",")[0] for each in talk.choices))
    last = talk.dialogue.person_id if talk.dialogue else None
    return (
        [each.name.full_name for each in people_by_ids([UUID(str(last))], viewer=talk.user)] if last else []
    )
