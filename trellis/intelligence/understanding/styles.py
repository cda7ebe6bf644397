"""How somebody learns best."""

import re
from collections.abc import Iterator, Sequence

from trellis.intelligence.understanding.heard import Answer, Heard
from trellis.intelligence.understanding.sentences import clauses, is_against, plain, said_sentences

ASKED_AT = 4
_STYLES = {
    "visual": r"visual(?:ly)?|videos?|youtube|watch(?:ing)?|see(?:ing)?|pictures?|diagrams?|images?|charts?|"
    r"illustrations?|demonstrations?|demos?|show\s+me|screencasts?|infographics?",
    "auditory": r"auditory|listen(?:ing)?|podcasts?|hear(?:ing)?|audio(?:books?)?|lectures?|talking|"
    r"discuss(?:ions?|ing)?|conversations?|explain(?:ed|s)?(?:\s+\w+){0,2}\s+to\s+me|by\s+ear|recordings?",
    "reading": r"read(?:ing|s)?|books?|articles?|written|taking\s+notes|notes|textbooks?|documentation|"
    r"blogs?|texts?",
    "hands-on": r"hands[- ]?on|practi[cs](?:e|ing|al)|by\s+doing|doing|trying|try\s+(?:things|it|stuff)|"
    r"exercises?|projects?|building|experiment(?:s|ing|ation)?|(?:my|the)\s+hands|tinker(?:ing)?|kin(?:a)?esthetic|"
    r"making\s+(?:things|stuff)",
}
_PATTERNS = {style: re.compile(rf"\b(?:{words})\b", re.I) for style, words in _STYLES.items()}
_BEST = re.compile(r"\b(?:best|prefer|preferably|learner|favou?rite|easiest|most|rather|learn\b)", re.I)
_ELSEWHERE = re.compile(r"\b(?:learn(?:er|ing)?|teach\s+me|explain)\b", re.I)


def learning_style(answers: Sequence[Answer]) -> Heard | None:
    """Return how somebody learns best: what they prefer in so many words, else what they name first."""
    heard = list(_heard(answers))
    preferred = (each for each, is_preferred in heard if is_preferred)
    return next(preferred, heard[0][0] if heard else None)


def _heard(answers: Sequence[Answer]) -> Iterator[tuple[Heard, bool]]:
    asked = [answer for answer in answers if answer.step == ASKED_AT]
    for answer in (*asked, *(each for each in answers if each.step != ASKED_AT)):
        for sentence in said_sentences(answer.text):
            if answer.step != ASKED_AT and not (_ELSEWHERE.search(sentence) and _BEST.search(sentence)):
                continue
            for clause in clauses(sentence):
                if not is_against(clause) and (style := _first_in(plain(clause))):
                    yield Heard(style, answer.step, sentence), bool(_BEST.search(clause))


def _first_in(clause: str) -> str | None:
    places = {
        style: found.start() for style, pattern in _PATTERNS.items() if (found := pattern.search(clause))
    }
    return min(places, key=lambda style: places[style], default=None)
