"""What a member asks the agent, read by rules: which rows, narrowed to what."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from trellis.core.db.folding import fold
from trellis.domain.answers.rules.agent.phrases import (
    Span,
    Wish,
    job_in,
    stage_in,
    time_in,
    title_in,
    wishes_in,
)
from trellis.domain.jobs.rules.choices import Stage

_MOST_TERMS = 8


class Intent(StrEnum):
    """What is asked for."""

    COMPARE = "compare"
    NEEDS = "needs"
    TODO = "to do"
    INTERVIEWS = "interviews"
    RANKING = "ranking"
    APPLICANTS = "applicants"
    JOBS = "jobs"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Asked:
    """A question, understood. `jobs` are the keys of the jobs it names; None where it names none."""

    intent: Intent
    jobs: tuple[int, ...] | None = None
    unknown_job: str = ""  # a job that it names and the organization has not
    terms: tuple[str, ...] = ()
    is_any: bool = False
    wishes: tuple[Wish, ...] = ()
    stage: Stage | None = None
    span: Span | None = None
    wants_contact: bool = False


_INTENTS: tuple[tuple[Intent, str], ...] = (
    (Intent.COMPARE, r"\bcompare\b|\bcomparison\b|\bversus\b|\bvs\b|\bdifferences? between\b"),
    (
        Intent.TODO,
        r"\bto[- ]?dos?\b|\b(?:what|anything)\b.*\b(?:(?:do|should|must|can) i\b.*\bdo\b|left|next|waiting)",
    ),
    (
        Intent.NEEDS,
        r"\b(?:which|what|whose|open|shared|unmet|any|list|show)\b[^?]*\bneeds\b|\bneeds\b[^?]*\b(?:open|met|due)\b"
        r"|\baccommodations?\b|\badjustments?\b",
    ),
    (Intent.INTERVIEWS, r"\b(?:which|what|list|show|open|any|our)\b[^?]*\b(?:interviews|sessions)\b"),
    (
        Intent.RANKING,
        r"\brank(?:ed|ings?)?\b|\bbest (?:candidates?|applicants?|fit|for|suited)\b|\bfits? best\b|\btop \w+",
    ),
    (
        Intent.APPLICANTS,
        r"\bwho\b|\bwhich (?:of|people)\b|\bany(?:body|one)\b|\bsome(?:body|one)\b|\bpeople\b",
    ),
    (
        Intent.JOBS,
        r"\b(?:which|what|list|show|our|how many|any)\b[^?]*\b(?:jobs|postings|vacancies|positions)\b",
    ),
    (Intent.APPLICANTS, r"\bapplica(?:nts?|tions?)\b|\bcandidates?\b|\bapplied\b|\bhow many\b[^?]*\bappl"),
    (Intent.JOBS, r"\bjobs?\b|\bpostings?\b|\bvacanc(?:y|ies)\b|\bpositions?\b"),
)
_PATTERNS = tuple((intent, re.compile(pattern)) for intent, pattern in _INTENTS)
_CONTACT = re.compile(
    r"\b(?:tele)?phones?\b|\bnumbers?\b(?! \d)|\be-?mails?\b|\baddress(?:es)?\b|\bcontacts?\b"
)
# What stands before that which somebody should be able to do.
_VERBS = (
    r"knows?(?: about| how to)?|can|could|speaks?|uses?|used|writes?|understands?|studied|mentions?"
    r"|(?:ha(?:s|ve)|with|got|having)(?: (?:some|any|good|much|a lot of))?"
    r"(?: (?:experience|skills?|knowledge|training|a degree|worked?)(?: (?:with|in|of|as|at))?)?"
    r"|experience (?:with|in|of)|work(?:s|ed)?(?: (?:with|as|in|on|at))|(?:is|are|was|were)(?: an?)?"
    r"|(?:skilled|experienced|trained|certified|good|familiar|able|fluent)(?: (?:in|at|with|as|to))?"
    r"|does|do|did"
)
_VERB = re.compile(rf"\b(?:{_VERBS})\s+", re.IGNORECASE)
_LEADING = re.compile(
    rf"^(?:(?:{_VERBS}|who|also|either|both|the|an?|some|any|to|well|of)\s+)+", re.IGNORECASE
)
_PARTS = re.compile(r"\s*(?:[,;&?!]|\.(?!\w)|\b(?:and|or|as well as|plus)\b)\s*", re.IGNORECASE)
_OR = re.compile(r"\bor\b", re.IGNORECASE)
# Words that name nothing that somebody can.
_EMPTY_WORDS = """
    a all an and any applicant applicants application applications applied apply at be best can
    candidate candidates could do everybody everyone find for from get give have how i in is it job jobs
    list many me most my name names of on or our people person please posting show so somebody someone
    tell than that the their them there they this to us want was we were what when where which who whom
    whose will with work worked would you your now yet already start phone phones number numbers email
    emails e-mail address addresses contact contacts details know knows has are does did look looking
    everything about more less not
"""
_EMPTY = frozenset(_EMPTY_WORDS.split())
_WORD = re.compile(r"[\w+#.'’/-]*[\w+#]")


def read(question: str, *, titles: Mapping[int, str], now: datetime) -> Asked:
    """Return what a member asks, whose organization has jobs of these titles; `now` is in their zone."""
    number, rest = job_in(question)
    jobs, unknown = _jobs(number, rest, titles)
    for title in titles.values():
        rest = _without_title(rest, title) if jobs else rest
    span, rest = time_in(rest, now=now)
    stage, rest = stage_in(rest)
    wishes, rest = wishes_in(rest)
    folded = fold(question)
    intent = next((intent for intent, pattern in _PATTERNS if pattern.search(folded)), Intent.UNKNOWN)
    terms = _terms(rest) if intent in (Intent.APPLICANTS, Intent.UNKNOWN) else ()
    if intent is Intent.UNKNOWN and (stage or wishes):
        intent = Intent.APPLICANTS
    return Asked(
        intent,
        jobs=jobs,
        unknown_job=unknown,
        terms=terms,
        is_any=bool(_OR.search(rest)),
        wishes=wishes,
        stage=stage,
        span=span,
        wants_contact=bool(_CONTACT.search(fold(rest))),
    )


def _jobs(number: int | None, rest: str, titles: Mapping[int, str]) -> tuple[tuple[int, ...] | None, str]:
    """Return the keys of the jobs that are named, and what names one that is not there."""
    if number is not None:
        return ((number,), "") if number in titles else ((), str(number))
    named = [(key, title) for key, title in titles.items() if _names(rest, title)]
    if named:
        longest = max(len(title) for _, title in named)
        return tuple(key for key, title in named if len(title) == longest), ""
    called = title_in(rest)
    return ((), called) if called else (None, "")


def _names(text: str, title: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(fold(title))}(?!\w)", fold(text)))


def _without_title(text: str, title: str) -> str:
    return re.sub(rf"(?<!\w){re.escape(title)}(?!\w)", " , ", text, flags=re.IGNORECASE)


def _terms(rest: str) -> tuple[str, ...]:
    """Return what somebody should be able to do, as far as the rest of a question says it."""
    found = _VERB.search(rest)
    said = rest[found.end() :] if found else rest
    parts = (_term(part) for part in _PARTS.split(said))
    return tuple(dict.fromkeys(filter(None, parts)))[:_MOST_TERMS]


def _term(part: str) -> str:
    part = _LEADING.sub("", part.strip())
    if inner := _VERB.search(part):
        part = part[inner.end() :]
    words = _WORD.findall(part)
    while words and fold(words[0]) in _EMPTY:
        words.pop(0)
    while words and fold(words[-1]) in _EMPTY:
        words.pop()
    return " ".join(words)
