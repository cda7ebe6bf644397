"""A resume as a JSON Resume document (jsonresume.org, 1.0.0), made of somebody's history.

What is not known is not there: no empty texts, no end of what goes on, no day of what is known to the year.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trellis.domain.portfolio.rules.history import History, Sessions, Taken, Way
from trellis.domain.portfolio.rules.summary import HOUSE, summary_of

Document = dict[str, Any]
# By these words an education is known to be one of ours.
COURSE, WORKSHOP, MENTORING, PATH = "Course", "Workshop", "Mentoring", "Learning path"
MENTOR = "Mentor"
_KINDS = {"course": COURSE, "workshop": WORKSHOP}
# What of each section tells two entries apart; of the rest that somebody brought nothing is known here.
_TOLD_BY = {
    "work": ("name", "position"),
    "volunteer": ("organization", "position"),
    "education": ("institution", "area", "studyType"),
    "awards": ("title", "awarder"),
    "certificates": ("name", "issuer"),
    "publications": ("name", "publisher"),
    "skills": ("name",),
    "languages": ("language",),
    "interests": ("name",),
    "references": ("name", "reference"),
    "projects": ("name",),
}


def document_of(known: History) -> Document:
    """Return the resume of somebody's history, what they brought themselves behind what is known here."""
    own: Mapping[str, Sequence[Mapping[str, Any]]] = {
        "work": [*_work(known)],
        "volunteer": [],
        "education": [
            *known.education,
            *map(_course, known.taken),
            *map(_way, known.ways),
            *_mentoring(known),
        ],
        "awards": known.awards,
        "certificates": known.certificates,
        "publications": [],
        "skills": [without_nothing({"name": each.name, "level": each.level}) for each in known.skills],
        "languages": [{"language": name, "fluency": level} for name, level in known.languages],
        "interests": [{"name": name} for name in known.passions],
        "references": [],
        "projects": known.projects,
    }
    sections = {name: _joined(name, entries, known.brought.get(name, ())) for name, entries in own.items()}
    return without_nothing({"basics": _basics(known), **sections})


def without_nothing(said: Mapping[str, Any]) -> Document:
    """Return what is said without what says nothing."""
    return {name: value for name, value in said.items() if value not in ("", None, [], {})}


def _basics(known: History) -> Document:
    brought = known.brought.get("basics", {})
    place = without_nothing({"city": known.city, "countryCode": known.country_code})
    if known.country and not known.country_code:
        place["region"] = known.country
    profiles = [{"network": _host(link), "url": link} for link in known.links]
    return without_nothing(
        {
            "name": known.name,
            "label": known.job_title or brought.get("label", ""),
            "image": known.image,
            "email": known.email,
            "phone": known.phone or brought.get("phone", ""),
            "url": known.address or brought.get("url", ""),
            "summary": summary_of(known),
            "location": place or brought.get("location", {}),
            "profiles": profiles or brought.get("profiles", []),
        }
    )


def _host(link: str) -> str:
    return link.partition("://")[2].partition("/")[0].removeprefix("www.")


def _work(known: History) -> Iterable[Document]:
    if known.company:
        yield without_nothing({"name": known.company, "position": known.job_title})
    if known.given is not None:
        yield {
            "name": HOUSE,
            "position": MENTOR,
            "startDate": known.given.first.isoformat(),
            "endDate": known.given.last.isoformat(),
            "summary": _sessions_in_words(known.given),
        }


def _course(taken: Taken) -> Document:
    return without_nothing(
        {
            "institution": HOUSE,
            "area": taken.title,
            "studyType": _KINDS[taken.kind],
            "startDate": taken.began_on.isoformat(),
            "endDate": taken.ended_on.isoformat() if taken.ended_on else "",
        }
    )


def _way(way: Way) -> Document:
    return without_nothing(
        {
            "institution": HOUSE,
            "area": f"{way.subject}: {len(way.milestones)} of {way.total} milestones",
            "studyType": PATH,
            "startDate": way.began_on.isoformat(),
            "endDate": way.ended_on.isoformat() if way.ended_on else "",
            "courses": list(way.milestones),
        }
    )


def _mentoring(known: History) -> Iterable[Document]:
    if known.had is not None:
        yield without_nothing(
            {
                "institution": HOUSE,
                "area": _sessions_in_words(known.had),
                "studyType": MENTORING,
                "startDate": known.had.first.isoformat(),
                "endDate": known.had.last.isoformat(),
                "courses": list(known.learned_in_sessions),
            }
        )


def _sessions_in_words(sessions: Sessions) -> str:
    hours, minutes = divmod(sessions.minutes, 60)
    length = " ".join(part for part in (hours and f"{hours} h", minutes and f"{minutes} min") if part)
    return f"{sessions.number} {'session' if sessions.number == 1 else 'sessions'} held, {length}"


def _joined(
    section: str, own: Sequence[Mapping[str, Any]], brought: Sequence[Mapping[str, Any]]
) -> list[Mapping[str, Any]]:
    """Return the entries of a section: those that are known here, then what was brought beside them."""
    known = {_key(section, entry) for entry in own}
    return [*own, *(entry for entry in brought if _key(section, entry) not in known)]


def _key(section: str, entry: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(str(entry.get(name, "")).casefold() for name in _TOLD_BY[section])
