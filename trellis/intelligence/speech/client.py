"""Asks for words and for speech, as OpenAI's API has it: `trellis models`, or what an operator names."""

from __future__ import annotations

import json
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings

from trellis.core.files.sounds.reading import samples_in
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.core.files.turns import share_of_threads
from trellis.core.outside import outside_of_transactions
from trellis.intelligence.process import NOT_INSTALLED
from trellis.intelligence.process.asking import Endpoint, no_answer
from trellis.intelligence.process.forms import body_of
from trellis.intelligence.refusals import NoSpeech
from trellis.intelligence.speech import COMMANDS_LISTENER, RATE
from trellis.intelligence.speech.waves import as_wav

# Two minutes of speech take some six seconds, after as many for who was first.
_SECONDS = 25.0
_LARGEST_TEXT, _LARGEST_SPEECH = 256 * 1024, 16 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Heard:
    """What somebody says in a recording, the likeliest reading first, and for how long it lasts.

    A guess is of who hears commands in whatever is said: no yes is taken from it.
    """

    readings: tuple[str, ...]
    seconds: float
    is_guess: bool = False


def transcribe(*, sound: bytes, hints: Sequence[str] = ()) -> str:
    """Return what somebody says in a recording, as `listen` does."""
    return listen(sound=sound, hints=hints).readings[0]


def listen(*, sound: bytes, hints: Sequence[str] = (), names: Sequence[str] | None = None) -> Heard:
    """Return what somebody says in a recording; `hints` are words that they are likely to say.

    With `names`, which may be in it, it is a command: where Whisper is not installed, a recogniser that hears
    commands alone is asked.

    Never inside a transaction. Raise NotASound and its kinds for what cannot be listened to
    (NothingHeard where nobody speaks), NoSpeech where it is not installed, ModelsAway and Busy where
    it cannot be done just now.
    """
    outside_of_transactions()
    samples, is_guess = samples_in(sound), False
    # Who waits for a model holds a thread, as who waits for a child does.
    with share_of_threads():
        try:
            readings = _transcribed(samples, settings.TRANSCRIPTION_MODEL, hints)
        except NoSpeech:
            if names is None:
                raise
            readings, is_guess = _transcribed(samples, COMMANDS_LISTENER, names), True
    # Of noise some make dots, or a note.
    if not _says_something(readings[0]):
        raise NothingHeard
    return Heard(tuple(filter(_says_something, readings)), len(samples) / 2 / RATE, is_guess)


def voice_of(*, text: str) -> bytes:
    """Return the text as speech: a WAV file. Never inside a transaction; raise NoSpeech, ModelsAway."""
    asked = {
        "model": settings.SPEECH_MODEL,
        "voice": settings.SPEECH_VOICE,
        "input": text,
        "response_format": "wav",
    }
    content = _asked(_speaker(), "/audio/speech", json.dumps(asked).encode(), kind="application/json")
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE" or len(content) >= _LARGEST_SPEECH:
        raise no_answer(ValueError("no sound"))
    return content


def _transcribed(samples: bytes, model: str, prompt: Sequence[str]) -> list[str]:
    fields = {"model": model, "response_format": "json"}
    if prompt:
        fields["prompt"] = f"{', '.join(prompt)}."
    boundary = secrets.token_hex(16)
    body = body_of(fields, file=as_wav(samples, rate=RATE), boundary=boundary)
    kind = f"multipart/form-data; boundary={boundary}"
    return _readings(_asked(_listener(), "/audio/transcriptions", body, kind=kind))


def _listener() -> Endpoint:
    return Endpoint(
        url=settings.TRANSCRIPTION_URL,
        key=settings.TRANSCRIPTION_KEY,
        seconds=_SECONDS,
        largest=_LARGEST_TEXT,
    )


def _speaker() -> Endpoint:
    return Endpoint(
        url=settings.SPEECH_URL, key=settings.SPEECH_KEY, seconds=_SECONDS, largest=_LARGEST_SPEECH
    )


def _asked(endpoint: Endpoint, path: str, body: bytes, *, kind: str) -> bytes:
    status, content = endpoint.post(path, body, kind=kind)
    if status == 200:
        return content
    if not endpoint.url and _code_of(content) == NOT_INSTALLED:
        raise NoSpeech
    raise no_answer(ValueError(f"status {status}"))


def _code_of(content: bytes) -> Any:
    try:
        return json.loads(content)["error"]["code"]
    except (ValueError, KeyError, TypeError):
        return None


def _readings(content: bytes) -> list[str]:
    """Return what was heard, and what else it may be, where whoever listens tells that."""
    try:
        answer = json.loads(content)
        readings = [answer["text"], *answer.get("alternatives", ())]
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise no_answer(error) from None
    if not all(isinstance(words, str) for words in readings):
        raise no_answer(TypeError("no text"))
    # What no row can hold is no word either.
    return [" ".join(words.replace("\0", " ").split()) for words in readings]


def _says_something(words: str) -> bool:
    return any(letter.isalnum() for letter in words)
