"""Who is meant: one, or the question which of several."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from uuid import UUID

from trellis.domain.assistant.models import Waits
from trellis.domain.assistant.queries.people import Known, namesakes, people_by_ids
from trellis.domain.assistant.rules.wishes import Of, Wish
from trellis.domain.assistant.services.dialogue.turns import Choice, Reply, Talk, ask, tell, which_of
from trellis.intelligence.commands.forms import Intent, Match

# With these somebody whom the person does not know yet may be meant.
_OF_ANYBODY = (Intent.SCHEDULE,)


def meant(talk: Talk, wish: Wish, person: Match | None) -> Wish | Reply:
    """Return the wish with whom it is about, as far as somebody was named; else what is asked or said."""
    if person is None:
        return wish
    if person.is_pronoun:
        return _spoken_of(talk, wish)
    found = _candidates(talk, wish, person)
    if not found:
        return tell(wish.intent, f"I know nobody called {person.said.title()}, and did nothing.")
    if len(found) == 1 and person.is_sure:
        return replace(wish, person_id=found[0].name.key)
    return _asked(wish, found, person.said)


def one(talk: Talk, wish: Wish) -> Known | Reply:
    """Return the person of a wish; ask with whom, where nobody is named, and say where they are gone."""
    if not wish.person_id:
        return ask(wish, "With whom?", Waits.PERSON)
    found = next((each for each in talk.known if each.name.key == wish.person_id), None)
    if found is None:
        found = next(iter(people_by_ids([UUID(wish.person_id)], viewer=talk.user)), None)
    return found or tell(wish.intent, "This account is closed.")


def _spoken_of(talk: Talk, wish: Wish) -> Wish | Reply:
    last = talk.just_spoken_of
    return replace(wish, person_id=last) if last else ask(wish, "Whom do you mean?", Waits.PERSON)


def _candidates(talk: Talk, wish: Wish, person: Match) -> list[Known]:
    keys = {name.key for name in person.candidates}
    known = [each for each in talk.known if each.name.key in keys]
    if wish.intent not in _OF_ANYBODY:
        return known
    mentors = [each for each in known if each.is_mentor]
    if len(mentors) == 1:
        return [*mentors, *namesakes(mentors[0], viewer=talk.user)]
    return mentors or known


def _asked(wish: Wish, found: Sequence[Known], said: str) -> Reply:
    choices = [Choice(Of.PERSON, each.name.key, each.label) for each in found]
    if len(found) == 1:
        question = f"I know no {said.title()} for sure. Do you mean this one?"
    else:
        question = "Whom do you mean?"
    return which_of(wish, question, choices)
