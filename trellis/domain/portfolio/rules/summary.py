"""The lines that begin a resume: the person's own words, then facts of the record in sentences.

Nothing is said that is not known, and nothing is praised.
"""

from collections.abc import Sequence

from trellis.domain.portfolio.rules.dates import in_words
from trellis.domain.portfolio.rules.history import History, Sessions, Taken, Way

HOUSE = "Trellis"
_MOST_NAMED = 3  # of skills and titles in one sentence


def summary_of(known: History) -> str:
    """Return the summary of somebody's history; of who has none since when they are here."""
    own = known.bio or str(known.brought.get("basics", {}).get("summary", ""))
    facts = " ".join(each for each in _sentences(known) if each)
    if not own and not facts:
        return f"Member of {HOUSE} since {in_words(known.since.isoformat()[:7])}."
    return "\n".join(part for part in (own.strip(), facts) if part)


def listed(names: Sequence[str], *, most: int = _MOST_NAMED) -> str:
    """Return names as a sentence lists them: "A", "A and B", "A, B and C"; the first so many of more."""
    *others, last = names[:most]
    return f"{', '.join(others)} and {last}" if others else last


def _sentences(known: History) -> list[str]:
    ended = [each for each in known.taken if each.ended_on]
    going_on = [each for each in known.taken if not each.ended_on]
    return [
        _job(known),
        f"Skilled in {listed([skill.name for skill in known.skills])}." if known.skills else "",
        _completed(ended),
        f"Is taking {listed([each.title for each in going_on])} on {HOUSE}." if going_on else "",
        *(_way(way) for way in known.ways),
        _held(known.given, f"as a mentor on {HOUSE}", "Has given"),
        _held(known.had, f"with mentors on {HOUSE}", "Has had"),
    ]


def _job(known: History) -> str:
    if known.job_title and known.company:
        return f"{known.job_title} at {known.company}."
    return f"{known.job_title}." if known.job_title else ""


def _completed(taken: Sequence[Taken]) -> str:
    if not taken:
        return ""
    if len(taken) <= _MOST_NAMED:
        return f"Has completed {listed([each.title for each in taken])} on {HOUSE}."
    newest = sorted(taken, key=lambda each: each.ended_on or each.began_on, reverse=True)
    titles = listed([each.title for each in newest])
    return f"Has completed {len(taken)} courses and workshops on {HOUSE}, the latest {titles}."


def _way(way: Way) -> str:
    done = len(way.milestones)
    number = "all" if done == way.total else f"{done} of"
    return f"Has reached {number} {way.total} milestones in {way.subject} on {HOUSE}."


def _held(sessions: Sessions | None, where: str, verb: str) -> str:
    if sessions is None:
        return ""
    return f"{verb} {sessions.number} {'session' if sessions.number == 1 else 'sessions'} {where}."
