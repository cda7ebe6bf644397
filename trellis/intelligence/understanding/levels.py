"""How well somebody can do something, by the words they use or the years they name."""

import re
from dataclasses import dataclass

from trellis.intelligence.understanding.numbers import NUMBER, number

BEGINNER, INTERMEDIATE, ADVANCED, EXPERT = "beginner", "intermediate", "advanced", "expert"
_YEARS_TO_INTERMEDIATE, _YEARS_TO_ADVANCED = 1, 5
_SOMEWHAT = r"(?:fairly|pretty|quite|reasonably|relatively|somewhat|rather)"
# By what is looked for first: "not very good" is no "good", "pretty well" no "well".
_WORDS: tuple[tuple[str, str], ...] = (
    (
        BEGINNER,
        r"(?:complete|absolute|total|real|bloody)\s+(?:beginner|novice|newbie)|(?:a\s+)?(?:beginner|novice|newbie|noob)"
        r"(?:\s+level)?|(?:brand\s+|very\s+|quite\s+|pretty\s+|completely\s+|totally\s+)?new\s+(?:to|at|in|with)|"
        r"(?:only\s+|just\s+){0,4}(?:started|starting|begun|beginning)(?:\s+(?:out|to\s+learn|learning|with))?|"
        r"not\s+(?:very|so|that|really|particularly|too)\s+(?:good|great|experienced|skilled|advanced|confident)"
        r"(?:\s+(?:at|in|with))?|(?:just\s+|only\s+)?(?:a\s+)?(?:tiny\s+|little\s+)?bit(?:\s+of)?|(?:just\s+|only\s+|a\s+)+"
        r"little(?:\s+bit)?(?:\s+of)?|(?:the\s+|some\s+|very\s+|only\s+){0,4}basics?(?:\s+(?:of|in))?|elementary|"
        r"(?:a\s+)?few\s+words(?:\s+of)?|dabbled?(?:\s+in)?|barely|from\s+scratch",
    ),
    (
        INTERMEDIATE,
        rf"{_SOMEWHAT}\s+(?:good|well|comfortable|confident|experienced|fluent(?:ly)?|skilled|proficient|solid)"
        r"(?:\s+(?:at|in|with))?|(?:at\s+an?\s+|an?\s+)?(?:upper[- ]|lower[- ])?intermediate(?:\s+level)?|"
        r"mid[- ]level|"
        r"medium(?:\s+level)?|average|okay|ok|decent(?:ly)?|some\s+experience(?:\s+(?:in|with))?|"
        r"comfortable(?:\s+with)?|"
        r"conversational|familiar\s+with|competent(?:\s+(?:in|with))?",
    ),
    (
        EXPERT,
        r"(?:an?\s+)?(?:real\s+|true\s+|world[- ]class\s+)?expert(?:\s+level)?(?:ise)?|mastered|"
        r"(?:a\s+)?master(?=\s+(?:of|in|at))|"
        r"(?:a\s+)?(?:guru|specialist|virtuoso)|world[- ]class|native(?:\s+speaker)?",
    ),
    (
        ADVANCED,
        r"(?:at\s+an?\s+|an?\s+)?advanced(?:\s+level)?|(?:very|really|extremely|quite)?\s*(?:good|well|strong|proficient|"
        r"skilled|fluent(?:ly)?|experienced|confident|great)(?:\s+(?:at|in|with))?|professional(?:ly)?|senior|"
        r"(?:a\s+lot|lots|plenty)\s+of\s+experience(?:\s+(?:in|with))?|(?:all|most\s+of)\s+my\s+life|for\s+decades|"
        r"(?:for\s+)?(?:many|several)\s+years",
    ),
)
_PATTERNS = tuple((level, re.compile(rf"\b(?:{words})(?!\w)", re.I)) for level, words in _WORDS)
_LEVELS = {pattern: level for level, pattern in _PATTERNS}
_SPAN = re.compile(
    rf"\b(?:(?:for|about|around|over|more\s+than|nearly|almost|some|the\s+last|the\s+past)\s+){{0,4}}({NUMBER})\+?\s*"
    r"(?:-\s*)?(years?|yrs?|months?|weeks?|days?|decades?)(?:\s+(?:now|already))?(?:\s+(?:of|in|with|doing|as))?"
    r"(?:\s+experience)?(?:\s+(?:of|in|with|doing|as))?\b(?!\s+ago)",
    re.I,
)
_RECENT = re.compile(
    r"\b(?:only\s+|just\s+){0,4}(?:since\s+)?(?:last|this)\s+(?:week|month|summer|winter)\b", re.I
)
_IN_YEARS = {"ye": 1, "yr": 1, "mo": 1 / 12, "we": 1 / 52, "da": 1 / 365, "de": 10}


@dataclass(frozen=True, slots=True)
class Said:
    """A level, and from where to where in the text it is said."""

    level: str
    start: int
    end: int


def level_in(text: str) -> Said | None:
    """Return how well the text says that somebody can do something; None where it does not say."""
    # Where two begin together it is the one that is looked for first: "quite good" is no "good".
    found = [match for _, pattern in _PATTERNS if (match := pattern.search(text))]
    if found:
        first = min(found, key=lambda match: match.start())
        return Said(_LEVELS[first.re], first.start(), first.end())
    if span := _SPAN.search(text):
        return Said(_by_years(span), span.start(), span.end())
    if recent := _RECENT.search(text):
        return Said(BEGINNER, recent.start(), recent.end())
    return None


def without_levels(text: str) -> str:
    """Return the text with blanks where it tells of levels and years, as long as before."""
    for pattern in (*(pattern for _, pattern in _PATTERNS), _SPAN, _RECENT):
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def _by_years(span: re.Match[str]) -> str:
    years = number(span[1]) * _IN_YEARS[span[2].lower()[:2]]
    if years >= _YEARS_TO_ADVANCED:
        return ADVANCED
    return INTERMEDIATE if years >= _YEARS_TO_INTERMEDIATE else BEGINNER
