"""A sentence, as somebody says it or a recogniser writes it, understood as a command."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from trellis.intelligence.commands.amounts import take_amount
from trellis.intelligence.commands.filling import confused, filled
from trellis.intelligence.commands.forms import Command, Doubt, Intent, KnownName
from trellis.intelligence.commands.intents import Reading, answer_in, place_in, reading_of, without_openers
from trellis.intelligence.commands.mishearing import put_right
from trellis.intelligence.commands.sending import message_in
from trellis.intelligence.commands.small import DENIALS, MEANINGLESS, OF_INTENT, PRONOUNS, SEVERAL
from trellis.intelligence.commands.taking import Sentence
from trellis.intelligence.commands.words import words_of

_MOST_WORDS = 40
# More words than that which mean nothing here, and it is something else that is said.
_MOST_OTHERS = 2
_UNKNOWN = Command(intent=Intent.UNKNOWN)
_ONE_AT_A_TIME = (Intent.SCHEDULE, Intent.CANCEL, Intent.MOVE)
_VERB = Doubt("verb")
# Of several sessions, or with oneself.
_IS_NO_ORDER = re.compile(
    r"\b(?:[2-9]|\d{2,}|both|several|many) (?:session|meeting|appointment|lesson|call|booking|slot)s?\b"
    r"|\bwith (?:me|myself)\b"
)


def read_command(text: str, *, names: Sequence[KnownName], now: datetime) -> Command:
    """Return the command that a sentence is; its intent is UNKNOWN where it is none for sure.

    `names` are those whom the person knows; `now` is by the clock of the person.
    """
    said, is_put_right = put_right(" ".join(words_of(text)))
    command = _answer(said) or _ordered(text, without_openers(said), names, now)
    return replace(command, doubts=(*command.doubts, _VERB)) if is_put_right else command


def _answer(said: str) -> Command | None:
    """Return what is nothing but an answer, or a place among several."""
    answer = answer_in(said) or answer_in(without_openers(said))
    if answer is not None:
        intent, is_clear = answer
        return Command(intent=intent, doubts=() if is_clear else (Doubt("yes"),))
    place = place_in(said)
    return None if place is None else Command(intent=Intent.CHOOSE, place=place)


def _ordered(text: str, said: str, names: Sequence[KnownName], now: datetime) -> Command:
    reading, words = reading_of(said), said.split()
    if reading is None and (message := _message(text, names)):
        return message
    if len(words) > _MOST_WORDS or DENIALS & set(words) or _IS_NO_ORDER.search(said):
        return _UNKNOWN
    if reading is None:
        return _fragment(said, names, now)
    sentence = Sentence(reading.left)
    command = _judged(filled(sentence, reading.intent, names, now), sentence)
    if reading.is_change:
        return _as_change(command)
    return command if reading.is_sure else _as_guess(command, reading)


def _as_change(command: Command) -> Command:
    """Return what is said of a time that stands already: its day stays where none is named."""
    when = command.when
    if command.intent == Intent.UNKNOWN or (when is None and command.duration_minutes is None):
        return _UNKNOWN
    if when is not None and not when.is_day_said:
        when = replace(when, first=None, last=None)
    return replace(command, is_change=True, when=when)


def _as_guess(command: Command, reading: Reading) -> Command:
    """Return a command whose verb was not understood, if all else in it was."""
    is_whole = command.intent == reading.intent and command.when is not None and not command.doubts
    return replace(command, doubts=(_VERB,)) if is_whole else _UNKNOWN


def _judged(command: Command, sentence: Sentence) -> Command:
    """Return the command with its doubts; UNKNOWN where too much of the sentence means something else."""
    usual = OF_INTENT.get(command.intent, frozenset())
    others = [word for word in sentence.others(MEANINGLESS) if word not in usual]
    if len(others) > _MOST_OTHERS or (command.intent in _ONE_AT_A_TIME and SEVERAL & set(others)):
        return _UNKNOWN
    if not others or command.intent == Intent.SPELL:
        return command
    return replace(command, doubts=(*command.doubts, Doubt("words", tuple(others))))


def _message(text: str, names: Sequence[KnownName]) -> Command | None:
    found = message_in(text, names)
    if found is None:
        return None
    person, words = found
    return Command(intent=Intent.SEND, person=person, words=words)


def _fragment(said: str, names: Sequence[KnownName], now: datetime) -> Command:
    """Return what answers a question: a name, a time, an amount, and nothing else.

    An amount and who gets it, with no more than a word that was not understood, is meant to be paid.
    """
    sentence = Sentence(said)
    command = filled(sentence, Intent.SCHEDULE, names, now)
    if command.amount is None and (bare := take_amount(sentence, bare=True)):
        command = replace(command, amount=bare[0], doubts=confused(bare[0], None))
    others = [word for word in sentence.others(MEANINGLESS) if word not in OF_INTENT[Intent.UNKNOWN]]
    if _is_paid(command, said, others):
        return replace(command, intent=Intent.PAY, when=None, doubts=(*command.doubts, _VERB))
    is_fragment = not others and (
        command.person or command.when or command.amount or command.duration_minutes
    )
    return replace(command, intent=Intent.UNKNOWN, is_fragment=True) if is_fragment else _UNKNOWN


def _is_paid(command: Command, said: str, others: Sequence[str]) -> bool:
    is_told = said.split()[:1] and said.split()[0] in PRONOUNS
    return bool(command.currency and command.person and command.person.candidates and not is_told) and (
        len(others) <= 1 and command.when is None
    )
