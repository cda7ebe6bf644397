"""How much time somebody can give."""

import re
from collections.abc import Sequence

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.numbers import NUMBER, number, shown
from trellis.intelligence.understanding.sentences import clauses, is_against, plain, said_sentences

ASKED_AT = 4
_DAYS = r"(?:mon|tues|wednes|thurs|fri|satur|sun)days?"
_PARTS = r"(?:mornings?|afternoons?|evenings?|nights?|lunch\s+breaks?)"
_UNIT = rf"(?:hours?|hrs?|h|minutes?|mins?|min|days?|weekends?|{_PARTS}|times|sessions?|lessons?)"
_PER = (
    r"(?:\s*/\s*|\s*(?:a|an|per|each|every|in\s+the|in\s+a|on\s+a|at\s+the|on\s+the|at|on|in)\s+)"
    rf"(day|week|weekday|weekend|month|year|mornings?|afternoons?|evenings?|nights?|weekends|weekdays|{_DAYS})\b"
)
_AMOUNT = re.compile(
    rf"\b(?:(up\s+to|at\s+most|no\s+more\s+than|max(?:imum)?|at\s+least|(?:a\s+)?minimum(?:\s+of)?|less\s+than|more\s+than|over)\s+)?"
    rf"(?:between\s+)?({NUMBER}|(?:a\s+)?few|several)\s*({_UNIT})?"
    rf"(?:\s*(?:-|to|or|and)\s*(?:maybe\s+|so\s+)?(a\s+half|{NUMBER}))?(?:\s*({_UNIT}))?(?:\s+or\s+so)?"
    rf"(?:{_PER}|\s+(daily|weekly|monthly))?(?!\w)",
    re.I,
)
_BOUNDS = {"up": "up to", "at m": "up to", "no": "up to", "max": "up to", "less": "up to", "at l": "at least"}
_BOUNDS |= {"min": "at least", "a mi": "at least", "more": "more than", "over": "more than"}
_ADVERBS = {"daily": "day", "weekly": "week", "monthly": "month"}
_WHOLE = re.compile(r"\b(full|part)[- ]time\b", re.I)
_OFTEN = re.compile(r"\b((?:once|twice|\w+\s+times)\s+(?:a|per|every)\s+(?:day|week|month))\b", re.I)
_WHEN = re.compile(
    rf"\b((?:once|twice)\s+(?:a|per|every)\s+(?:day|week|month)|weekends?|weekdays|every\s+(?:day|week|weekend|morning|evening|night|afternoon)|daily|{_PARTS}|"
    rf"{_DAYS}(?:(?:\s*,\s*|\s+and\s+){_DAYS}){{0,4}})\b",
    re.I,
)
_SPEND = re.compile(
    r"\b(?:spend|give|invest|dedicate|commit|put\s+in|set\s+aside|free|available|time\s+for)\b", re.I
)
_HALF_AN_HOUR, _MINUTES = 0.5, 60


def time_commitment(answers: Sequence[Answer]) -> Heard | None:
    """Return how much time somebody says that they can give: where they were asked, or by themselves."""
    asked = [answer for answer in answers if answer.step == ASKED_AT]
    for answer in (*asked, *(each for each in answers if each.step != ASKED_AT)):
        for sentence in said_sentences(answer.text):
            if answer.step != ASKED_AT and not _SPEND.search(sentence):
                continue
            if value := _of_sentence(sentence):
                return Heard(value, answer.step, sentence)
    return None


def _of_sentence(sentence: str) -> str | None:
    text = plain(sentence)
    amounts = (
        value for found in _AMOUNT.finditer(text) if not _denied(text, found) and (value := _amount(found))
    )
    if value := next(amounts, None):
        often = _OFTEN.search(text)
        return value if "/" in value or not often else f"{value} {_when(often[1])}"
    if whole := _WHOLE.search(text):
        return f"{whole[1].lower()}-time"
    for clause in clauses(text):
        if not is_against(clause) and (when := _WHEN.search(clause)):
            return _when(when[1])
    return None


def _denied(text: str, found: re.Match[str]) -> bool:
    if found[1]:
        return False
    return bool(
        re.search(r"\b(?:not|never|no|can't|cannot|don't|won't)\b[^,;]{0,20}$", text[: found.start()], re.I)
    )


def _amount(found: re.Match[str]) -> str | None:
    """Return an amount of time as it is shown: 2-3 hours/day; None where it is none."""
    bound, first, early, second, late, per, adverb = found.groups()
    unit = late or early
    if not unit or (not per and not adverb and not _is_time(unit)):
        return None
    period = _period(per, adverb)
    if not period and not re.match(r"(?:h|m)", unit, re.I):
        return None
    amount, unit = _counted(first.lower(), second, unit.lower())
    lead = f"{_bound(bound)} " if bound else ""
    return f"{lead}{amount} {unit}{period}"


def _is_time(unit: str) -> bool:
    return bool(re.match(r"(?:hour|hr|min)", unit, re.I))


def _period(per: str | None, adverb: str | None) -> str:
    if adverb:
        return f"/{_ADVERBS[adverb.lower()]}"
    if not per:
        return ""
    low = per.lower()
    if re.fullmatch(_DAYS, low):
        return f" on {low.capitalize()}"
    return f"/{low.removesuffix('s')}"


def _counted(first: str, second: str | None, unit: str) -> tuple[str, str]:
    """Return the numbers and the unit: half an hour is 30 minutes, an hour or two are 1-2 hours."""
    unit = _unit(unit)
    if re.search(r"[a-z]", first) and ("few" in first or first == "several"):
        return "a few" if "few" in first else first, f"{unit}s"
    least = number(first)
    if second and "half" in second:
        return shown(least + _HALF_AN_HOUR), f"{unit}s"
    most = number(second) if second else None
    if unit == "hour" and least == _HALF_AN_HOUR and most is None:
        return shown(least * _MINUTES), "minutes"
    if most is not None and most > least:
        return f"{shown(least)}-{shown(most)}", f"{unit}s"
    return shown(least), unit if least == 1 else f"{unit}s"


def _unit(unit: str) -> str:
    if unit.startswith("h"):
        return "hour"
    if unit.startswith("min"):
        return "minute"
    return " ".join(unit.split()).removesuffix("s")


def _bound(said: str) -> str:
    low = said.lower()
    return next(bound for start, bound in _BOUNDS.items() if low.startswith(start))


def _when(said: str) -> str:
    low = " ".join(said.split()).lower()
    if low in ("weekend", "weekends"):
        return "weekends"
    if low == "daily":
        return "every day"
    return re.sub(rf"\b{_DAYS}\b", lambda found: found[0].capitalize(), low)
