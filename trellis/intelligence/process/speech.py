"""What the process hears and says: `/v1/audio/transcriptions` and `/v1/audio/speech`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from trellis.intelligence.process.models import Asked, Busy, Model
from trellis.intelligence.speech import COMMANDS_LISTENER, LISTENER, RATE, SPEAKER, VOICE
from trellis.intelligence.speech.waves import samples_of

if TYPE_CHECKING:
    from trellis.intelligence.speech.espeak import Espeak
    from trellis.intelligence.speech.sphinx import Sphinx
    from trellis.intelligence.speech.whisper import Whisper

MOST_SPOKEN = 4096  # characters, as in OpenAI's API
_MOST_HINTS = 2000


def transcription(model: Model[Whisper], of_commands: Model[Sphinx], asked: Any) -> dict[str, Any]:
    """Answer `POST /v1/audio/transcriptions`: a WAV file of one channel, 16 bits, 16,000 samples a second.

    The other model hears commands alone; its `prompt` has the names that may be in them.
    """
    if isinstance(asked, dict) and asked.get("model") == COMMANDS_LISTENER:
        samples, names = _recording({**asked, "model": LISTENER})
        with of_commands.turn() as sphinx:
            return {"text": sphinx.command_in(samples, names=names.rstrip(".").split(", "))}
    samples, hints = _recording(asked)
    import numpy as np

    numbers = np.frombuffer(samples, dtype="<i2").astype(np.float32) / np.float32(32768)
    with model.turn() as loaded:
        first, *others = loaded.readings_of(numbers, hints=hints)
    # Others are an addition to OpenAI's words: what else it may be.
    return {"text": first, **({"alternatives": others} if others else {})}


def speech(model: Model[Espeak], asked: Any) -> bytes:
    """Answer `POST /v1/audio/speech`: a WAV file."""
    from trellis.intelligence.speech.espeak import SilentChild

    text = _spoken(asked)
    with model.turn() as loaded:
        try:
            return loaded.spoken(text)
        except SilentChild:
            raise Busy from None


def _recording(asked: Any) -> tuple[bytes, str]:
    """Return samples and hints of a request; raise Asked."""
    _of(LISTENER, asked)
    hints, file = asked.get("prompt", ""), asked.get("file")
    if not isinstance(hints, str) or len(hints) > _MOST_HINTS:
        raise Asked(f"prompt must be a text of at most {_MOST_HINTS} characters.")
    if asked.get("response_format", "json") != "json":
        raise Asked("response_format must be json.")
    try:
        return samples_of(file if isinstance(file, bytes) else b"", rate=RATE), hints
    except ValueError:
        raise Asked(f"file must be a WAV file of one channel, 16 bits, {RATE} a second.") from None


def _spoken(asked: Any) -> str:
    """Return the text of a request; raise Asked."""
    _of(SPEAKER, asked)
    text = asked.get("input")
    if not isinstance(text, str) or not 0 < len(text) <= MOST_SPOKEN or "\0" in text:
        raise Asked(f"input must be a text of 1 to {MOST_SPOKEN} characters.")
    if (asked.get("voice"), asked.get("response_format", "wav")) != (VOICE, "wav"):
        raise Asked(f"The one voice here is {VOICE}, as wav.")
    return text


def _of(model: str, asked: Any) -> None:
    if not isinstance(asked, dict) or asked.get("model") != model:
        raise Asked(f"The one model here is {model}.")
