"""Words that recognisers write for others in commands: what was put right is in doubt."""

import re

_HEARD = (
    (r"\b(?:pest|paste|passed)\b(?= \d)", "past"),
    (r"\bminuets\b", "minutes"),
    (r"^i went to\b", "i want to"),
    (r"^good (?:you|view)\b", "could you"),
    (r"^(?:and|in|an|on) do (?:that|it)\b", "undo that"),
    (r"^(?:post poned?|post phone[ds]?|postponed)\b", "postpone"),
    (r"^(?:re scheduled?|reese scheduled?|re cheduled?|rescheduled)\b", "reschedule"),
    (r"\bcall it off the\b", "call off the"),
    (r"^(?:can (?:you )?sell|council|counsel|can't sell|cancelled|canceled)\b", "cancel"),
    (r"^(?:look|brook|buck|bookers?) (?=(?:a|an|me|another) )", "book "),
    (r"(?<=\bmake it )(?:thirsty|1th day|thirst day)\b", "thursday"),
    (r"^(?:take|bay|paid|pain|pays|play) for (?=(?:my|the) )", "pay for "),
    (r"^(?:hey|hi|hello) (?:so?u?sh\w?|su\w?sh|such|sue|susie)\b", "hey soosh"),
)
_PATTERNS = tuple((re.compile(heard), meant) for heard, meant in _HEARD)


def put_right(words: str) -> tuple[str, bool]:
    """Return a sentence with what was probably said, and whether something in it was changed."""
    said = words
    for heard, meant in _PATTERNS:
        said = heard.sub(meant, said)
    return said, said != words
