"""Recordings of strangers become plain samples of whoever speaks, or are refused; whatever they are."""

import base64
import io
import random
from typing import Any

import numpy as np
import pytest
from rest_framework.exceptions import ValidationError

from tests.core.files import sounds
from tests.core.files.sounds import encoded, live_mp4, voice, webm
from trellis.core.files.sounds import decoding
from trellis.core.files.sounds.fields import RecordingField
from trellis.core.files.sounds.kinds import LARGEST_SOUND, MOST_SECONDS, RATE
from trellis.core.files.sounds.reading import samples_in
from trellis.core.files.sounds.refusals import NotASound, NothingHeard, TooLarge, TooLong

WEBM = webm()
PARTS = np.random.default_rng(2)


def decoded(content: bytes) -> Any:
    """Return the samples, read in this process."""
    return np.frombuffer(decoding.decoded(io.BytesIO(content)), dtype=np.int16)


def likeness(one: Any, other: Any) -> float:
    """Return how alike two recordings are, 1 at most, however far one lies behind the other."""
    length = max(len(one), len(other)) * 2
    spectra = [
        np.fft.rfft(each.astype(float) / np.linalg.norm(each.astype(float)), length) for each in (one, other)
    ]
    return float(np.fft.irfft(spectra[0] * spectra[1].conj()).max())


def silence(seconds: int, rate: int = 16_000) -> Any:
    return np.zeros(seconds * rate, dtype=np.int16)


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(WEBM, id="webm"),
        pytest.param(encoded(voice(), kind="ogg", codec="libopus"), id="ogg"),
        pytest.param(live_mp4(), id="mp4-without-length-or-index"),
        pytest.param(encoded(voice(), kind="mp4", codec="aac"), id="mp4"),
        pytest.param(encoded(voice(44_100), 0 * voice(44_100), rate=44_100), id="stereo"),
    ],
)
def test_every_kind_gives_the_same_voice(content: bytes) -> None:
    assert likeness(decoded(content), voice(RATE)) > 0.95


def test_it_is_read_in_a_child() -> None:
    assert samples_in(WEBM) == decoding.decoded(io.BytesIO(WEBM))


@pytest.mark.parametrize("other", ["silence", "hum", "hiss", "the same upside down"])
def test_of_two_channels_it_is_the_one_with_the_voice(other: str) -> None:
    spoken = voice(44_100)
    beside = {
        "silence": np.zeros(len(spoken)),
        "hum": 20_000 * np.sin(np.arange(len(spoken)) * 2 * np.pi * 100 / 44_100),
        "hiss": 6000 * PARTS.standard_normal(len(spoken)),
        "the same upside down": -spoken,
    }[other].astype(np.int16)
    heard = decoded(encoded(beside, spoken, rate=44_100))
    assert likeness(np.abs(heard), np.abs(voice(RATE))) > 0.98


@pytest.mark.parametrize(
    "samples",
    [
        pytest.param(silence(4), id="silence"),
        pytest.param(PARTS.integers(-2, 3, 64_000), id="the last bit"),
        pytest.param(3000 * PARTS.standard_normal(64_000), id="hiss"),
        pytest.param(9000 * np.sin(np.arange(64_000) * 2 * np.pi * 50 / 16_000), id="hum"),
        pytest.param(9000 * np.sin(np.arange(64_000) * 2 * np.pi * 1000 / 16_000), id="one tone"),
    ],
)
def test_where_nobody_speaks_nothing_is_heard(samples: Any) -> None:
    with pytest.raises(decoding.Silent):
        decoded(encoded(samples.astype(np.int16), rate=16_000))


def test_a_voice_in_noise_is_heard() -> None:
    spoken = voice(RATE).astype(float)
    loud = np.sqrt((spoken[np.abs(spoken) > 300] ** 2).mean())
    noisy = spoken + PARTS.standard_normal(len(spoken)) * loud / 10**0.5
    assert decoded(encoded((noisy / 2).astype(np.int16), rate=RATE)).size


def test_what_it_says_is_said_by_refusals() -> None:
    with pytest.raises(NothingHeard, match="I heard nothing"):
        samples_in(encoded(silence(4), rate=16_000))
    # A few kilobytes that stand for hours, as far as they tell.
    packed = encoded(silence(MOST_SECONDS * 3), kind="matroska", codec="flac", rate=16_000)
    assert len(packed) < 100_000
    with pytest.raises(TooLong, match="longer than 2 minutes"):
        samples_in(packed)
    with pytest.raises(TooLarge, match="larger than 10 MB"):
        samples_in(b"RIFF    WAVE" + bytes(LARGEST_SOUND))
    with pytest.raises(NotASound, match="as WAV, OGG, WebM or MP4"):
        samples_in(WEBM[:100])


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>RIFF</html>", id="html"),
        pytest.param(b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n", id="a list of other files"),
        pytest.param(WEBM[:3], id="three bytes"),
        pytest.param(WEBM[:100], id="a hundred bytes"),
        pytest.param(encoded(voice(), kind="mp4", codec="aac")[:9000], id="mp4 without its index"),
        pytest.param(sounds.wav(channels=0), id="no channel"),
        pytest.param(sounds.wav(channels=65_535), id="65,535 channels"),
        pytest.param(sounds.wav(channels=255), id="255 channels"),
        pytest.param(sounds.wav(rate=0), id="no rate"),
        pytest.param(sounds.wav(rate=2**32 - 1), id="the highest rate"),
        pytest.param(sounds.wav(rate=1), id="one sample a second"),
        pytest.param(sounds.wav(bits=0), id="no bits"),
        pytest.param(sounds.wav(codec=0xFFFF), id="an unknown codec"),
    ],
)
def test_what_is_no_recording_is_refused(content: bytes) -> None:
    with pytest.raises(decoding.NotASound):
        decoded(content)


def test_one_that_breaks_off_or_lies_about_its_length_is_taken_as_far_as_it_goes() -> None:
    assert 0.2 < len(decoded(WEBM[: len(WEBM) // 2])) / len(decoded(WEBM)) < 0.8
    mp4 = live_mp4()
    assert 0.1 < len(decoded(mp4[: len(mp4) // 2])) / len(decoded(mp4)) < 0.9
    spoken = bytearray(encoded(voice(RATE), rate=RATE))
    place = spoken.index(b"data") + 4
    spoken[place : place + 4] = b"\xff\xff\xff\x7f"
    assert likeness(decoded(bytes(spoken)), voice(RATE)) > 0.99


@pytest.mark.parametrize("seed", range(4))
def test_mangled_ones_are_refused_or_read(seed: int) -> None:
    chance = random.Random(seed)
    whole = [WEBM, live_mp4()][seed % 2]
    for _ in range(20):
        mangled = bytearray(whole)
        for _ in range(chance.choice((1, 5, 40))):
            mangled[chance.randrange(chance.choice((200, len(mangled))))] = chance.randrange(256)
        try:
            decoded(bytes(mangled))
        except (decoding.NotASound, decoding.TooLong, decoding.Silent, MemoryError):
            continue


@pytest.mark.parametrize(
    "head",
    [
        "",
        "data:audio/webm;base64,",
        "data:audio/webm;codecs=opus;base64,",
        'DATA:audio/mp4;codecs="mp4a.40.2";BASE64,',
    ],
)
def test_a_field_takes_base64_with_and_without_a_head(head: str) -> None:
    assert RecordingField().run_validation(head + base64.b64encode(WEBM).decode()) == WEBM
    broken = base64.encodebytes(WEBM).decode().replace("\n", "\r\n")
    assert RecordingField().run_validation(head + broken) == WEBM


@pytest.mark.parametrize(
    "given",
    [
        "a",
        "@@@@",
        "YQ",
        "YQ==YQ==",
        "data:audio/webm,YQ==",
        "data:;base64;YQ==",
        "YQ= =",
        "ÿ",
        "data:,data:;base64,YQ==",
    ],
)
def test_a_field_refuses_what_is_no_base64(given: str) -> None:
    with pytest.raises(ValidationError, match="Send the recording as base64"):
        RecordingField().run_validation(given)


@pytest.mark.parametrize("given", [None, 1, True, ["YQ=="], {}])
def test_a_field_refuses_what_is_no_text(given: Any) -> None:
    with pytest.raises(ValidationError):
        RecordingField().run_validation(given)


def test_a_field_refuses_what_is_too_large() -> None:
    with pytest.raises(ValidationError, match="larger than 10 MB"):
        RecordingField().run_validation(base64.b64encode(bytes(LARGEST_SOUND + 1)).decode())
