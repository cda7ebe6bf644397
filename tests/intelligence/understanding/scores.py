"""How much of what people say is understood."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from tests.intelligence.understanding.answers import Person
from trellis.domain.assistant.rules.questions import next_question
from trellis.intelligence.understanding.heard import Answer, Understood
from trellis.intelligence.understanding.labels import known_skills
from trellis.intelligence.understanding.reading import understand

FIELDS = ("passions", "skills", "goals", "time_commitment", "learning_style")


def heard_of(person: Person) -> Understood:
    """Ask as profiling does, each question by the answers before it."""
    known = known_skills(settings.MODELS_DIR)
    answers: list[Answer] = []
    for step, text in enumerate(person.answers, 1):
        asked = next_question(step, understand(answers, known=known))
        answers.append(Answer(step, text, asked.about if asked else None))
    return understand(answers, known=known)


def fields_of(heard: Understood) -> dict[str, Any]:
    """Return what was heard as a person's expected fields have it."""
    return {
        "passions": {each.value.casefold() for each in heard.passions},
        "skills": {each.value.casefold(): each.level for each in heard.skills},
        "goals": ". ".join(each.value for each in heard.goals).casefold() or None,
        "time_commitment": heard.time_commitment and heard.time_commitment.value,
        "learning_style": heard.learning_style and heard.learning_style.value,
    }


def faults(people: Iterable[Person]) -> list[tuple[str, Any, Any]]:
    """Return each field that is wrong: its name, what was heard, what was said."""
    return [
        (name, value, getattr(person, name))
        for person in people
        for name, value in fields_of(heard_of(person)).items()
        if value != getattr(person, name)
    ]
