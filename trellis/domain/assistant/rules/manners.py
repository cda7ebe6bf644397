"""How an agent speaks."""

import re

from django.db import models


class Tone(models.TextChoices):
    """How close it comes."""

    FRIENDLY = "friendly"
    FORMAL = "formal"
    NEUTRAL = "neutral"


class Verbosity(models.TextChoices):
    """How much it says."""

    CONCISE = "concise"
    BALANCED = "balanced"
    DETAILED = "detailed"


# The tags of BCP 47 that name a language, a script, a region and variants.
_LANGUAGE = re.compile(
    r"[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|\d{3}))?(-([A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
)
_VOICE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]*")
NOT_A_LANGUAGE = "This is no tag of a language, like en-US."
NOT_A_VOICE = "This is no name of a voice: letters and digits, such as default."


def is_language(tag: str) -> bool:
    """Tell whether this is a well-formed tag of a language."""
    return _LANGUAGE.fullmatch(tag) is not None


def is_voice(name: str) -> bool:
    """Tell whether a voice can be called this."""
    return _VOICE.fullmatch(name) is not None
