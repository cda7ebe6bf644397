"""A recording to plain samples, by FFmpeg: runs in a child process alone (docs/decisions/speech.md)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain, groupby
from typing import IO, Any

import av
import numpy as np
from av.error import FFmpegError

from trellis.core.files.sounds.kinds import CODECS, MOST_SECONDS, RATE, kind_of
from trellis.core.files.sounds.voices import Samples, is_silent, with_voice

_HEAD = 12
_RATES = range(4_000, 384_001)
_MOST_CHANNELS = 8


class NotASound(Exception):
    """It is none that we read."""


class TooLong(Exception):
    """It goes on for more than MOST_SECONDS."""


class Silent(Exception):
    """Nobody speaks in it."""


def decoded(source: IO[bytes]) -> bytes:
    """Return 16-bit samples, RATE a second, of the channel with the voice.

    A recording that breaks off is taken as far as it goes. Raise NotASound, TooLong, Silent.
    """
    kind = kind_of(source.read(_HEAD))
    if kind is None:
        raise NotASound
    source.seek(0)
    # Phones change the number of channels on the way.
    runs = groupby(_pieces(source, kind), key=len)
    parts = [with_voice(np.concatenate(list(run), axis=1)) for _, run in runs]
    if not parts:
        raise NotASound
    samples = np.concatenate(parts)
    if is_silent(samples):
        raise Silent
    return samples.astype("<i2").tobytes()


def _pieces(source: IO[bytes], kind: str) -> Iterator[Samples]:
    """Yield the channels, a piece at a time."""
    most = MOST_SECONDS * RATE
    try:
        # Nothing but the file itself is opened, whatever it names.
        with av.open(source, format=kind, metadata_errors="replace", io_open=_refuse) as container:
            for piece in _resampled(_frames(container)):
                most -= piece.shape[1]
                if most < 0:
                    raise TooLong
                yield piece
    except (FFmpegError, ValueError) as error:
        if isinstance(error, MemoryError):
            raise
        return


def _frames(container: Any) -> Iterator[Any]:
    stream = next(iter(container.streams.audio), None)
    # Of a codec that FFmpeg does not know there is no context.
    context = getattr(stream, "codec_context", None)
    if context is None or context.name not in CODECS:
        raise NotASound
    context.thread_count = 1
    for frame in container.decode(stream):
        if frame.sample_rate not in _RATES or not 0 < frame.layout.nb_channels <= _MOST_CHANNELS:
            raise NotASound
        yield frame


def _resampled(frames: Iterator[Any]) -> Iterator[Samples]:
    for _, run in groupby(frames, key=lambda one: (one.sample_rate, one.layout.name, one.format.name)):
        resampler = av.AudioResampler(format="s16p", rate=RATE)
        for frame in chain(run, [None]):  # at last what it has kept back
            for made in resampler.resample(frame):
                samples: Samples = made.to_ndarray().astype(np.int16, copy=False)
                yield samples


def _refuse(*_: Any) -> None:
    raise ValueError("a recording is one file")
