"""Somebody says to their agent what is to be done, sentence by sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.core.db.errors import retried_once
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Agent, Dialogue, Spoken, Waits
from trellis.domain.assistant.queries.agents import own_agent
from trellis.domain.assistant.queries.people import known_to, mentors_called
from trellis.domain.assistant.refusals import UnknownChoice
from trellis.domain.assistant.rules import saying
from trellis.domain.assistant.rules.limits import LONGEST_SPOKEN
from trellis.domain.assistant.rules.wishes import Of, Wish, changed, wish_of, with_choice
from trellis.domain.assistant.services.agents import locked_agent
from trellis.domain.assistant.services.dialogue import answers, booking, messages, payments, people, sessions
from trellis.domain.assistant.services.dialogue.spelling import spell
from trellis.domain.assistant.services.dialogue.turns import Reply, Talk, again, tell
from trellis.intelligence.commands.choosing import chosen
from trellis.intelligence.commands.forms import Command, Intent, KnownName
from trellis.intelligence.commands.hearing import ANSWERS, HEARD, best_of
from trellis.intelligence.commands.names import name_like

# Longer than that nobody knows what a yes would be to.
WAITS = timedelta(minutes=3)


@retried_once
def command(
    *,
    user: User,
    readings: Sequence[str],
    begun_at: datetime,
    now: datetime,
    proposal_id: UUID | None = None,
    choice: str | None = None,
    is_guess: bool = False,
) -> tuple[Reply, Spoken]:
    """Understand a sentence and do, propose, ask or say what it takes; return that, and what is read out.

    `readings` are what was said, or may have been, the likeliest first. `begun_at` is when somebody began to
    say it; `proposal_id` the proposal that was before them, `choice` the key of what they tapped instead of
    saying it. What `is_guess` is proposed in any case, and is no answer. Raises NotForThem, NoAgent and
    UnknownChoice; what an act refuses is said.
    """
    with transaction.atomic():
        agent = locked_agent(user)
        dialogue = Dialogue.objects.select_related("proposal").filter(agent=agent).first()
        talk = Talk(agent.user, agent, dialogue, begun_at, now)
        reply = _tapped(talk, choice) if choice else _answered(talk, readings, proposal_id, is_guess)
        _keep(talk, reply)
        return reply, _spoken(agent, reply.text, now)


def names_for(user: User) -> list[str]:
    """Return the names that somebody is likely to say. Raises NotForThem, NoAgent."""
    return [each.name.full_name for each in known_to(own_agent(user).user)]


def _answered(talk: Talk, readings: Sequence[str], proposal_id: UUID | None, is_guess: bool) -> Reply:
    text, said = _read(talk, readings)
    if is_guess and said.intent in ANSWERS:
        return replace(again(talk, said.intent, saying.TAP_IT), heard=text)
    if is_guess:
        said = replace(said, doubts=(*said.doubts, HEARD))
    return replace(_reply_to(talk, text, said, proposal_id), heard=text)


def _reply_to(talk: Talk, text: str, said: Command, proposal_id: UUID | None) -> Reply:
    match said.intent:
        case Intent.YES if len(talk.choices) == 1 and talk.is_in_time and not said.doubts:
            return _picked(talk, 0)
        case Intent.YES:
            return answers.yes(talk, is_clear=not said.doubts, of=proposal_id)
        case Intent.NO:
            return answers.no(talk)
        case Intent.STOP:
            return answers.stop(talk)
        case Intent.UNDO:
            return answers.take_back(talk)
        case Intent.SPELL:
            return spell(talk, said.person)
    return _answer_to_question(talk, text, said) or _wanted(talk, said)


def _read(talk: Talk, readings: Sequence[str]) -> tuple[str, Command]:
    """Return what was said, and the command; who wants a session may mean a mentor who is new to them."""
    text, said = best_of(readings, names=_names(talk), now=talk.local_now)
    wish = talk.wish
    is_booking = said.intent == Intent.SCHEDULE or (wish is not None and wish.intent == Intent.SCHEDULE)
    if _is_known(said) or not is_booking:
        return text, said
    strangers = mentors_called(name_like(text), viewer=talk.user)
    if not strangers:
        return text, said
    talk.known.extend(strangers)
    anew = best_of(readings, names=_names(talk), now=talk.local_now)
    return anew if _is_known(anew[1]) else (text, said)


def _is_known(said: Command) -> bool:
    return said.person is not None and (bool(said.person.candidates) or said.person.is_pronoun)


def _names(talk: Talk) -> list[KnownName]:
    return [each.name for each in talk.known]


def _answer_to_question(talk: Talk, text: str, said: Command) -> Reply | None:
    """Return what follows from an answer to what was asked; None for what is none."""
    waiting, wish = talk.waiting, talk.wish
    if waiting is None or wish is None:
        return None
    is_new = said.intent not in (Intent.UNKNOWN, Intent.CHOOSE) and not said.is_change
    if talk.choices and not is_new:
        place = chosen(text, [each.label for each in talk.choices])
        if place is not None and not talk.is_in_time:
            return again(talk, said.intent, saying.TOO_LATE)
        if place is not None:
            return _picked(talk, place)
    if waiting.waits_for == Waits.WORDS and not is_new:
        return _go(talk, replace(wish, words=text.strip()))
    if said.is_fragment or (said.is_change and wish.intent in (Intent.SCHEDULE, Intent.MOVE)):
        return _completed(talk, wish, said)
    return None


def _completed(talk: Talk, wish: Wish, said: Command) -> Reply:
    """Go on with a wish of which more was said: it takes the place of what was proposed before."""
    if wish.intent == Intent.PAY and said.doubts_about("amount"):
        return payments.which_number(wish, said.doubts_about("amount"))
    more = people.meant(talk, changed(wish, said), said.person)
    if isinstance(more, Reply):
        return more
    if wish.intent == Intent.PAY and said.amount is not None:
        more = replace(more, amount=str(said.amount), payment_id="")
    if talk.waiting and talk.waiting.waits_for in (Waits.TIME, Waits.PERSON):
        # What was asked for and said is as good as said at once.
        more = replace(more, is_doubtful=wish.is_doubtful or bool(said.doubts))
    return _go(talk, more)


def _wanted(talk: Talk, said: Command) -> Reply:
    """Begin with what somebody wants; what waited for an answer is over."""
    if said.intent in (Intent.UNKNOWN, Intent.CHOOSE):
        return _not_understood(talk, said)
    wish = wish_of(said)
    if said.is_change:
        wish = replace(wish, booking_id=sessions.just_booked(talk), is_doubtful=True)
    named = people.meant(talk, wish, said.person)
    if isinstance(named, Reply):
        return named
    if said.intent == Intent.PAY and said.doubts_about("amount"):
        return payments.which_number(named, said.doubts_about("amount"))
    return _go(talk, named)


def _not_understood(talk: Talk, said: Command) -> Reply:
    if talk.waiting is None:
        return tell(said.intent, saying.NOT_UNDERSTOOD)
    return again(talk, said.intent, "I did not understand that, and did nothing.")


def _tapped(talk: Talk, key: str) -> Reply:
    places = [place for place, each in enumerate(talk.choices) if each.key == key]
    if not places:
        raise UnknownChoice
    return replace(_picked(talk, places[0]), heard=talk.choices[places[0]].label)


def _picked(talk: Talk, place: int) -> Reply:
    wish, choice = talk.wish, talk.choices[place]
    if wish is None:
        raise UnknownChoice
    if choice.of == Of.START:
        return booking.book_at(talk, wish, datetime.fromisoformat(choice.key))
    return _go(talk, with_choice(wish, choice.of, choice.key))


def _go(talk: Talk, wish: Wish) -> Reply:
    match wish.intent:
        case Intent.SCHEDULE:
            return booking.book(talk, wish)
        case Intent.CANCEL:
            return sessions.call_off(talk, wish)
        case Intent.MOVE:
            return sessions.move(talk, wish)
        case Intent.NEXT_SESSION:
            return sessions.tell_next(talk, wish)
        case Intent.SEND:
            return messages.send(talk, wish)
        case Intent.PAY:
            return payments.pay(talk, wish)
    return messages.read_out(talk, wish)


def _keep(talk: Talk, reply: Reply) -> None:
    """Write down what waits now."""
    before = talk.dialogue
    if reply.keeps and before is not None:
        set_columns(before, asked_at=talk.now, expires_at=talk.now + WAITS)
        return
    person = UUID(reply.person_id) if reply.person_id else (before.person_id if before else None)
    Dialogue.objects.update_or_create(
        agent=talk.agent,
        defaults={
            "waits_for": reply.waits_for,
            "proposal": reply.proposal if reply.waits_for == Waits.YES else None,
            "wish": reply.wish.as_json() if reply.wish else {},
            "person_id": person,
            "choices": [each.as_json() for each in reply.choices],
            "question": reply.text[:LONGEST_SPOKEN] if reply.waits_for != Waits.NOTHING else "",
            "asked_at": talk.now,
            "expires_at": talk.now + WAITS,
        },
    )


def _spoken(agent: Agent, text: str, now: datetime) -> Spoken:
    return Spoken.objects.create(agent=agent, text=text[:LONGEST_SPOKEN], said_at=now)
