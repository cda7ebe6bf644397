"""Recordings as strangers send them, made on the spot."""

import io
import struct
from pathlib import Path
from typing import Any

import av
import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
_RECORDING = Path(__file__).parents[2] / "intelligence" / "speech" / "recordings" / "anna-1.ogg"


def voice(rate: int = 48_000) -> Samples:
    """Return somebody who speaks for three seconds."""
    with av.open(str(_RECORDING)) as container:
        resampler = av.AudioResampler(format="s16", layout="mono", rate=rate)
        frames: list[Any] = list(container.decode(audio=0))
        pieces = [each.to_ndarray()[0] for frame in [*frames, None] for each in resampler.resample(frame)]
    return np.concatenate(pieces).astype(np.int16)


def encoded(
    *channels: Samples, kind: str = "wav", codec: str = "pcm_s16le", rate: int = 48_000, **options: str
) -> bytes:
    """Return the channels in a file of that kind."""
    made = io.BytesIO()
    layout = {1: "mono", 2: "stereo"}[len(channels)]
    with av.open(made, "w", format=kind, options=options) as container:
        stream: Any = container.add_stream(codec, rate=rate, layout=layout)
        packed = np.stack(channels, axis=1).reshape(1, -1).astype(np.int16)
        frame = av.AudioFrame.from_ndarray(packed, format="s16", layout=layout)
        frame.sample_rate, frame.pts = rate, 0
        for given in (frame, None):
            container.mux(stream.encode(given))
    return made.getvalue()


def webm() -> bytes:
    """Return what a browser's recorder gives."""
    return encoded(voice(), kind="webm", codec="libopus")


def live_mp4() -> bytes:
    """Return what a phone's recorder gives: fragments, no index, and a duration of 0."""
    flags = "frag_keyframe+empty_moov+default_base_moof"
    return encoded(voice(), kind="mp4", codec="aac", movflags=flags, frag_duration="500000")


def wav(
    *, channels: int = 1, rate: int = 16_000, bits: int = 16, codec: int = 1, size: int | None = None
) -> bytes:
    """Return a WAV file whose head says so, with a second of noise whatever it says."""
    noise = np.random.default_rng(1).integers(-9000, 9000, 16_000, dtype=np.int16).tobytes()
    width = channels * bits // 8
    head = struct.pack("<IHHIIHH", 16, codec, channels, rate, rate * width & 0xFFFFFFFF, width & 0xFFFF, bits)
    length = struct.pack("<I", len(noise) if size is None else size)
    return b"RIFF" + struct.pack("<I", 2**32 - 1) + b"WAVEfmt " + head + b"data" + length + noise
