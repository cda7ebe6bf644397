"""How the agent puts into words what it has found: who somebody is to this reader, and what they say."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from trellis.core.links import link_to
from trellis.domain.answers.rules.agent.phrases import Wish
from trellis.domain.answers.rules.answers import Source, in_list
from trellis.domain.jobs.queries.applications import applicant
from trellis.intelligence.ranking.sources import RESUME

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Application, Posting
    from trellis.intelligence.ranking.judging import Evidence, Reason

_LONGEST_QUOTE = 160
SHOWN = 10  # people, or things, that are named in an answer
LIMITS = (
    "I go by what the applications say; who does not say something may still know it. I rank nobody: people"
    " decide."
)
_KEYS: Mapping[Wish, tuple[str, tuple[str, ...]]] = {
    Wish.REMOTE: ("work_mode_preferences", ("remote", "home")),
    Wish.HYBRID: ("work_mode_preferences", ("hybrid",)),
    Wish.ON_SITE: ("work_mode_preferences", ("on-site", "onsite", "on site", "office")),
    Wish.FULL_TIME: ("employment_type_preferences", ("full-time", "full time", "fulltime", "full_time")),
    Wish.PART_TIME: ("employment_type_preferences", ("part-time", "part time", "parttime", "part_time")),
}
_FACTS: Mapping[Wish, str] = {
    Wish.AVAILABLE: "is_available",
    Wish.RELOCATE: "willing_to_relocate",
    Wish.VISA: "has_workvisa",
}


def name_of(application: "Application") -> str:
    """Return who has applied, as the organization reads it, with the number."""
    called = applicant(application)
    name = " ".join(filter(None, (called["first_name"], called["last_name"])))
    if not name:
        return application.number
    return name if application.number in name else f"{name} ({application.number})"


def source_of(application: "Application", quote: str = "") -> Source:
    """Return an application as the row that is spoken of, where it stands how it was judged."""
    url = link_to("application-judgement", job_id=application.posting_id, application_id=application.pk)
    return Source("application", str(application.pk), name_of(application), url, quote)


def source_of_job(posting: "Posting") -> Source:
    """Return a job as the row that is spoken of."""
    return Source("job", str(posting.pk), posting.title, link_to("job", job_id=posting.pk))


def source_of_evidence(application: "Application", evidence: "Evidence") -> Source:
    """Return where a quote stands: in the resume as it was sent, or in the profile."""
    if evidence.source != RESUME:
        return Source(
            "profile",
            str(application.pk),
            name_of(application),
            link_to("job-applications", job_id=application.posting_id),
            shortened(evidence.quote),
        )
    url = link_to("application-resume-file", job_id=application.posting_id, application_id=application.pk)
    return Source("resume", str(application.pk), name_of(application), url, shortened(evidence.quote))


def shortened(quote: str) -> str:
    """Return the beginning of a quote, cut between words: a part of it, letter by letter."""
    if len(quote) <= _LONGEST_QUOTE:
        return quote
    return quote[:_LONGEST_QUOTE].rpartition(" ")[0] or quote[:_LONGEST_QUOTE]


def said_of(reason: "Reason") -> str:
    """Return how somebody answers a criterion, with their words."""
    text = reason.criterion.text
    if reason.strength == "missing":
        return f"says nothing about {text}"
    quotes = in_list(f"“{_line(each.quote)}”" for each in reason.evidence[:2])
    if reason.strength == "near":
        return f"does not say {text}, but something near to it: {quotes}" if quotes else f"is near to {text}"
    how = "shows" if reason.strength == "shown" else "names"
    return f"{how} {text}: {quotes}" if quotes else f"{how} {text}"


def wish_said(wish: Wish, told: Mapping[str, Any]) -> str | None:
    """Return in which words an application says that this is so; None where it does not."""
    if wish in _FACTS:
        return str(wish) if told.get(_FACTS[wish]) is True else None
    name, words = _KEYS[wish]
    found = _saying(told.get(name), words)
    return None if found is None else f"{wish}: “{_line(found)}”"


def is_said(wish: Wish, told: Mapping[str, Any]) -> bool:
    """Tell whether an application says anything about this at all."""
    return bool(told.get(_FACTS[wish] if wish in _FACTS else _KEYS[wish][0]) not in (None, {}, [], ""))


def day(moment: datetime | date) -> str:
    """Return a day as people write it."""
    return f"{moment.day} {moment:%B %Y}"


def counted(number: int, one: str, many: str = "") -> str:
    """Return so many of these."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def _saying(value: Any, words: tuple[str, ...]) -> str | None:
    """Return the text in a structure that says one of these words; a key does where it is true."""
    if isinstance(value, str):
        return value if any(word in value.casefold() for word in words) else None
    if isinstance(value, list):
        return next((found for each in value if (found := _saying(each, words)) is not None), None)
    if isinstance(value, dict):
        named = (str(key) for key, each in value.items() if each is True and _saying(str(key), words))
        inner = (found for each in value.values() if (found := _saying(each, words)) is not None)
        return next(named, None) or next(inner, None)
    return None


def _line(quote: str) -> str:
    return " ".join(shortened(quote).split())
