"""Plain samples as a WAV file, and back: what goes to and fro between the processes."""

import io
import wave


def as_wav(samples: bytes, *, rate: int) -> bytes:
    """Return a file of 16-bit samples of one channel."""
    made = io.BytesIO()
    with wave.open(made, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples)
    return made.getvalue()


def samples_of(content: bytes, *, rate: int) -> bytes:
    """Return the samples of such a file; raise ValueError for any other."""
    try:
        with wave.open(io.BytesIO(content), "rb") as file:
            if (file.getnchannels(), file.getsampwidth(), file.getframerate()) != (1, 2, rate):
                raise ValueError("other samples")
            return file.readframes(file.getnframes())
    except (wave.Error, EOFError) as error:
        raise ValueError(str(error)) from None
