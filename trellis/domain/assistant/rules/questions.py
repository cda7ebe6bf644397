"""What is asked next, by what was heard so far: nobody is asked what they have said already."""

from dataclasses import dataclass

from trellis.domain.assistant.rules.limits import LONGEST_QUESTION, LONGEST_SUBJECT, STEPS
from trellis.intelligence.understanding.heard import Heard, Understood


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked, and what it is about, in the words of who answers; "" where that is nothing."""

    text: str
    about: str = ""


FIRST = Question("What are you most passionate about?")


def next_question(step: int, heard: Understood) -> Question | None:
    """Return the question of a step; None after the last one."""
    match step:
        case 1:
            return FIRST
        case 2:
            return _of_skills(heard)
        case 3:
            return _of_goals(heard)
        case 4:
            return _of_time(heard)
    return None


def is_last(step: int) -> bool:
    """Tell whether no question follows that of this step."""
    return step >= STEPS.most


def _of_skills(heard: Understood) -> Question:
    if heard.skills:
        return _asked(
            "You already know something of {}. What else can you do, and how well?", heard.skills[0]
        )
    if heard.passions:
        return _asked("What's your current skill level in {}?", heard.passions[0])
    return Question("What can you already do, and how well?")


def _of_goals(heard: Understood) -> Question:
    if heard.goals:
        return Question(_short(f"You said “{heard.goals[0].quote}”. What else would you like to achieve?"))
    named = next(iter((*heard.passions, *heard.skills)), None)
    if named is not None:
        return _asked("What would you like to achieve with {}?", named)
    return Question("What would you like to achieve?")


def _of_time(heard: Understood) -> Question:
    if heard.time_commitment and heard.learning_style:
        return Question("Is there anything else that we should know about how you would like to learn?")
    if heard.time_commitment:
        return Question("How do you learn best: by seeing, listening, reading or doing?")
    if heard.learning_style:
        return Question("How much time can you give to it?")
    return Question("How much time can you give to it, and how do you learn best?")


def _asked(question: str, about: Heard) -> Question:
    name = spoken(about)
    return Question(_short(question.format(name)), name[:LONGEST_SUBJECT])


def spoken(heard: Heard) -> str:
    """Return a name as it stands within a sentence: as it was typed, where it was."""
    small = heard.value[:1].lower() + heard.value[1:]
    return small if small in heard.quote else heard.value


def _short(question: str) -> str:
    return question if len(question) <= LONGEST_QUESTION else f"{question[: LONGEST_QUESTION - 1]}…"
