"""A text cut into sentences and clauses, each a piece of it to the letter."""

import re
from collections.abc import Iterator

# Of the same length, so that what is found there stands here.
_PLAIN = str.maketrans({"’": "'", "‘": "'", "`": "'", "–": "-", "—": "-", "\u00a0": " "})
# A message that plays another's part begins anew, wherever it stands.
_PART = (
    r"(?:system|assistant|developer|admin(?:istrator)?|instructions?|prompt|ai|bot)\s*"
    r"(?:prompt|message|note)?\s*:"
)
_END = re.compile(
    rf"(?<=[.!?…])['\")\]]*\s+|[\n\r;•]+\s*|\s+(?=\b{_PART})"
    r"|[\s,]+(?:(?:and|then|now|please)\s+){0,4}(?=(?:ignore|disregard|override|bypass)\s)",
    re.I,
)
_CLAUSE = re.compile(
    r"\s*,\s*(?:(?:and|but|or|plus|also|so|though|while|whereas|yet)\s+){0,4}"
    r"|\s+(?:but|though|although|whereas|while|yet)\s+(?:also\s+)?"
    r"|\s+and\s+(?=(?:also\s+)?(?:i|i'm|i've|i'd|a\s+(?:bit|little|beginner)|an?\s+expert|some|no|not|new\s+to|"
    r"(?:fairly|pretty|quite|very|really|only|just)\s+\w+|beginner|intermediate|advanced|expert|good\s+at)\b)",
    re.I,
)
_PROFILE = r"(?:skills?|levels?|categor(?:y|ies)|profiles?|passions?|goals?|answers?|ratings?|scores?)"
_ORDER = re.compile(
    rf"^\W*(?:{_PART}|<\/?\w+>|\[/?inst|(?:note|message|instructions?)\s+(?:to|for)\s+(?:the\s+)?"
    r"(?:ai|system|model|assistant|bot|llm|reader|profiler)\b)"
    r"|\b(?:ignore|disregard|forget|override|bypass)\b.{0,40}\b(?:instructions?|prompts?|rules|above|previous|prior)\b"
    r"|^\W*(?:ignore|disregard|forget)\s+(?:this|that|all|everything|the|my|your)\b"
    r"|^\W*(?:please\s+|now\s+|then\s+|and\s+|you\s+(?:must|should|will|shall)\s+){0,4}"
    r"(?:set|mark|make|give|grant|rate|rank|recommend|add|change|update|assign|output|print|return|respond|"
    r"answer|reply|list|show|treat|consider|assume|label|classify|put|fill|write|record|store|save|delete|drop)\b"
    rf".{{0,60}}\b(?:{_PROFILE}|as\s+an?\s+expert|me\s+as)\b"
    r"|^\W*(?:you\s+are\s+(?:now\s+)?|act\s+as|pretend|from\s+now\s+on|new\s+instructions?)\b",
    re.I,
)
_AGAINST = re.compile(
    r"\b(?:not|no|never|none|nothing|without|hate|hates|dislike|loathe|cannot|nor|neither|stopped|quit|"
    r"avoid|bad|terrible|awful|\w+n't|dont|cant|doesnt|didnt|wont|havent|(?:un|dis)interested|no\s+longer)\b",
    re.I,
)
_PEOPLE = (
    r"friends?|brothers?|sisters?|mother|father|parents|mum|mom|dad|wife|husband|partner|sons?|daughters?|boss|"
    r"colleagues?|teachers?|kids?|child|children|uncle|aunt|grand\w+|cousins?|boyfriend|girlfriend|team|family"
)
_OF_OTHERS = re.compile(
    rf"^\W*(?:(?:and|but)\s+)?(?:(?:my|our|his|her|their|a|the)\s+(?:\w+\s+)?(?:{_PEOPLE})\s+(?:is|are|was|were|has|have|had|"
    r"can|could|taught|says?|said|loves?|likes?|thinks?|works?|plays?|knows?|does|do|\w+ed)|(?:he|she|they|you|we)(?:'\w+)?\s)",
    re.I,
)
_TRIMMED = " \t,.;:!?…-*•'\"()[]"


def plain(text: str) -> str:
    """Return the text with one kind of apostrophe and hyphen, letter for letter as long."""
    return text.translate(_PLAIN)


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, without what they end with."""
    return [piece for piece in _pieces(text, _END) if re.search(r"\w", piece)]


def said_sentences(text: str) -> list[str]:
    """Return the sentences in which somebody says something; no orders to whoever reads."""
    return [sentence for sentence in sentences(text) if not is_order(sentence)]


def clauses(sentence: str) -> list[str]:
    """Return the parts of a sentence that could stand alone."""
    return [piece for piece in _pieces(sentence, _CLAUSE) if re.search(r"\w", piece)]


def is_order(sentence: str) -> bool:
    """Tell whether a sentence tells the reader what to do with the profile, or plays another's part."""
    return bool(_ORDER.search(plain(sentence)))


def is_against(clause: str) -> bool:
    """Tell whether a clause denies something."""
    return bool(_AGAINST.search(plain(clause)))


def is_of_others(clause: str) -> bool:
    """Tell whether a clause tells of somebody else."""
    return bool(_OF_OTHERS.search(plain(clause)))


def trimmed(piece: str) -> str:
    """Return a piece without spaces and marks around it."""
    return piece.strip(_TRIMMED)


def _pieces(text: str, between: re.Pattern[str]) -> Iterator[str]:
    start = 0
    for found in between.finditer(plain(text)):
        yield text[start : found.start()].strip(" \t,;.!?…")
        start = found.end()
    yield text[start:].strip(" \t,;.!?…")
