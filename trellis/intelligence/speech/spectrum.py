"""Whisper's view of sound: how strong each of 80 bands is, a hundred times a second."""

import numpy as np
from numpy.typing import NDArray

from trellis.intelligence.speech import RATE

SECONDS = 30  # what Whisper looks at, always
BANDS = 80
_WINDOW, _STEP = 400, 160
_FRAMES = SECONDS * RATE // _STEP
# The mel scale (Slaney's): linear up to 1000 Hz, 27 steps for each factor of 6.4 beyond.
_LINEAR, _KNEE, _LOG_STEP = 200 / 3, 1000.0, np.log(6.4) / 27

Floats = NDArray[np.float32]


def spectrum(samples: Floats) -> Floats:
    """Return (80, 3000) numbers of at most 30 seconds of sound, filled up with silence."""
    padded = np.zeros(SECONDS * RATE, dtype=np.float32)
    padded[: len(samples)] = samples
    padded = np.pad(padded, _WINDOW // 2, mode="reflect")
    frames = np.lib.stride_tricks.sliding_window_view(padded, _WINDOW)[::_STEP][:_FRAMES]
    window = np.hanning(_WINDOW + 1)[:-1].astype(np.float32)
    power = np.abs(np.fft.rfft(frames * window, axis=1)).astype(np.float32) ** 2
    bands = np.log10(np.maximum(_filters() @ power.T, 1e-10))
    found: Floats = (np.maximum(bands, bands.max() - 8) + 4) / 4
    return found


def _filters() -> Floats:
    """Return by how much each frequency counts for each band: triangles of the same area."""
    last = _KNEE / _LINEAR + np.log(RATE / 2 / _KNEE) / _LOG_STEP
    mels = np.linspace(0, last, BANDS + 2)
    beyond = _KNEE * np.exp(_LOG_STEP * (mels - _KNEE / _LINEAR))
    corners = np.where(mels * _LINEAR < _KNEE, mels * _LINEAR, beyond)
    frequencies = np.fft.rfftfreq(_WINDOW, 1 / RATE)
    widths = np.diff(corners)[:, None]
    slopes = corners[:, None] - frequencies
    triangles = np.maximum(0, np.minimum(-slopes[:-2] / widths[:-1], slopes[2:] / widths[1:]))
    heights = 2 / (corners[2:] - corners[:-2])
    filters: Floats = (triangles * heights[:, None]).astype(np.float32)
    return filters
