"""Where in a recording somebody speaks: in which channel, and whether at all."""

import numpy as np
from numpy.typing import NDArray

from trellis.core.files.sounds.kinds import RATE

Samples = NDArray[np.int16]

_FRAME, _STEP = RATE // 50, RATE // 100
# Of the frequencies of a voice those that every microphone has; hum and hiss lie below and above.
_LOWEST, _HIGHEST = 200, 4000
# A voice stands out from what is there between its words, and is not as faint as the last bit.
_STANDS_OUT, _FAINTEST = 6.0, -60.0  # decibels, of full scale
_SHORTEST = 0.12  # seconds: of "yes" the vowel


def with_voice(channels: Samples) -> Samples:
    """Return the one of several channels in which the most comes and goes: hum and hiss stay as they are."""
    moves = []
    for channel in channels:
        low, high = np.percentile(_power(channel) ** 0.5, (10, 95))
        moves.append(high - low)
    loudest: Samples = channels[int(np.argmax(moves))]
    return loudest


def is_silent(samples: Samples) -> bool:
    """Tell whether nothing in it is a voice: no sound, or one that never changes."""
    levels = 10 * np.log10(_power(samples) + 1e-12)
    floor = max(np.percentile(levels, 10) + _STANDS_OUT, _FAINTEST)
    return bool((levels > floor).sum() * _STEP < _SHORTEST * RATE)


def _power(samples: Samples) -> NDArray[np.float64]:
    """Return how strong a voice could be in each hundredth of a second, 1 being the strongest there is."""
    if len(samples) < _FRAME:
        return np.zeros(1)
    frames = np.lib.stride_tricks.sliding_window_view(samples, _FRAME)[::_STEP]
    window = np.hanning(_FRAME)
    first, last = (frequency * _FRAME // RATE for frequency in (_LOWEST, _HIGHEST))
    powers = []
    for start in range(0, len(frames), 1000):  # of two minutes at once the memory would be large
        tones = np.fft.rfft(frames[start : start + 1000] * (window / 32768), axis=1)[:, first : last + 1]
        powers.append((np.abs(tones) ** 2).sum(axis=1) * 4 / (window.sum() ** 2))
    return np.concatenate(powers)
