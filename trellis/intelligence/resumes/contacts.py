"""How to reach somebody: addresses, numbers, links; none made of a date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import phonenumbers

from trellis.core.files.papers.layout import Link
from trellis.intelligence.resumes.dates import times_in, without
from trellis.intelligence.resumes.found import Found, Phone, Span
from trellis.intelligence.resumes.text import Text

_LONGEST_EMAIL, _LONGEST_URL = 254, 500
_MOST = 20
_EMAIL = re.compile(
    r"(?<![\w.+%'-])[A-Za-z0-9_%+][\w.%+'-]{0,63}(?P<at>[ ]?@[ ]?|@\n|[ ]?[\[({](?:at|ät)[\])}][ ]?)"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.(?P<broken>\n)?){1,5}[^\W\d_]{2,24}(?![\w@-])",
)
_URL = re.compile(
    r"(?<![\w@./-])(?:https?://|www\.)[^\s<>\"'|·•,;،]{3,400}"
    r"|(?<![\w@./-])(?:[a-z]{2,3}\.)?(?:linkedin\.com|github\.com|gitlab\.com|xing\.com|behance\.net|dribbble\.com|"
    r"stackoverflow\.com|medium\.com|twitter\.com|x\.com|facebook\.com|instagram\.com|youtube\.com|"
    r"orcid\.org|researchgate\.net)/[^\s<>\"'|·•,;،]{1,300}"
    r"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}[a-z]{2,12}/[^\s<>\"'|·•,;،]{1,200}",
    re.IGNORECASE,
)
_PHONE = re.compile(r"(?<![\w+/.])(?:\+|\(\+?|00)?\d(?:[\d \u00a0()./–-]{4,24})\d(?!\w)")
_EXTENSION = re.compile(
    r"[ ]{0,2}[,;]?[ ]{0,2}(?:ext(?:ension)?\.?|x|durchwahl|dw|int\.?|interno|تحويلة)"
    r"[ .:]{0,2}(\d{1,6})(?!\w)",
    re.I,
)
_LABEL = re.compile(
    r"(?:tel(?:efon|éfono|efono|ephone|\.)?|phone|mobil(?:e|telefon)?|m[óo]vil|celular|cell|handy|fon|whatsapp|"
    r"هاتف|الهاتف|جوال|الجوال|موبايل|محمول|tél|téléphone|mobile no|contact)"
    r"\.?\s*(?:no\.?|nr\.?|number|nummer|رقم)?\s*[:：\t]?\s*$",
    re.IGNORECASE,
)
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_LEAST_DIGITS, _MOST_DIGITS = 7, 15
_CLOSING = ".,;:!?)]}»\"'"
_SCHEMES = ("http://", "https://")


def emails_in(text: Text) -> list[Found]:
    """Return the addresses, each once; one that is broken by the end of a line is less certain."""
    flow = text.flow(0, len(text.lines))
    found: dict[str, Found] = {}
    for match in _EMAIL.finditer(flow.text):
        said = re.sub(r"\s", "", match[0].replace(match["at"], "@", 1))
        if len(said) > _LONGEST_EMAIL or ".." in said:
            continue
        is_broken = "\n" in match[0]
        certainty = 0.7 if is_broken or match["at"].strip() != "@" else 0.99
        _add(found, said, flow.span(*match.span()), certainty)
    for url, span in _linked(text):
        if url.lower().startswith("mailto:") and _EMAIL.fullmatch(url[7:].split("?")[0]):
            _add(found, url[7:].split("?")[0], span, 0.9)
    return list(found.values())[:_MOST]


def links_in(text: Text) -> list[Found]:
    """Return the addresses of pages, also those that words lead to."""
    found: dict[str, Found] = {}
    for url, span in _linked(text):
        if url.lower().startswith(_SCHEMES):
            _add(found, url, span, 0.99, key=_bare(url))
    for match in _URL.finditer(text.text):
        said = match[0].rstrip(_CLOSING)
        if _bare(said) and "." in said:
            url = said if said.lower().startswith(_SCHEMES) else f"https://{said}"
            _add(found, url[:_LONGEST_URL], (match.start(), match.start() + len(said)), 0.9, key=_bare(said))
    return list(found.values())[:_MOST]


def phones_in(text: Text, *, country: str = "", until: int) -> list[Phone]:
    """Return the numbers; one without the code of a country is of `country` ("DE"), where that is known.

    What is no valid number counts as one only where it is called so, or stands before line `until`.
    """
    plain = text.text.translate(_DIGITS)
    plain = without(plain, [each for each in times_in(plain) if not _is_in_a_number(plain, each.span)])
    for pattern in (_EMAIL, _URL):
        plain = pattern.sub(lambda match: "@" * len(match[0]), plain)
    found: dict[str, Phone] = {}
    for match in _PHONE.finditer(plain):
        is_called = bool(_LABEL.search(plain[max(0, match.start() - 30) : match.start()]))
        is_near = is_called or text.line_at(match.start()) < until
        if phone := _phone(plain, match, country, is_near=is_near, is_called=is_called):
            found.setdefault(phone.found.value, phone)
    for url, span in _linked(text):
        if url.lower().startswith("tel:") and (number := _parsed(url[4:], country)):
            value = _written(number)
            found.setdefault(value, Phone(Found(value, (span,), 0.9), number.extension or "", True))
    return list(found.values())[:_MOST]


def _is_in_a_number(text: str, span: Span) -> bool:
    """Tell whether what looks like a year is a part of a number that begins with a plus."""
    line = text[max(0, span[0] - 24) : span[0]].rpartition("\n")[2]
    return bool(re.search(r"(?:\+|\b00)\d[\d ()./–-]*$", line)) and "/" not in text[span[0] : span[1]]


def _phone(text: str, match: re.Match[str], country: str, *, is_near: bool, is_called: bool) -> Phone | None:
    said = match[0]
    digits = sum(map(str.isdigit, said))
    if not _LEAST_DIGITS <= digits <= _MOST_DIGITS + 2:
        return None
    end = match.end()
    extension = _EXTENSION.match(text, end)
    end = extension.end() if extension else end
    dialled = extension[1] if extension else ""
    span = (match.start(), end)
    if number := _parsed(said, country):
        is_valid = phonenumbers.is_valid_number(number)
        certainty = (0.95 if said.lstrip("(").startswith(("+", "00")) else 0.8) if is_valid else 0.6
        return Phone(Found(_written(number), (span,), certainty), dialled, is_valid)
    if not is_near or (not is_called and digits < 9) or digits > _MOST_DIGITS:
        return None
    return Phone(Found(said.strip(), (span,), 0.4), dialled, False)


def _parsed(said: str, country: str) -> phonenumbers.PhoneNumber | None:
    """Return a number that can be dialled, None for others."""
    dialled = re.sub(r"^\(?00(?=[1-9])", "+", said.strip())
    # The (0) is for who calls from the same country.
    dialled = re.sub(r"(?<=\d)\s*\(0\)\s*", " ", dialled) if dialled.lstrip("(").startswith("+") else dialled
    if not dialled.lstrip("(").startswith("+") and not country:
        return None
    try:
        number = phonenumbers.parse(dialled, country or None)
    except phonenumbers.NumberParseException:
        return None
    if phonenumbers.is_valid_number(number):
        return number
    # Nobody has it, as of those for films and examples; written for the whole world it is one all the same.
    return number if dialled.lstrip("(").startswith("+") and phonenumbers.is_possible_number(number) else None


def _written(number: phonenumbers.PhoneNumber) -> str:
    bare = phonenumbers.PhoneNumber(
        country_code=number.country_code,
        national_number=number.national_number,
        italian_leading_zero=number.italian_leading_zero,
    )
    return str(phonenumbers.format_number(bare, phonenumbers.PhoneNumberFormat.E164))


def _linked(text: Text) -> Iterator[tuple[str, Span]]:
    links: Sequence[Link] = text.paper.links
    for link in links:
        if link.line < len(text.lines):
            start = text.starts[link.line]
            length = len(text.lines[link.line].text)
            yield link.url[:_LONGEST_URL], (start + min(link.start, length), start + min(link.end, length))


def _bare(url: str) -> str:
    return re.sub(r"^(?:https?://)?(?:www\.)?", "", url.lower()).rstrip("/")


def _add(found: dict[str, Found], value: str, span: Span, certainty: float, *, key: str = "") -> None:
    key = key or value.casefold()
    before = found.get(key)
    if before is None:
        found[key] = Found(value, (span,), certainty)
    elif span not in before.spans and len(before.spans) < _MOST:
        found[key] = Found(before.value, (*before.spans, span), max(before.certainty, certainty))
