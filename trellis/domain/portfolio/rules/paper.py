"""What a resume's paper says: the document as data for the template, each text with its own direction."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from trellis.core.files.typesetting.scripts import written
from trellis.core.writing.texts import mended_line, mended_lines
from trellis.domain.portfolio.rules.dates import in_words, span_in_words

Entry = Mapping[str, Any]
Data = dict[str, Any]


def paper_of(document: Mapping[str, Any]) -> Data:
    """Return the data of the template: the person, and the sections that have something, in their order."""
    basics = document.get("basics", {})
    name = _line(basics.get("name", ""))
    return {
        "title": f"Resume of {name['text']}" if name["text"] else "Resume",
        "name": name,
        "label": _line(basics.get("label", "")),
        "contact": [_line(each) for each in _contact(basics) if each],
        "summary": _paragraphs(basics.get("summary", "")),
        "sections": [
            {"heading": heading, "entries": entries} for heading, entries in _sections(document) if entries
        ],
        "words": [{"heading": heading, "words": words} for heading, words in _words(document) if words],
    }


def _contact(basics: Entry) -> Iterable[str]:
    """Give how somebody is reached, and where they are found."""
    place = basics.get("location", {})
    yield ", ".join(place[part] for part in ("city", "region", "countryCode") if place.get(part))
    yield basics.get("email", "")
    yield basics.get("phone", "")
    yield from (_bare(each) for each in (basics.get("url", ""), *_profiles(basics)) if each)


def _profiles(basics: Entry) -> list[str]:
    return [each.get("url") or each.get("username", "") for each in basics.get("profiles", ())]


def _bare(link: str) -> str:
    return link.partition("://")[2].removeprefix("www.").rstrip("/") or link


def _sections(document: Mapping[str, Any]) -> Iterable[tuple[str, list[Data]]]:
    """Give the sections that are lists of things with dates."""
    of = document.get
    yield "Experience", [_job(each, each.get("name", "")) for each in of("work", ())]
    yield "Projects", [_project(each) for each in of("projects", ())]
    yield "Education", [_school(each) for each in of("education", ())]
    yield "Volunteering", [_job(each, each.get("organization", "")) for each in of("volunteer", ())]
    yield "Certificates", [_dated(each, "name", "issuer", "date") for each in of("certificates", ())]
    yield "Awards", [_dated(each, "title", "awarder", "date") for each in of("awards", ())]
    yield (
        "Publications",
        [_dated(each, "name", "publisher", "releaseDate") for each in of("publications", ())],
    )
    yield (
        "References",
        [_entry(each.get("name", ""), text=each.get("reference", "")) for each in of("references", ())],
    )


def _words(document: Mapping[str, Any]) -> Iterable[tuple[str, list[Data]]]:
    """Give the sections that are lists of words."""
    of = document.get
    yield "Skills", [_line(_with(each.get("name", ""), each.get("level", ""))) for each in of("skills", ())]
    yield (
        "Languages",
        [_line(_with(each.get("language", ""), each.get("fluency", ""))) for each in of("languages", ())],
    )
    yield "Interests", [_line(each.get("name", "")) for each in of("interests", ())]


def _job(each: Entry, where: str) -> Data:
    return _entry(
        each.get("position", "") or where,
        beside=where if each.get("position") else "",
        place=each.get("location", ""),
        when=_span(each),
        text=each.get("summary", ""),
        points=each.get("highlights", ()),
        link=each.get("url", ""),
    )


def _project(each: Entry) -> Data:
    return _entry(
        each.get("name", ""),
        beside=each.get("entity", ""),
        when=_span(each),
        text=each.get("description", ""),
        points=each.get("highlights", ()),
        tags=each.get("keywords", ()),
        link=each.get("url", ""),
    )


def _school(each: Entry) -> Data:
    what = ", ".join(each[name] for name in ("area", "studyType") if each.get(name))
    return _entry(
        what or each.get("institution", ""),
        beside=each.get("institution", "") if what else "",
        when=_span(each),
        text=each.get("score", ""),
        tags=each.get("courses", ()),
    )


def _dated(each: Entry, name: str, by: str, date: str) -> Data:
    when = in_words(each[date]) if each.get(date) else ""
    return _entry(
        each.get(name, ""),
        beside=each.get(by, ""),
        when=when,
        text=each.get("summary", ""),
        link=each.get("url", ""),
    )


def _entry(
    title: str,
    *,
    beside: str = "",
    place: str = "",
    when: str = "",
    text: str = "",
    points: Sequence[str] = (),
    tags: Sequence[str] = (),
    link: str = "",
) -> Data:
    return {
        "title": _line(title),
        "beside": [_line(each) for each in (beside, place) if each],
        "when": when,
        "text": _paragraphs(text),
        "points": [_line(each) for each in points],
        "tags": [_line(each) for each in tags],
        "link": _bare(mended_line(link)),
    }


def _span(each: Entry) -> str:
    return span_in_words(each.get("startDate", ""), each.get("endDate", ""))


def _with(name: str, level: str) -> str:
    return f"{name} ({level})" if level else name


def _line(text: str) -> dict[str, str]:
    return written(mended_line(text)).as_data()


def _paragraphs(text: str) -> list[dict[str, str]]:
    lines = (mended_line(line) for line in mended_lines(text).split("\n"))
    return [written(line).as_data() for line in lines if line]
