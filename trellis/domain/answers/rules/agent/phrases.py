"""Phrases in questions of members: jobs, steps, times, wishes. What is understood goes out of the rest."""

import re
from collections.abc import Mapping
from datetime import datetime, time, timedelta
from enum import StrEnum

from trellis.domain.jobs.rules.choices import Stage

Span = tuple[datetime, datetime]
_JOB = re.compile(
    r"\b(?:for|of|to|in|on|at)?\s*(?:the |our |my )?"
    r"(?:job|posting|vacancy|position|role)\s*(?:no\.?|number|nr\.?|id|#)?\s*#?(\d{1,40})\b"
    r"|#(\d{1,40})\b",
    re.IGNORECASE,
)
_CALLED = re.compile(
    r"\b(?:for|to) (?:the |our |my )?(?:job|posting|vacancy|position|role)(?: of| as| called)?"
    r"\s+[\"“'‘]?(?P<title>[^\"”'’?!.,;]{2,100})",
    re.IGNORECASE,
)
_DAYS = re.compile(r"\b(?:in|within|during|over) the (?:last|past) (\d{1,3}) (day|week)s?\b", re.IGNORECASE)
_TIMES = re.compile(r"\b(?:(today|yesterday)|(this|last) (week|month))\b", re.IGNORECASE)


class Wish(StrEnum):
    """What a candidate says of the work that they look for."""

    REMOTE = "would work remotely"
    HYBRID = "would work partly from home"
    ON_SITE = "would work on site"
    FULL_TIME = "would work full time"
    PART_TIME = "would work part time"
    AVAILABLE = "is available"
    RELOCATE = "would relocate"
    VISA = "has a work visa"


_START = (
    r"(?:(?:can|could|would|wants? to|willing to|able to|who|and)\s+)*"
    r"(?:(?:start|work|begin|be|is|are)\w*\s+)?"
)
_WISHES: Mapping[Wish, str] = {
    Wish.REMOTE: r"(?:fully |completely |only )?remote(?:ly)?(?: work)?|(?:work )?from home|home ?office",
    Wish.HYBRID: r"hybrid(?: work)?|partly from home",
    Wish.ON_SITE: r"on[- ]?site|in (?:the|our) office",
    Wish.FULL_TIME: r"full[- ]time",
    Wish.PART_TIME: r"part[- ]time",
    Wish.AVAILABLE: r"available(?: now| at once| immediately)?|now|immediately|right away|at once",
    Wish.RELOCATE: r"(?:willing |ready |able )?(?:to )?relocat(?:e|es|ing)|move (?:here|to us)",
    Wish.VISA: r"(?:has |have |with |holds? )?(?:a |the )?(?:valid )?work (?:visa|permit)s?",
}
_WISH = {wish: re.compile(rf"\b{_START}(?:{words})\b", re.IGNORECASE) for wish, words in _WISHES.items()}
_STAGES: Mapping[Stage, str] = {
    Stage.SHORTLISTED: r"short[- ]?list(?:ed)?|on the shortlist",
    Stage.INTERVIEW: r"invited(?: (?:to|for) (?:an )?interviews?)?|in the interview stage|interviewed",
    Stage.OFFERED: r"offered(?: (?:the|a) job)?|(?:got|has|have) an offer",
    Stage.HIRED: r"hired",
    Stage.REJECTED: r"reject(?:ed)?|turned down|declined",
    Stage.WITHDRAWN: r"withdr(?:ew|awn)",
    Stage.APPLIED: r"undecided|not (?:yet )?decided|waiting for a decision|new applica(?:nts|tions)",
}
_STAGE = {
    stage: re.compile(rf"\b(?:(?:was|were|is|are|did we|have we|has been|have been)\s+)?(?:{words})\b", re.I)
    for stage, words in _STAGES.items()
}


def job_in(text: str) -> tuple[int | None, str]:
    """Return the number of the job that a question names, if any, and the question without it."""
    found = _JOB.search(text)
    return (None, text) if found is None else (int(found[1] or found[2]), _without(text, found))


def title_in(text: str) -> str:
    """Return what a question calls a job that it does not number, "" where it calls none."""
    found = _CALLED.search(text)
    return found["title"].strip() if found else ""


def stage_in(text: str) -> tuple[Stage | None, str]:
    """Return at which stage those are who are asked for, if that is said, and the question without it."""
    for stage, pattern in _STAGE.items():
        if found := pattern.search(text):
            return stage, _without(text, found)
    return None, text


def wishes_in(text: str) -> tuple[tuple[Wish, ...], str]:
    """Return what those should want who are asked for, and the question without it."""
    wishes = []
    for wish, pattern in _WISH.items():
        if found := pattern.search(text):
            wishes.append(wish)
            text = _without(text, found)
    return tuple(wishes), text


def time_in(text: str, *, now: datetime) -> tuple[Span | None, str]:
    """Return of which time a question asks, in the zone of `now`, and the question without it."""
    if found := _DAYS.search(text):
        days = int(found[1]) * (7 if found[2].lower() == "week" else 1)
        return (now - timedelta(days=days), now), _without(text, found)
    found = _TIMES.search(text)
    if found is None:
        return None, text
    day, which, unit = ((part or "").lower() for part in found.groups())
    return _span(day, which, unit, now), _without(text, found)


def _span(day: str, which: str, unit: str, now: datetime) -> Span:
    today = datetime.combine(now.date(), time(), tzinfo=now.tzinfo)
    if day:
        return (today, now) if day == "today" else (today - timedelta(days=1), today)
    if unit == "week":
        monday = today - timedelta(days=today.weekday())
        return (monday, now) if which == "this" else (monday - timedelta(days=7), monday)
    first = today.replace(day=1)
    return (first, now) if which == "this" else ((first - timedelta(days=1)).replace(day=1), first)


def _without(text: str, found: re.Match[str]) -> str:
    return f"{text[: found.start()]} , {text[found.end() :]}"
