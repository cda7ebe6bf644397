"""Addresses, numbers, ages and what follows a label: what has a form of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from trellis.intelligence.ranking.masking.phrases import Span

_EMAIL = re.compile(r"[\w.+%'-]{1,64}\s?(?:@|[\[({](?:at|ät)[\])}])\s?[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
_URL = re.compile(
    r"(?:https?://|www\.)[^\s<>\"'|·•,;،]{3,400}"
    r"|(?<![\w@./-])(?:[a-z]{2,3}\.)?(?:linkedin\.com|github\.com|gitlab\.com|xing\.com|behance\.net|dribbble\.com|"
    r"stackoverflow\.com|medium\.com|twitter\.com|x\.com|facebook\.com|instagram\.com|youtube\.com|orcid\.org|"
    r"researchgate\.net|t\.me)/[^\s<>\"'|·•,;،]{1,300}"
    r"|(?<![\w@./-])(?:[a-z0-9][a-z0-9-]{0,62}\.){1,3}(?:com|org|de|at|ch|io|dev|me|es|eu|fr|info|app|page|name)/"
    r"[^\s<>\"'|·•,;،]{1,200}",
    re.IGNORECASE,
)
_ABROAD = re.compile(r"(?<![\w+/.])(?:\+|00(?=[1-9]))\s?\(?\d(?:[\d \u00a0()./–-]{5,24})\d(?!\w)")
_AT_HOME = re.compile(
    r"(?<![\w+/.–-])(?!0?\d{1,2}[./ -](?:19|20)\d\d)"
    r"(?:\(0?\d{2,5}\)\s?[\d \u00a0/.-]{5,16}\d|0\d{1,5}[ /–-]{1,3}\d[\d -]{4,14}\d|0\d{8,13}"
    r"|\d{3}[ .-]\d{3}[ .-]\d{4})(?!\w)"
)
_CALLED = re.compile(
    r"(?:\btel(?:efon|éfono|ephone|\.)?|\bphone|\bmobil(?:e|telefon)?|\bm[óo]vil|\bcelular|\bcell|\bhandy|\bfon|"
    r"\bwhatsapp|\bfax|هاتف|جوال|موبايل|محمول)\.?\s*(?:no\.?|nr\.?|number|nummer|رقم)?\s*[:：\t]?\s*"
    r"[+(]?\d[\d \u00a0()./–-]{4,22}\d",
    re.IGNORECASE,
)
_STREET = re.compile(
    r"(?<![\w-])(?:[A-ZÄÖÜ][\w.-]{1,20}[ -]){0,2}[\w.-]{0,30}(?:[sS]tra(?:ß|ss)e|[sS]tr\.|[gG]asse|[aA]llee|"
    r"[pP]latz|[uU]fer|[dD]amm|[cC]haussee|(?<=\w)weg|(?<=\w)ring)\s{0,2}\d{1,3}\s?[a-z]?\b(?:\s?/\s?\d{1,3}){0,3}"
    r"|\b\d{1,5}[a-z]?\s(?:[A-Z][\w.'-]{1,20}\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Drive|Dr|Court|Ct|Square|"
    r"Terrace|Close|Way|Boulevard|Blvd|Crescent|Gardens)\b\.?"
    r"|\b(?:[cC]alle|[cC]/|[aA]venida|[aA]vda\.?|[pP]laza|[pP]aseo)\s(?:[\w.'-]{2,20}\s){0,4}[\w.'-]{2,20},?\s?(?:n[º°.]\s?)?"
    r"\d{1,4}\b"
    r"|(?<!\w)(?:شارع|حي)\s(?:\w{2,20}\s?){1,3}"
)
_TOWN = re.compile(
    r"(?m:(?:^|(?<=[,|·•\t])|(?<=[,|·•] ))(?:[A-Z]{1,2}-)?(?!(?:19|20)\d\d\b)\d{4,5}[ \u00a0]"
    r"[A-ZÄÖÜÁÉÍÓÚÑ][\w.'’-]{2,30}"
    r"(?:[ /-](?:[A-ZÄÖÜ][\w.'’-]{2,30}|am|an|der|de|la)){0,4}(?=\s*(?:$|[,|·•\t])))"
    r"|\b[A-Z]{1,2}\d{1,2}[A-Z]?\s\d[A-Z]{2}\b|\b[A-Z]{2}\s\d{5}(?:-\d{4})?\b"
)
_NUMBER = r"(?:\d|one|two|three|four|five|zwei|drei|vier|ein(?:e|em)?|uno?|una|dos|tres|cuatro)"
_CHILDREN = re.compile(
    rf"\b{_NUMBER}\s+(?:\w+\s+)?(?:children|kids|child|kid|sons?|daughters?|kinder(?:n|s)?|kind|söhne|töchter|sohn|tochter|"
    r"hij[oa]s?)\b"
    r"|\b(?:no|keine|without|ohne|sin)\s+(?:children|kids|kinder|hijos)\b|\b(?:\d|لدي)\s*(?:أطفال|أولاد|أبناء)",
    re.IGNORECASE,
)
_AGED = re.compile(
    r"\b(?:age|aged|alter|edad)\s*[:=]?\s*\d{2}(?:\s*(?:years?(?:\s+old)?|jahren?|años))?\b|(?:العمر|السن)\s*:?\s*[\d٠-٩]{2}"
    r"|\b\d{2}\s*(?:-\s*)?(?:years?|yrs?)\s*(?:-\s*)?(?:old|young|of\s+age)\b|\b\d{2}\s*jahre\s+(?:alt|jung)\b"
    r"|\b\d{2}\s*años\s+de\s+edad\b|\b\d{2}\s*(?:y/o|yo)\b|(?m:^\s*\d{2}\s+(?:jahre|years|años)\s*$)"
    r"|\b(?:over|under|above|below|über|unter|más\s+de|menos\s+de|mayor\s+de|menor\s+de)\s+[2-7]\d\s*"
    r"(?:years?\s+(?:old|of\s+age)|jahren?(?:\s+alt)?|años\s+de\s+edad)?(?=\s*(?:$|[.,;)\n]))"
    r"|\b[56]0\+(?=\s*(?:$|[.,;)\n]))",
    re.IGNORECASE,
)
_DEGREE = re.compile(r"\b(?:GdB|grad\s+der\s+behinderung)\s*:?\s*(?:von\s*)?\d{2,3}\s?%?", re.IGNORECASE)
_BORN = re.compile(
    r"\b(?:born|geboren|geb|nacid[oa])\.?\s+(?:(?:on|in|am|im|el|en|the|de)\s+){0,2}[^\n\t|•;]{0,40}?(?:(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2,4})(?:\s+(?:in|en)\s+"
    r"[A-ZÄÖÜ][\w-]{2,30})?"
    r"|\b(?:born|geboren|nacid[oa])\s+(?:and\s+raised\s+)?(?:in|en)\s+[A-ZÄÖÜÁ][\w-]{2,30}(?:,\s*[A-ZÄÖÜ][\w-]{2,30})?"
    r"|(?<![\w*])\*\s?\d{1,2}\.\s?(?:\d{1,2}\.|[A-Za-zä]{3,9})\s?\d{2,4}|(?<![\w*])\*\s?(?:19|20)\d\d\b"
    r"|\bgeb(?:orene)?\.?\s+(?-i:[A-ZÄÖÜ])\w+|\bnée\s+\w+|\(\s*b\.\s*(?:19|20)\d\d\s*\)|(?:وُلد|ولدت|ولد|مواليد)\s[^\n\t|•;،]{0,40}?[\d٠-٩]{4}",
    re.IGNORECASE,
)
# Who is looked for, whichever they are: "(m/w/d)".
_WHOEVER = re.compile(
    r"\(\s*(?:[mwfdxhvi]|gn|all\s+genders?|div|male|female|diverse)(?:\s*[/|,*]\s*(?:[mwfdxhvi]|gn|div|male|female|diverse))*\s*\)"
    r"|\b[mwf]/[mwf](?:/[dxi])?\b|\(\s*(?:she|he|they|sie|er|ella)\s*/\s*\w+(?:\s*/\s*\w+)?\s*\)"
    r"|\b(?:she/her(?:/hers)?|he/him(?:/his)?|they/them(?:/theirs)?|sie/ihr|er/ihm)\b|(?<![\w])[Éé]l(?![\w])",
    re.IGNORECASE,
)
# A pause in the middle of a word, and what follows it, only say of which gender somebody is.
_ENDING = re.compile(
    r"(?<=[a-zäöüß]{3})(?:[*:_/·]-?[iI]n(?:nen)?|\(in(?:nen)?\)|In(?:nen)?)(?!\w)"
    r"|(?<=[a-zñ]{3})(?:/-?(?:as?|os?)|\((?:as?|os?)\))(?!\w)"
)
_FORMS = (
    _EMAIL,
    _URL,
    _ABROAD,
    _AT_HOME,
    _CALLED,
    _STREET,
    _TOWN,
    _CHILDREN,
    _AGED,
    _DEGREE,
    _BORN,
    _WHOEVER,
    _ENDING,
)


_LINE = re.compile(r"[^\n]+")


def marked_spans(text: str) -> Iterator[Span]:
    """Yield what tells of somebody by its form, line by line."""
    for line in _LINE.finditer(text):
        for start, end in _of_line(line[0]):
            yield line.start() + start, line.start() + end


# An audit reads nearly the same lines several times, one after another.
@lru_cache(maxsize=4096)
def _of_line(line: str) -> tuple[Span, ...]:
    return tuple(match.span() for form in _FORMS for match in form.finditer(line))
