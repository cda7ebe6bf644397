"""What is named: pieces of a list, cleaned of what stands around them, and spelled as names."""

import re

from trellis.intelligence.understanding.sentences import plain, trimmed

_LONGEST = 100
_MOST_WORDS = 8
_CAPITALS = """
ui ux sql html css ai api seo sem php aws gcp iot vr ar 3d 2d hr pr diy dj c c++ c# r ios crm erp qa it pdf
svg tv rpg cad cnc gis k8s ci/cd ui/ux ml nlp xml json sap b2b b2c tdd oop nft esl pmp
"""
_ARTICLES = "a an and as at by for from in my of on or our the to with your"
_UPPER, _SMALL = frozenset(_CAPITALS.split()), frozenset(_ARTICLES.split())
_PAIRS = re.compile(
    r"\b(arts|rock|rhythm|drum|research|bed|dungeons|black|health|supply|food|profit|law|trial|pros|salt|terms|"
    r"diversity|mergers|data structures)(\s+(?:and|&|n)\s+)(crafts|roll|blues|bass|development|breakfast|"
    r"dragons|white|safety|demand|drinks?|loss|order|error|cons|pepper|conditions|inclusion|acquisitions|"
    r"algorithms)\b",
    re.I,
)
_BETWEEN = re.compile(
    r"\s*,\s*(?:and\s+|or\s+)?|\s+(?:and|&|plus|or|as\s+well\s+as|along\s+with)\s+(?:also\s+)?|\s+-+\s+|\s*\+\s+|:\s+|"
    r"(?<=[a-z]{3})\s*/\s*(?=[a-z]{3})",
    re.I,
)
_BEFORE = re.compile(
    r"^(?:(?:also|mostly|mainly|especially|probably|definitely|maybe|perhaps|really|very|well|um+|uh+|hm+|"
    r"honestly|basically|anything|everything|things?|stuff|all|kinds?|types?|sorts?|of|to\s+do\s+with|"
    r"related\s+to|about|the|a|an|some|any|learning(?:\s+about)?|learn(?:ing)?\s+about|and|or|both|my\s+work\s+in|"
    r"like|such\s+as|etc|including|with|in|doing|at)\b\s*)+",
    re.I,
)
_AFTER = re.compile(
    r"\s+(?:because|since|as\s+(?:it|they|i)|when|which|so|though|although|but|if|ever|from\s+time|"
    r"i\s|and\s+i|for\s+(?:a|many|several|years|months|ages|about|over|\d+|the\s+last)\b|most\s+of\s+all|a\s+lot|very\s+much|so\s+much|"
    r"mostly|mainly|in\s+particular|particularly|especially|too|as\s+well|in\s+general|etc|at\s+the\s+moment|right\s+now|in\s+my\s+free\s+time|"
    r"the\s+most|most|to\s+be\s+honest|i\s+guess|i\s+think|on\s+my\s+own)\b.*$",
    re.I,
)
_EMPTY = re.compile(
    r"^(?:it|that|this|these|those|them|me|you|i|him|her|one|others?|lots?|many|much|nothing\b.*|none\b.*|no|yes|yeah|"
    r"ok(?:ay)?|sure|not\b.*|n/?a|idk|dunno|hi|hello|hey|thanks?|thank\s+you|please|don't.*|do\s+not.*|"
    r"no\s+idea.*|who\s+knows|hard\s+to\s+say|good\s+question|let\s+me\s+(?:see|think)|what|self[- ]taught|"
    r"myself|level|skills?|experience|beginner|intermediate|advanced|expert|time|years?|months?|days?|hours?|"
    r"a\s+bit|bit|little|few|really|everything|anything|something|things?|stuff|all|any|so|yet|now|though|too)$",
    re.I,
)
_VERBS = """
bake build climb create draw drive hike invent knit make perform read sew sing speak study swim teach write
"""
_VERBS_OR_NOUNS = """
act camp code cook cycle dance debate design fish garden help lead listen paint photograph play program ride
run sail skate ski surf train travel volunteer walk watch work
"""
_ACTS = frozenset(_VERBS.split())
_ACTS_OR_THINGS = _ACTS | frozenset(_VERBS_OR_NOUNS.split())
_PAST = {
    "took": "taking",
    "made": "making",
    "ran": "running",
    "wrote": "writing",
    "taught": "teaching",
    "drew": "drawing",
    "sang": "singing",
    "built": "building",
    "led": "leading",
    "grew": "growing",
    "sold": "selling",
    "kept": "keeping",
    "swam": "swimming",
    "drove": "driving",
    "spoke": "speaking",
}
_SIGNS = re.compile(r"[^\w\s+#.&/'%@*-]")
_DOUBLED = re.compile(r"^[^aeiou]*[aeiou][bdgmnprt]$", re.I)


def items(listed: str) -> list[str]:
    """Return what a list names, cleaned; what names nothing is left out."""
    whole = _PAIRS.sub(lambda found: found[0].replace(found[2], "\0" * len(found[2])), plain(listed))
    names, start = [], 0
    for found in [*_BETWEEN.finditer(whole), None]:
        piece = listed[start : found.start() if found else len(listed)]
        if name := cleaned(piece):
            names.append(name)
        start = found.end() if found else 0
    return names


def cleaned(piece: str) -> str:
    """Return a name without what leads to it and what is told of it; "" where nothing is left of it."""
    text = trimmed(_SIGNS.sub(" ", re.sub(r"\([^)]*\)?", " ", plain(piece))))
    text = trimmed(_AFTER.sub("", trimmed(_BEFORE.sub("", text))))
    if not text or _EMPTY.match(text) or not re.search(r"[^\W\d_]", text):
        return ""
    if len(text) > _LONGEST or len(text.split()) > _MOST_WORDS:
        return ""
    return " ".join(text.split())


def sentence_case(name: str) -> str:
    """Return a name as the first word of a sentence has it: Machine learning, UI design."""
    first, *others = name.split()
    return " ".join([_spelled(first, big=True), *(_spelled(word, big=False) for word in others)])


def title_case(name: str) -> str:
    """Return a name as a title has it: Machine Learning, UI Design."""
    first, *others = name.split()
    return " ".join([_spelled(first, big=True), *(_spelled(word, big=word not in _SMALL) for word in others)])


def is_act(phrase: str, *, maybe: bool = False) -> bool:
    """Tell whether a phrase begins with what people do: draw; `maybe` with what may be a thing, too."""
    return phrase.partition(" ")[0].lower() in (_ACTS_OR_THINGS if maybe else _ACTS)


def doing(verb_phrase: str) -> str:
    """Return what somebody does who does this: paint portraits -> painting portraits."""
    verb, _, rest = verb_phrase.partition(" ")
    low = verb.lower()
    if low in ("play", "speak", "use", "know", "do", "practice", "practise", "study") and rest:
        return re.sub(r"^(?:the|a|an|some)\s+", "", rest, flags=re.I)
    return f"{_gerund(verb)} {rest}".strip()


def _gerund(verb: str) -> str:
    low = verb.lower()
    if low in _PAST or low.endswith("ing"):
        return _PAST.get(low, verb)
    if low.endswith(("ie", "ied")):
        return f"{verb[: low.rindex('ie')]}ying"
    if low.endswith("ed") and not low.endswith("eed"):
        return f"{verb[:-2]}ing"
    if low.endswith("e") and not low.endswith(("ee", "oe", "ye")):
        return f"{verb[:-1]}ing"
    if _DOUBLED.match(low):
        return f"{verb}{verb[-1]}ing"
    return f"{verb}ing"


def _spelled(word: str, *, big: bool) -> str:
    if word.lower() in _UPPER:
        return word.upper()
    # Somebody's own capitals: JavaScript, iPhone.
    if word[1:] != word[1:].lower():
        return word if word != word.upper() or len(word) <= 5 else word.capitalize()
    return word[:1].upper() + word[1:] if big else word
