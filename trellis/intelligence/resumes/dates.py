"""Dates as resumes write them, no more exact than they are: "03/2020", "seit 2018", "2019 - 21"."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from trellis.intelligence.resumes.found import Span, Times, When
from trellis.intelligence.resumes.words.months import MONTHS

_FIRST, _LAST = 1940, 2100
_DIGITS = str.maketrans("٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹", "01234567890123456789")
_NAMES = "|".join(sorted(map(re.escape, MONTHS), key=len, reverse=True))
_DATE_HERE = rf"""(?:
        (?P<name>{_NAMES})\.?(?:\s*[-/,]\s*|\s+(?:de\s+|del\s+)?|\s*(?=['’]))(?:(?P<ny>(?:19|20)\d\d)|['’](?P<nyy>\d\d))
      | (?:\d{{1,2}}[./-])(?P<dm>0?[1-9]|1[0-2])[./-](?P<dy>(?:19|20)\d\d)
      | (?P<m>0?[1-9]|1[0-2])\s?[./-]\s?(?P<my>(?:19|20)\d\d)
      | (?P<iy>(?:19|20)\d\d)[./-](?P<im>0[1-9]|1[0-2])(?:[./-]\d\d)?
      | (?P<y>(?:19|20)\d\d)
      | ['’](?P<yy>\d\d)
    )(?![\w'’]|[.,]\d)
    """
_DATE = re.compile(rf"(?<![\w/.'’-]){_DATE_HERE}", re.VERBOSE | re.IGNORECASE)
_LATER = re.compile(_DATE_HERE, re.VERBOSE | re.IGNORECASE)
_NOW = (
    r"present(?:\s+day)?|current(?:ly)?|now|today|ongoing|to\s+date|date|heute|jetzt|aktuell|laufend|dato|"
    r"(?:la\s+)?actualidad|(?:el\s+)?presente|actual(?:mente)?|hoy|la\s+fecha|aujourd['’]hui|présent|ce\s+jour|maintenant|"
    r"oggi|attuale|الآن|الان|اليوم|الوقت\s+الحاضر|الوقت\s+الحالي|الحاضر|تاريخه|يومنا\s+هذا"
)
_BETWEEN = (
    r"\s*(?:[-–—‒−‐‑~→]|\b(?:to|until|till|through|thru|up\s+to|bis|bis\s+zum|a|al|hasta|à|au|fino\s+a)\b"
    r"|إلى|الى|حتى|لغاية|ل)\s*"
)
_AFTER_START = re.compile(rf"{_BETWEEN}(?:(?:la|el|zu[mr]?|the)\s+)?", re.IGNORECASE)
_NOW_HERE = re.compile(rf"(?:{_NOW})(?!\w)", re.IGNORECASE)
_ONLY_BLANK = re.compile(r"[ \t\u00a0]+|[ \t]*\n[ \t]*(?=\Z)")
_SHORT = re.compile(r"\d\d(?![\w./-])")
_SINCE = re.compile(
    r"(?:\b(?:since|seit|ab|desde|depuis|dal|from\s+(?=\S+\s*\d{0,4}\s*$)|as\s+of)|منذ)\s*(?:dem\s+|el\s+|le\s+)?(?:año\s+|عام\s+|سنة\s+|شهر\s+)?$",
    re.IGNORECASE,
)
_FROM = re.compile(
    r"(?:\b(?:from|von|vom|de|del|desde|entre|between|du)|من)\s*(?:عام\s+|سنة\s+)?$", re.IGNORECASE
)
_OPEN = re.compile(r"\s*[-–—]\s*(?=$|[\n\t,;)|])")
_SLASHED = re.compile(r"/(\d\d(?:\d\d)?)(?![\w/.])")


def times_in(text: str) -> list[Times]:
    """Return the ranges and single dates of a text in their order; their spans are places in it."""
    plain = text.translate(_DIGITS)
    found: list[Times] = []
    end = 0
    for match in _DATE.finditer(plain):
        when = _when(match)
        if when is None or match.start() < end:
            continue
        times = _from(plain, match, when)
        found.append(times)
        end = times.span[1]
    return found


def _when(match: re.Match[str]) -> When | None:
    said = match.groupdict()
    if said["name"]:
        year = int(said["ny"]) if said["ny"] else _century(int(said["nyy"]))
        return _kept(year, MONTHS[said["name"].casefold()])
    for years, months in (("dy", "dm"), ("my", "m"), ("iy", "im")):
        if said[years]:
            return _kept(int(said[years]), int(said[months]))
    return _kept(int(said["y"]) if said["y"] else _century(int(said["yy"])), None)


def _kept(year: int, month: int | None) -> When | None:
    return When(year, month) if _FIRST <= year < _LAST else None


def _century(year: int) -> int:
    return 2000 + year if year < 60 else 1900 + year


def _from(text: str, match: re.Match[str], start: When) -> Times:
    """Return the range that begins with a date, or the date alone."""
    at = match.end()
    before = text[max(0, match.start() - 24) : match.start()]
    first = match.start()
    if since := _SINCE.search(before):
        first -= len(before) - since.start()
    elif begun := _FROM.search(before):
        first -= len(before) - begun.start()
    if (between := _AFTER_START.match(text, at)) and (ended := _end(text, between.end(), start)):
        return _ordered(start, ended[0], (first, ended[1]))
    if open_now := _NOW_HERE.match(text, at + len(text[at:]) - len(text[at:].lstrip(" \t"))):
        return Times(start, None, True, (first, open_now.end()))
    if slashed := _SLASHED.match(text, at):
        year = int(slashed[1]) if len(slashed[1]) == 4 else start.year // 100 * 100 + int(slashed[1])
        if start.month is None and 0 <= year - start.year <= 60:
            return Times(start, When(year), False, (first, slashed.end()))
    # The dash may be lost: two dates, and nothing between them but a gap.
    if (blank := _ONLY_BLANK.match(text, at)) and (later := _LATER.match(text, blank.end())):
        end = _when(later)
        if end is not None and (end.year, end.month or 12) >= (start.year, start.month or 1):
            return Times(start, end, False, (first, later.end()), 0.8)
    if since:
        return Times(start, None, True, (first, at))
    if dash := _OPEN.match(text, at):
        return Times(start, None, True, (first, len(text[: dash.end()].rstrip())), 0.8)
    return Times(None, start, False, (match.start(), at), 0.8)


def _end(text: str, at: int, start: When) -> tuple[When | None, int] | None:
    """Return the date at which a range ends, None for now, and where that is said to its end."""
    if now := _NOW_HERE.match(text, at):
        return None, now.end()
    if later := _LATER.match(text, at):
        end = _when(later)
        return (end, later.end()) if end is not None else None
    if (short := _SHORT.match(text, at)) and start.month is None:
        year = start.year // 100 * 100 + int(short[0])
        if 0 <= year - start.year <= 60:
            return When(year), short.end()
    return None


def _ordered(start: When, end: When | None, span: Span) -> Times:
    if end is None:
        return Times(start, None, True, span)
    if (end.year, end.month or 12) < (start.year, start.month or 1):
        # Lines from right to left are sometimes drawn so that their numbers are turned round.
        return Times(end, start, False, span, 0.6)
    return Times(start, end, False, span)


def without(text: str, times: Iterable[Times], sign: str = " ") -> str:
    """Return a text with `sign` for each sign of these dates, in which all others keep their place."""
    parts: list[str] = []
    last = 0
    for each in times:
        start, end = max(each.span[0], last), each.span[1]
        parts += [text[last:start], re.sub(r"[^\n\t]", sign, text[start:end])]
        last = max(end, last)
    return "".join([*parts, text[last:]])


def months_of(times: Iterable[Times], *, until: When) -> int:
    """Return for how many months at least one of these ran, those at the same time counted once.

    A year without a month is taken as its middle; what runs counts up to `until`.
    """
    months: set[int] = set()
    for each in times:
        if each.start is not None and (each.end is not None or each.is_running):
            months.update(_months(each.start, until if each.is_running else each.end))
    return len(months)


def _months(start: When, end: When | None) -> Iterator[int]:
    if end is None:
        return
    first = start.year * 12 + (start.month or 7) - 1
    last = end.year * 12 + (end.month or 6)
    yield from range(first, min(last, first + 100 * 12))
