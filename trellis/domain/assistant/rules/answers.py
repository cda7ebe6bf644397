"""What an agent answers to a message: sentences of its own, with facts of this conversation alone.

What others write is read for what kind of message it is, and for nothing else: no word of it is obeyed, and
none of it is repeated.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from trellis.domain.assistant.rules.manners import Tone, Verbosity

_READ = 2000  # letters of a message: what comes after them changes no answer


class About(StrEnum):
    """What a message is about."""

    ORDERS = "orders"  # to whoever answers for the person
    THANKS = "thanks"
    WHEN = "when"
    CHANGE = "change"  # another time, or none
    GOALS = "goals"
    QUESTION = "question"
    GREETING = "greeting"
    OTHER = "other"


@dataclass(frozen=True)
class Facts:
    """What an answer may say: who writes to whom, their next session, what the person wants to learn."""

    sender: str
    own_name: str
    agent_name: str
    next_session: str = ""
    goals: str = ""


@dataclass(frozen=True)
class Draft:
    """An answer, and why it is not to be sent unread, "" where it may be."""

    text: str
    ask: str = ""


# What is said to an assistant, or asks for what is the person's own.
_ORDERS = (
    *("assistant", "agent", "chat ?bot", "bot", "ai", "llm", "gpt", "prompt", "instructions?", "disregard"),
    *("ignore (all|any|the|your|previous)", "you are now", "pretend", "system ?: ?", "passwords?", "api key"),
    *("send me", "give me", "forward (me|all|the|this)", "show me (his|her|their|all|the)"),
)
_WORDS: dict[About, str] = {
    About.ORDERS: rf"\b({'|'.join(_ORDERS)})(?!\w)",
    About.CHANGE: r"\b(reschedul\w*|move (it|our|the)|another time|postpone\w*|cancel\w*|call(ed)? off)\b",
    About.WHEN: r"\b(when|what time|which day|still on|see you)\b",
    About.GOALS: r"\b(goals?|want to (learn|achieve)|like to (learn|achieve|work on)|work on)\b",
    About.THANKS: r"\b(thanks?|thank you|cheers|congratulations|well done|great job)\b",
    About.GREETING: r"^\W*(hi|hello|hey|good (morning|afternoon|evening))\b",
}
_PATTERNS = {about: re.compile(words, re.IGNORECASE) for about, words in _WORDS.items()}
_HELLO = {Tone.FRIENDLY: "Hi {0}!", Tone.NEUTRAL: "Hello {0}.", Tone.FORMAL: "Dear {0},"}
_END = {Tone.FRIENDLY: "Best wishes,\n{0}", Tone.NEUTRAL: "{0}", Tone.FORMAL: "Kind regards,\n{0}"}
_SAID = {
    About.ORDERS: "Thank you for your message. I will read it and answer you myself.",
    About.THANKS: "Thank you for your kind words.",
    About.CHANGE: "Thank you for telling me. I will look at my calendar and come back to you.",
    About.QUESTION: "Thank you for your question. I will think about it and answer you myself.",
    About.GREETING: "Thank you for writing to me.",
    About.OTHER: "Thank you for your message. I have it, and will come back to you.",
}
_NO_SESSION = "We have no session planned at the moment."
_ASK_ORDERS = "This message tells whoever answers it what to do: read it yourself first."
_ASK_GOALS = "This answer tells something of your profile."
_ASK_CHANGE = "This message is about changing a session."


def about_what(text: str) -> About:
    """Return what a message is about; one that gives orders is about nothing else."""
    read = text[:_READ]
    found = next((about for about, words in _PATTERNS.items() if words.search(read)), None)
    if found in (None, About.GREETING) and "?" in read:
        return About.QUESTION
    return found or About.OTHER


def draft(text: str, facts: Facts, *, tone: Tone, verbosity: Verbosity) -> Draft:
    """Return an answer to a message, in the manner that its person has chosen for their agent."""
    about = about_what(text)
    sentences = [_said(about, facts)]
    if verbosity != Verbosity.CONCISE and about is not About.WHEN and facts.next_session:
        sentences.append(f"Our next session is on {facts.next_session}.")
    if verbosity == Verbosity.DETAILED:
        sentences.append(f"{facts.agent_name}, my assistant, wrote this for me.")
    hello, end = _HELLO[tone].format(facts.sender), _END[tone].format(facts.own_name)
    body = " ".join(sentences)
    is_short = verbosity == Verbosity.CONCISE and tone != Tone.FORMAL
    written = f"{hello} {body}" if is_short else f"{hello}\n{body}\n{end}"
    return Draft(written, _ask(about, facts))


def _said(about: About, facts: Facts) -> str:
    if about is About.WHEN:
        return f"Our next session is on {facts.next_session}." if facts.next_session else _NO_SESSION
    if about is About.GOALS:
        return (
            f"This is what I would like to achieve: {facts.goals}" if facts.goals else _SAID[About.QUESTION]
        )
    return _SAID[about]


def _ask(about: About, facts: Facts) -> str:
    if about is About.ORDERS:
        return _ASK_ORDERS
    if about is About.CHANGE:
        return _ASK_CHANGE
    return _ASK_GOALS if about is About.GOALS and facts.goals else ""
