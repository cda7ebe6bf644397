"""Has a draft worded by a model where an operator has named one; what it says is held against the facts."""

import structlog

from trellis.domain.answers.rules.answers import BY_MODEL, Answer, Draft, facts_of
from trellis.domain.answers.rules.prompts import RULES, asked_of_model
from trellis.intelligence.answering import chat
from trellis.intelligence.answering.grounding import grounded
from trellis.intelligence.refusals import ModelsAway

log = structlog.get_logger("trellis.answers")


def word(*, draft: Draft) -> Answer:
    """Return the answer: the model's words where they say nothing but the facts, else our sentences.

    Never inside a transaction where a model is asked.
    """
    ours = Answer(draft.text, draft.sources, draft.limits)
    if draft.is_final or not draft.sources or not chat.is_there():
        return ours
    try:
        text = chat.say(rules=RULES, asked=asked_of_model(draft))
    except ModelsAway:
        # It is logged where it was raised, and our own sentences say all that was found.
        return ours
    if not grounded(text, facts_of(draft)):
        log.info("answer of a model thrown away", why="not in the facts")
        return ours
    return Answer(text, draft.sources, draft.limits, by=BY_MODEL)
