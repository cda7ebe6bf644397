"""A resume in the few words that soosh-api.md prints of it, from its document."""

from collections.abc import Iterable, Mapping
from typing import Any

from trellis.domain.portfolio.rules.dates import duration_in_words
from trellis.domain.portfolio.rules.documents import COURSE, MENTOR, MENTORING, PATH, WORKSHOP
from trellis.domain.portfolio.rules.summary import HOUSE

_OURS = {COURSE: "course", WORKSHOP: "workshop"}


def printed(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return summary, skills, experience and achievements; nothing of how somebody is reached."""
    return {
        "summary": document.get("basics", {}).get("summary", ""),
        "skills": [each["name"] for each in document.get("skills", ()) if each.get("name")],
        "experience": list(_experience(document)),
        "achievements": list(_achievements(document)),
    }


def _experience(document: Mapping[str, Any]) -> Iterable[dict[str, str]]:
    for each in document.get("work", ()):
        is_ours = (each.get("name"), each.get("position")) == (HOUSE, MENTOR)
        yield _entry(_titled(each, "position", "name"), "mentoring" if is_ours else "work", each)
    for each in document.get("volunteer", ()):
        yield _entry(_titled(each, "position", "organization"), "volunteering", each)
    for each in document.get("education", ()):
        yield _learned(each)


def _learned(each: Mapping[str, Any]) -> dict[str, str]:
    kind = each.get("studyType")
    if each.get("institution") == HOUSE and kind in _OURS:
        verb = "Completed" if each.get("endDate") else "Taking"
        return _entry(f"{verb} {each.get('area', '')}", _OURS[kind], each)
    if each.get("institution") == HOUSE and kind == MENTORING:
        return _entry(f"Mentoring: {each.get('area', '')}", "mentorship", each)
    if each.get("institution") == HOUSE and kind == PATH:
        return _entry(f"Learning path {each.get('area', '')}", "learning_path", each)
    return _entry(_titled(each, "studyType", "area", "institution"), "education", each)


def _titled(each: Mapping[str, Any], *names: str) -> str:
    return ", ".join(each[name] for name in names if each.get(name))


def _entry(title: str, kind: str, each: Mapping[str, Any]) -> dict[str, str]:
    duration = duration_in_words(each.get("startDate", ""), each.get("endDate", ""))
    return {"title": title, "type": kind, "duration": duration}


def _achievements(document: Mapping[str, Any]) -> Iterable[dict[str, str | None]]:
    for kind, section, name, by in (
        ("award", "awards", "title", "awarder"),
        ("certificate", "certificates", "name", "issuer"),
    ):
        for each in document.get(section, ()):
            told = {"title": each.get(name, ""), "type": kind}
            yield {**told, "date": each.get("date") or None, "issuer": each.get(by) or None}
