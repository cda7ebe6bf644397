"""Commands and recordings that are none, what should come of them, and what Whisper heard.

`commands.tsv` (sixty), `unseen.tsv` (thirty more, which nobody looked at while the grammar was written) and
`others.tsv` (sixty) have a line for each recording; `heard.tsv` what was written of it, clear and in noise,
the likeliest reading first. They were spoken by five synthetic voices (slt, rms and awb of flite, slt of
festival, joe of piper; the product speaks with none of them) at different paces and pitches, and are kept as
Opus, as the answers of `tests/intelligence/speech` are.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from trellis.intelligence.commands.forms import Command, Intent, KnownName
from trellis.intelligence.commands.hearing import best_of
from trellis.intelligence.commands.words import words_of

_FOLDER = Path(__file__).parent
NOW = datetime(2027, 1, 13, 13)  # a Wednesday, for whoever speaks
NOISES = ("clear", "20", "10")  # decibels of pink noise below the voice
NAMES = (
    KnownName("johnson", "Sarah Johnson", "UI/UX Design", "sarah_j", date(2027, 1, 4)),
    KnownName("lee", "Sarah Lee", "Data Science", "sarah_lee"),
    KnownName("webb", "Marcus Webb", "Web Development", "marcus"),
    KnownName("patel", "Priya Patel", "Marketing", "priya"),
    KnownName("becker", "Tom Becker", "Photography", "tom_b"),
    KnownName("rossi", "Elena Rossi", "Languages", "elena"),
    KnownName("kim", "David Kim", "Music Production", "dkim"),
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """Something that is heard: its words ("" for none), and what they mean (see `meaning_of`)."""

    name: str
    text: str
    meaning: str

    def recording(self) -> bytes:
        """Return the recording of it."""
        return (_FOLDER / "recordings" / f"{self.name}.ogg").read_bytes()


def meaning_of(command: Command) -> str:
    """Return intent and parameters in one line: all that is there, and nothing that is not."""
    person, when = command.person, command.when
    facts = {
        "who": "her" if person and person.is_pronoun else "+".join(_keys(command)),
        "days": _days(when.first, when.last) if when else "",
        "part": when.part if when else "",
        "at": f"{when.times[0]:%H:%M}" if when and when.times else "",
        "minutes": command.duration_minutes,
        "amount": command.amount if command.intent == Intent.PAY else None,
        "place": command.place,
        "words": " ".join(words_of(command.words)),
    }
    change = " change" if command.is_change else ""
    return command.intent + change + "".join(f" {name}={fact}" for name, fact in facts.items() if fact)


def is_understood(recorded: Recorded, readings: Sequence[str]) -> bool:
    """Tell whether what was heard comes to what is meant: intent and parameters, or no command at all."""
    _, command = best_of(readings, names=NAMES, now=NOW)
    if recorded.meaning:
        return meaning_of(command) == recorded.meaning
    return command.intent == Intent.UNKNOWN and not command.is_fragment


def commands() -> list[Recorded]:
    """Return the sixty commands."""
    return [Recorded(*row) for row in _rows("commands")]


def unseen() -> list[Recorded]:
    """Return the thirty commands that nobody looked at."""
    return [Recorded(*row) for row in _rows("unseen")]


def others() -> list[Recorded]:
    """Return the sixty that are none."""
    return [Recorded(name, text, "") for name, text in _rows("others")]


def heard() -> Iterator[tuple[str, str, list[str]]]:
    """Yield name, noise and the readings of what was heard, "" for nothing."""
    for name, noise, *readings in _rows("heard"):
        yield name, noise, readings


def keep_heard(rows: Iterable[tuple[str, str, Sequence[str]]]) -> None:
    """Write down what was heard."""
    lines = ("\t".join((name, noise, *readings)) for name, noise, readings in rows)
    (_FOLDER / "heard.tsv").write_text("\n".join(lines) + "\n")


def _keys(command: Command) -> list[str]:
    if command.person is None:
        return []
    return sorted(name.key for name in command.person.candidates) or [f"?{command.person.said}"]


def _days(first: date | None, last: date | None) -> str:
    if first is None:
        return ""
    return f"{first}" if first == last else f"{first}..{last}"


def _rows(name: str) -> Iterator[list[str]]:
    with (_FOLDER / f"{name}.tsv").open(newline="") as file:
        yield from csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
