"""What an assistant says to questions about what must not count."""

import re

from trellis.domain.answers.rules.answers import Draft, final
from trellis.intelligence.answering.protected import asks_protected

_INSTEAD_OF_MEMBERS = (
    "You can ask which needs candidates have shared with you and which of those are open, and what"
    " applications say about the criteria of a job."
)
_INSTEAD_OF_CANDIDATES = (
    "You can ask which of your needs are shared with whom and which are open, who has read what you share"
    " about a disability, and what jobs ask for."
)


# Whoever else they are, of them a candidate reads nothing.
_ASKS_OF_OTHERS = re.compile(
    r"\bwho else\b|\b(?:other|others|another|all|every|list|rival) (?:the )?(?:candidates?|applicants?)\b",
    re.IGNORECASE,
)
_OWN = re.compile(r"\b(?:i|me|my|mine|myself)\b", re.IGNORECASE)
_OTHERS = re.compile(
    r"\b(?:other|others|else|applicants|candidates|people|persons|somebody|someone|recruiters?|interviewers?"
    r"|managers?|employees?|colleagues?|he|she|they|them|him|her|his|their)\b",
    re.IGNORECASE,
)


def refused_to_member(question: str) -> Draft | None:
    """Return the refusal of a member's question that asks for what must not count; None for another."""
    kind = asks_protected(question)
    if kind is None:
        return None
    why = f"I do not answer questions about {kind}: it must play no part in who is chosen."
    return final(question, why, _INSTEAD_OF_MEMBERS)


def refused_to_candidate(question: str) -> Draft | None:
    """Return the refusal of a candidate's question about others, or such a one not about themselves alone."""
    kind = asks_protected(question)
    if kind is None and _ASKS_OF_OTHERS.search(question):
        return final(question, "I know of your own things alone, and tell nothing of other candidates.")
    if kind is None or (_OWN.search(question) and not _OTHERS.search(question)):
        return None
    why = f"I do not answer questions about {kind}: it plays no part in what I find, for anybody."
    return final(question, why, _INSTEAD_OF_CANDIDATES)
