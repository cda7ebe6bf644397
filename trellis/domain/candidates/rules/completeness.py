"""When a profile is complete: employers can make something of it."""

from collections.abc import Mapping

_SENTENCES = {
    "name": "Tell your name.",
    "employment_type_preferences": "Say what kind of employment you look for.",
    "work_mode_preferences": "Say where you want to work.",
    "skills": "Name a skill.",
    "languages": "Name a language.",
    "education": "Tell of your education, or add a resume.",
}


def missing(there: Mapping[str, bool]) -> dict[str, list[str]]:
    """Return by field what is missing, of what `there` says whether it is there; {} for nothing."""
    return {name: [sentence] for name, sentence in _SENTENCES.items() if not there[name]}
