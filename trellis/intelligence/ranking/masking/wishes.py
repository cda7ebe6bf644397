"""What a criterion may not ask of people, in words that tell nothing where people say them of themselves."""

import re

_AGE = r"(?:1[89]|[2-7]\d)"
# An age is not how long somebody did something.
_NO_TIME = (
    r"(?!\s*(?:years?|yrs?|jahren?|años)?\s*(?:of|in|with|as|experience|erfahrung|berufserfahrung|de|mit|als)\b"
    r"(?!\s+(?:age|edad)\b))"
)
_ASKED = (
    rf"(?:under|below|younger\s+than|(?:not|no)\s+older\s+than|unter|jünger\s+als|nicht\s+älter\s+als"
    rf"|menor(?:es)?\s+de)\s+{_AGE}(?:\s*(?:years?|jahren?|años)\b|(?=\s*(?:$|[.,;:!)/]))){_NO_TIME}",
    r"(?:maximum|max\.?|upper)\s+age(?:\s+\d\d)?|age\s+limit|höchstalter|altersgrenze|edad\s+máxima",
    r"native(?:[\s-]+\w+)?[\s-]+speakers?|native[\s-]+(?:level|tongue|language)|mother\s+tongue"
    r"|muttersprach\w*|hablantes?\s+nativ\w+|lengua\s+materna",
    r"(?:no|without(?:\s+any)?|free\s+of)\s+(?:career\s+|employment\s+|cv\s+)?(?:gaps?|breaks?)(?!\s+in\s+(?!"
    r"(?:the\s+|your\s+)?(?:employment|career|cv|r[eé]sum[eé]|work|history|service)))\b|gapless|lückenlos\w*"
    r"|(?:unbroken|uninterrupted|continuous)\s+(?:employment|career|work\s+history|cv|r[eé]sum[eé])"
    r"|sin\s+(?:lagunas|huecos|interrupciones)",
    r"able[\s-]bodied|no\s+disabilit(?:y|ies)|(?:in\s+)?(?:good|perfect|excellent)\s+health|physically\s+fit"
    r"|körperlich\s+(?:fit|gesund)|kerngesund|nichtbehindert\w*|buena\s+salud|sin\s+discapacidad(?:es)?",
)
_WISHES = re.compile(r"(?<!\w)(?:" + "|".join(_ASKED) + r")(?!\w)", re.IGNORECASE)


def words_of_wishes(text: str) -> tuple[str, ...]:
    """Return the words by which a criterion asks for an age, an origin, a health or a life without gaps."""
    return tuple(found.group() for found in _WISHES.finditer(text))
