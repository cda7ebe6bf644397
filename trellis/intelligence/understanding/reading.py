"""Answers, understood."""

from collections.abc import Collection, Sequence

from trellis.intelligence.understanding import commitment, goals, passions, skills, styles
from trellis.intelligence.understanding.heard import Answer, Understood


def understand(answers: Sequence[Answer], *, known: Collection[str] = ()) -> Understood:
    """Return what the answers say of passions, skills, goals, time and ways to learn, and by which words.

    `known` are names of skills, in lower case. What was not said is empty, or None.
    """
    return Understood(
        passions=passions.passions(answers),
        skills=skills.skills(answers, known),
        goals=goals.goals(answers),
        time_commitment=commitment.time_commitment(answers),
        learning_style=styles.learning_style(answers),
    )
