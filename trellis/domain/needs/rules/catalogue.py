"""The list of what candidates may need for an interview, to which each can add in words of their own."""

from django.db import models


class Known(models.TextChoices):
    """What is on everybody's list. The last is an answer, too, and is told to nobody."""

    CAPTIONS = "captions", "Captions"
    SIGN_LANGUAGE = "sign_language", "An interpreter of sign language"
    QUESTIONS_IN_ADVANCE = "questions_in_advance", "Questions in advance"
    IN_WRITING = "in_writing", "Answering in writing"
    MORE_TIME = "more_time", "More time"
    BREAKS = "breaks", "Breaks"
    CAMERA_OFF = "camera_off", "Leaving the camera off"
    READABLE_PAPERS = "readable_papers", "Papers that a screen reader can read"
    LARGE_PRINT = "large_print", "Large print"
    STEP_FREE_ENTRANCE = "step_free_entrance", "A step-free entrance"
    QUIET_ROOM = "quiet_room", "A quiet room"
    COMPANION = "companion", "Somebody at my side"
    RATHER_NOT_SAY = "rather_not_say", "Rather not say"


_OWN = "own-"


def own_type(key: int) -> str:
    """Return how what a candidate has added is named among the others of the list."""
    return f"{_OWN}{key}"


def key_of(type: str) -> int | None:
    """Return the key of what a candidate has added, None for what is on everybody's list, or on none."""
    digits = type.removeprefix(_OWN)
    is_key = type.startswith(_OWN) and digits.isascii() and digits.isdigit() and len(digits) < 19
    return int(digits) if is_key else None
