"""The client of speech: what it asks for, whom, and what it makes of the answers."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from django.db import transaction

from tests.intelligence.speech.spoken import LOOKED_AT
from tests.intelligence.support import models
from trellis.core.files import turns
from trellis.core.files.sounds.refusals import NothingHeard
from trellis.intelligence.process.forms import fields_of
from trellis.intelligence.process.server import answers_of
from trellis.intelligence.refusals import ModelsAway, NoSpeech
from trellis.intelligence.speech import RATE
from trellis.intelligence.speech.client import transcribe, voice_of
from trellis.intelligence.speech.waves import as_wav, samples_of

SOUND = LOOKED_AT[0].recording(1)
LISTENING, SPEAKING = "/v1/audio/transcriptions", "/v1/audio/speech"


@pytest.fixture(autouse=True)
def own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


def test_a_recording_is_sent_as_plain_samples_with_the_words_that_are_likely(tmp_path: Path) -> None:
    asked: list[dict[str, Any]] = []

    def listen(given: dict[str, Any]) -> dict[str, Any]:
        asked.append(given)
        return {"text": " I like\n pottery. \0"}

    with models(tmp_path, {LISTENING: listen}):
        assert transcribe(sound=SOUND, hints=["pottery", "a beginner"]) == "I like pottery."
        assert transcribe(sound=SOUND)
    samples = samples_of(asked[0].pop("file"), rate=RATE)
    assert 3 < len(samples) / 2 / RATE < 4
    assert asked[0] == {
        "model": "whisper-tiny.en",
        "response_format": "json",
        "prompt": "pottery, a beginner.",
    }
    assert "prompt" not in asked[1]


@pytest.mark.parametrize("text", ["", " ", "...", "♪ ♪"])
def test_no_word_is_nothing_heard(text: str, tmp_path: Path) -> None:
    with models(tmp_path, {LISTENING: lambda _: {"text": text}}), pytest.raises(NothingHeard):
        transcribe(sound=SOUND)


def test_text_is_spoken(tmp_path: Path) -> None:
    sound, asked = as_wav(bytes(100), rate=22_050), []

    def speak(given: dict[str, Any]) -> bytes:
        asked.append(given)
        return sound

    with models(tmp_path, {SPEAKING: speak}):
        assert voice_of(text="What do you like?") == sound
    assert asked == [
        {"model": "espeak-ng", "voice": "en-us", "input": "What do you like?", "response_format": "wav"}
    ]


@pytest.mark.parametrize("given", [{}, {"text": 1}, {"text": None}, [], b"RIFF"])
def test_an_answer_that_is_none_is_no_answer(given: Any, tmp_path: Path) -> None:
    with models(tmp_path, {LISTENING: lambda _: given, SPEAKING: lambda _: given}):
        with pytest.raises(ModelsAway):
            transcribe(sound=SOUND)
        with pytest.raises(ModelsAway):
            voice_of(text="a")


def test_where_nobody_answers_it_is_away() -> None:
    for ask in (lambda: transcribe(sound=SOUND), lambda: voice_of(text="a")):
        with pytest.raises(ModelsAway):
            ask()


def test_where_it_is_not_installed_it_says_how_to_get_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with models(tmp_path, answers_of(tmp_path)):
        for ask in (lambda: transcribe(sound=SOUND), lambda: voice_of(text="a")):
            with pytest.raises(NoSpeech, match="`make data` installs it"):
                ask()
    assert capsys.readouterr().err.count("`make data` installs it") == 2


def test_who_waits_for_it_never_holds_all_threads(settings: Any, tmp_path: Path) -> None:
    settings.WEB_THREADS = 2
    refused: list[Exception] = []

    def listen(_: Any) -> dict[str, Any]:
        try:
            transcribe(sound=SOUND)
        except turns.Busy as busy:
            refused.append(busy)
        return {"text": "words"}

    with models(tmp_path, {LISTENING: listen}):
        assert transcribe(sound=SOUND) == "words"
    assert len(refused) == 1


@pytest.mark.django_db
def test_it_is_refused_inside_a_transaction() -> None:
    for ask in (lambda: transcribe(sound=SOUND), lambda: voice_of(text="a")):
        with transaction.atomic(), pytest.raises(transaction.TransactionManagementError):
            ask()


@pytest.fixture
def endpoint(settings: Any) -> Iterator[list[Any]]:
    """Somebody else's API on this machine, and what it was asked."""
    asked: list[Any] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append((self.path, self.headers["Authorization"], self.headers["Content-Type"], body))
            heard = self.path.endswith("transcriptions")
            self.send_response(200)
            self.end_headers()
            self.wfile.write(json.dumps({"text": "words"}).encode() if heard else as_wav(b"", rate=8000))

        def log_message(self, *_: Any) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        Thread(target=server.serve_forever, args=(0.01,)).start()
        settings.TRANSCRIPTION_URL = settings.SPEECH_URL = f"http://127.0.0.1:{server.server_port}/v2"
        settings.TRANSCRIPTION_KEY, settings.SPEECH_KEY = "k3y", "k4y"
        settings.TRANSCRIPTION_MODEL, settings.SPEECH_MODEL, settings.SPEECH_VOICE = "large", "loud", "amy"
        yield asked
        server.shutdown()


def test_an_operators_endpoint_is_asked_with_its_key_in_the_same_words(endpoint: list[Any]) -> None:
    assert transcribe(sound=SOUND) == "words"
    assert voice_of(text="a")[:4] == b"RIFF"
    (path, key, kind, body), (other_path, other_key, _, other) = endpoint
    assert (path, key, other_path, other_key) == (
        *("/v2/audio/transcriptions", "Bearer k3y"),
        *("/v2/audio/speech", "Bearer k4y"),
    )
    assert fields_of(kind, body)["model"] == "large"
    assert json.loads(other) == {"model": "loud", "voice": "amy", "input": "a", "response_format": "wav"}
