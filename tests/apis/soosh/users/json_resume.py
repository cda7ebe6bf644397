"""What JSON Resume 1.0.0 demands of a document, for tests: types, dates, and no sections but its own."""

from typing import Any

_TEXT = {"type": "string"}
_TEXTS = {"type": "array", "items": _TEXT}
_URL = {"type": "string", "format": "uri", "pattern": "^[a-z][a-z0-9+.-]*:"}
_DATE = {
    "type": "string",
    "pattern": "^([1-2][0-9]{3}-[0-1][0-9]-[0-3][0-9]|[1-2][0-9]{3}-[0-1][0-9]|[1-2][0-9]{3})$",
}
_SPAN = {"startDate": _DATE, "endDate": _DATE}


def _section(texts: str, **others: Any) -> dict[str, Any]:
    known = {**dict.fromkeys(texts.split(), _TEXT), **others}
    return {"type": "array", "items": {"type": "object", "properties": known}}


SCHEMA: dict[str, Any] = {
    "$schema": "http://json-schema.org/draft-07/schema#",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "$schema": _URL,
        "basics": {
            "type": "object",
            "properties": {
                **dict.fromkeys(("name", "label", "image", "phone", "summary"), _TEXT),
                "email": {"type": "string", "format": "email", "pattern": "@"},
                "url": _URL,
                "location": {
                    "type": "object",
                    "properties": dict.fromkeys(
                        ("address", "postalCode", "city", "countryCode", "region"), _TEXT
                    ),
                },
                "profiles": _section("network username", url=_URL),
            },
        },
        "work": _section("name location description position summary", url=_URL, highlights=_TEXTS, **_SPAN),
        "volunteer": _section("organization position summary", url=_URL, highlights=_TEXTS, **_SPAN),
        "education": _section("institution area studyType score", url=_URL, courses=_TEXTS, **_SPAN),
        "awards": _section("title awarder summary", date=_DATE),
        "certificates": _section("name issuer", date=_DATE, url=_URL),
        "publications": _section("name publisher summary", releaseDate=_DATE, url=_URL),
        "skills": _section("name level", keywords=_TEXTS),
        "languages": _section("language fluency"),
        "interests": _section("name", keywords=_TEXTS),
        "references": _section("name reference"),
        "projects": _section(
            "name description entity type",
            highlights=_TEXTS,
            keywords=_TEXTS,
            roles=_TEXTS,
            url=_URL,
            **_SPAN,
        ),
        "meta": {"type": "object"},
    },
}
