"""Who has applied for a blind posting: nobody by name, until the organization has put them on the shortlist.

An application is blind if its posting was so when it was made. All who read one for the organization go by
`is_blind`, or by IS_BLIND_SQL.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from trellis.domain.jobs.refusals import StillBlind
from trellis.domain.jobs.rules.choices import Stage
from trellis.domain.notifications.rules import name_of
from trellis.intelligence.ranking.neutral import neutral

if TYPE_CHECKING:
    from trellis.domain.jobs.models import Application

# The steps by which the organization learns who it is.
REVEALING = (Stage.SHORTLISTED, Stage.INTERVIEW, Stage.OFFERED, Stage.HIRED)
IS_BLIND_SQL = "{is_blind}"
# Whether who reads, acting in the organization `member_of`, is not to know who it is. To NULL, which is the
# candidate, PostgreSQL is given nobody's id: else it would plan the page of a candidate anew each time.
_NOBODY = "'00000000-0000-0000-0000-000000000000'"
IS_HIDDEN_SQL = f"({IS_BLIND_SQL} AND coalesce({{member_of}}, {_NOBODY}) <> {_NOBODY})"
# What stands for a first name; the number of the application stands for the last.
ANYBODY = "Candidate"
# Of what was sent: what is told as it is, and texts that are told without what says who it is.
_PLAIN = ("willing_to_relocate", "is_available")
_TEXTS = (
    "skills",
    "languages",
    "employment_type_preferences",
    "work_mode_preferences",
    "expected_salary_range",
)
_OF_COURSES = ("course_name", "major")


def is_blind(application: "Application") -> bool:
    """Tell whether the organization is not to know yet who has applied."""
    return application.is_blind


def name_shown(application: "Application") -> str:
    """Return how the organization calls who has applied."""
    if is_blind(application):
        return f"{ANYBODY} {application.number}"
    return name_of(application.candidate) if application.candidate else "Somebody"


def blind_copy(sent: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is told of what was sent, for as long as it is blind.

    It has no name, address, institution or year, nothing of a visa, and no word that says who somebody is.
    """
    names = _names_in(sent)
    texts = {name: _neutral(sent[name], names) for name in _TEXTS if name in sent}
    courses = [{name: each.get(name, "") for name in _OF_COURSES} for each in sent.get("education", [])]
    return {
        **{name: sent[name] for name in _PLAIN if name in sent},
        **texts,
        "education": _neutral(courses, names),
    }


def blind_text(text: str, sent: Mapping[str, Any]) -> str:
    """Return a text of who has sent this, sign for sign, without what says who it is."""
    return neutral(text, names=_names_in(sent))


def refuse_blind(application: "Application") -> None:
    """Raise StillBlind where the organization is not to know yet who has applied."""
    if is_blind(application):
        raise StillBlind


def _names_in(sent: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(filter(None, (sent.get("first_name"), sent.get("last_name"))))


def _neutral(value: Any, names: tuple[str, ...]) -> Any:
    if isinstance(value, str):
        return neutral(value, names=names)
    if isinstance(value, list):
        return [_neutral(each, names) for each in value]
    if isinstance(value, dict):
        return {_neutral(key, names): _neutral(each, names) for key, each in value.items()}
    return value
