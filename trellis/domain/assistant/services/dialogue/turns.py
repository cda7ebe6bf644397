"""One turn of a dialogue: what is known when it begins, and what is answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Agent, Dialogue, Proposal, Waits
from trellis.domain.assistant.queries.people import Known, known_to
from trellis.domain.assistant.rules.limits import MOST_CHOICES
from trellis.domain.assistant.rules.wishes import Of, Wish, wish_from
from trellis.domain.notifications.rules import zone_of
from trellis.intelligence.commands.forms import Intent


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several that may be meant; the label tells it from the others."""

    of: Of
    key: str
    label: str

    def as_json(self) -> dict[str, str]:
        """Return it as JSON keeps it."""
        return {"of": str(self.of), "key": self.key, "label": self.label}


@dataclass(frozen=True, slots=True)
class Person:
    """Whom something is about: the id that everybody sees ("" for nobody), and the name."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What is answered, what was done or proposed by that, and for what the agent waits now.

    With `keeps` it goes on waiting for what it asked before. `heard` is what was answered.
    """

    intent: Intent
    text: str
    action: Action | None = None
    proposal: Proposal | None = None
    choices: tuple[Choice, ...] = ()
    waits_for: Waits = Waits.NOTHING
    wish: Wish | None = None
    person_id: str = ""
    keeps: bool = False
    heard: str = ""


@dataclass(frozen=True)
class Talk:
    """Who speaks with which agent, and what waits: `waiting` is None where nothing does (any more).

    `begun_at` is when they began to speak.
    """

    user: User
    agent: Agent
    dialogue: Dialogue | None
    begun_at: datetime
    now: datetime

    @cached_property
    def known(self) -> list[Known]:
        """Whom the person knows."""
        return known_to(self.user)

    @property
    def local_now(self) -> datetime:
        """What the clock of the person shows."""
        return self.now.astimezone(zone_of(self.user))

    @property
    def waiting(self) -> Dialogue | None:
        """What waits for an answer."""
        found = self.dialogue
        if found is None or found.waits_for == Waits.NOTHING or found.expires_at <= self.now:
            return None
        return found

    @property
    def is_in_time(self) -> bool:
        """Whether they began to speak after what waits was asked: else it is no answer to that."""
        return self.waiting is not None and self.begun_at >= self.waiting.asked_at

    @property
    def just_spoken_of(self) -> str:
        """Who was spoken of within the last minutes, "" for nobody."""
        found = self.dialogue
        is_near = found is not None and found.expires_at > self.now
        return str(found.person_id) if found and is_near and found.person_id else ""

    @property
    def wish(self) -> Wish | None:
        """What has been understood so far of what waits."""
        return wish_from(self.waiting.wish) if self.waiting else None

    @property
    def choices(self) -> list[Choice]:
        """Between what the person was asked to choose."""
        kept = self.waiting.choices if self.waiting else []
        return [Choice(Of(each["of"]), each["key"], each["label"]) for each in kept]


def which_of(wish: Wish, question: str, choices: Sequence[Choice]) -> Reply:
    """Ask which of several is meant: by place, or by what tells them apart."""
    few = tuple(choices[:MOST_CHOICES])
    listed = " ".join(f"{place}: {choice.label}." for place, choice in enumerate(few, 1))
    return Reply(
        intent=wish.intent, text=f"{question} {listed}", choices=few, waits_for=Waits.CHOICE, wish=wish
    )


def ask(wish: Wish, question: str, waits_for: Waits, *, person_id: str = "") -> Reply:
    """Ask for what is missing of a wish."""
    return Reply(intent=wish.intent, text=question, waits_for=waits_for, wish=wish, person_id=person_id)


def tell(intent: Intent, text: str, *, person_id: str = "") -> Reply:
    """Say something after which nothing waits."""
    return Reply(intent=intent, text=text, person_id=person_id)


def again(talk: Talk, intent: Intent, sentence: str) -> Reply:
    """Say something, and ask again what waits."""
    waiting = talk.waiting
    if waiting is None:
        return tell(intent, sentence)
    return Reply(
        intent=intent,
        text=f"{sentence} {waiting.question}",
        proposal=waiting.proposal,
        choices=tuple(talk.choices),
        keeps=True,
    )
