"""Messages: those of others are read out, as what they are; one's own words are sent."""

from __future__ import annotations

from dataclasses import replace

from trellis.domain.assistant.models import Waits
from trellis.domain.assistant.queries.unread import Told, last_from, unread_for
from trellis.domain.assistant.rules.acts import ActKind
from trellis.domain.assistant.rules.limits import LONGEST_READ_OUT, MOST_READ_OUT
from trellis.domain.assistant.rules.wishes import Wish
from trellis.domain.assistant.services.dialogue import people
from trellis.domain.assistant.services.dialogue.doing import act
from trellis.domain.assistant.services.dialogue.turns import Person, Reply, Talk, ask, tell
from trellis.domain.messaging.services.reading import read_up_to


def send(talk: Talk, wish: Wish) -> Reply:
    """Send what somebody has said, or read it back and ask; their words alone go, as they said them."""
    known = people.one(talk, wish)
    if isinstance(known, Reply):
        return known
    person = Person(known.name.key, known.name.full_name)
    if not wish.words:
        # What is said next is taken down word by word, and read back in any case.
        wish = replace(wish, is_doubtful=True)
        return ask(wish, f"What shall I write to {person.name}?", Waits.WORDS, person_id=person.id)
    details = {"recipient_id": person.id, "text": wish.words, "reply_to": None, "drafted": False, "ask": ""}
    return act(talk, wish, ActKind.SEND, details, person)


def read_out(talk: Talk, wish: Wish) -> Reply:
    """Read messages out that have not been read, else the last one of somebody who is named.

    They are what others wrote, whatever they say; nothing that waited for a yes goes on waiting.
    """
    told = unread_for(talk.user, of=wish.person_id or None, limit=MOST_READ_OUT)
    for each in told.messages:
        read_up_to(person=talk.user, room=each.room, number=each.number, now=talk.now)
    if told.messages:
        how_many = "one new message" if told.count == 1 else f"{told.count} new messages"
        more = "" if told.count <= len(told.messages) else " There are more: say read my messages again."
        said = " ".join(map(_in_words, told.messages))
        text = f"You have {how_many}. {said} That is all they wrote.{more}"
        return tell(wish.intent, text, person_id=told.messages[-1].sender_id)
    if wish.person_id and (last := last_from(talk.user, wish.person_id)):
        return tell(wish.intent, f"Nothing new. The last time, {_in_words(last)}", person_id=wish.person_id)
    return tell(wish.intent, "You have no new messages.", person_id=wish.person_id)


def _in_words(told: Told) -> str:
    text = " ".join(told.text.split())
    if not text:
        return f"{told.sender} sent a file."
    if len(text) > LONGEST_READ_OUT:
        text = f"{text[:LONGEST_READ_OUT].rpartition(' ')[0] or text[:LONGEST_READ_OUT]}, and so on"
    return f"{told.sender} wrote: “{text}”."
