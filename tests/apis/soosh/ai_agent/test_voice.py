"""`ai-agent/voice-command`, from outside: heard, understood, done, and read out."""

import base64
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from tests.apis.soosh.ai_agent.people import API, PRINTED, QUIET, Person
from tests.apis.soosh.conftest import refused
from tests.domain.mentorship.bought import priced
from tests.domain.mentorship.world import person
from tests.intelligence.commands.spoken import commands
from tests.intelligence.support import models
from trellis.core.files.data import DIRECTORY, DataError
from trellis.core.files.sounds.kinds import LARGEST_SOUND
from trellis.domain.accounts.models import User
from trellis.domain.assistant.models import Action, Proposal
from trellis.domain.mentorship.models import Booking
from trellis.intelligence.process.server import answers_of
from trellis.intelligence.speech import COMMANDS_LISTENER, LISTENER
from trellis.intelligence.speech.sphinx import Sphinx
from trellis.intelligence.speech.waves import as_wav

pytestmark = pytest.mark.django_db
VOICE = "voice-command"
RECORDED = commands()[0].recording()
SOUND = base64.b64encode(RECORDED).decode()
LISTENING, SPEAKING = "/v1/audio/transcriptions", "/v1/audio/speech"


@pytest.fixture(autouse=True)
def own_directory(settings: Any, tmp_path: Path) -> None:
    settings.DATA_DIR = tmp_path


@pytest.fixture
def mia() -> User:
    """Mia Mentor, whose hour costs 75 dollars."""
    mentor = priced()
    User.objects.filter(pk=mentor.user_id).update(first_name="Mia", last_name="Mentor")
    return User.objects.get(pk=mentor.user_id)


@pytest.mark.usefixtures("mia")
def test_a_recording_is_heard_with_the_names_that_the_person_knows_and_acted_upon(tmp_path: Path) -> None:
    robin, asked = Person(), list[dict[str, Any]]()

    def listen(given: dict[str, Any]) -> dict[str, Any]:
        asked.append(given)
        return {"text": "Look, a session with Mia", "alternatives": ["Book a session with Mia tomorrow."]}

    with models(tmp_path, {LISTENING: listen}):
        heard = robin.ask("post", VOICE, {"audio_file": f"data:audio/ogg;base64,{SOUND}"})
    assert (heard["transcription"], heard["intent"]) == (
        "Book a session with Mia tomorrow.",
        "schedule_session",
    )
    # Of what may as well have been said nothing is done at once.
    assert (heard["action_taken"], Action.objects.count()) == (None, 0)
    assert heard["proposal"]["kind"] == "schedule_session"
    assert "It costs 75 US dollars." in heard["response_text"]
    assert asked[0]["prompt"].startswith("Book a session with, cancel my session with,")


@pytest.mark.usefixtures("mia")
def test_what_is_allowed_is_done_and_answered_with_its_booking_and_until_when_it_can_be_undone() -> None:
    robin = Person()
    heard = robin.ask("post", VOICE, {"text": "Book a session with Mia Mentor tomorrow afternoon"})
    taken = heard["action_taken"]
    assert taken["type"] == "scheduled_booking"
    assert taken["booking_id"] == str(Booking.objects.get().public_id)
    assert heard["undo_until"] == taken["action"]["undo_until"]
    assert (heard["proposal"], heard["choices"]) == (None, [])
    undone = robin.ask("post", VOICE, {"text": "No, no, wait, stop!"})
    assert (undone["intent"], undone["action_taken"]["action"]["status"]) == ("stop", "undone")
    assert undone["undo_until"] is None


@pytest.mark.usefixtures("mia")
def test_a_yes_is_spoken_tapped_or_given_at_the_proposal_itself_and_counts_once() -> None:
    robin = Person(settings=QUIET)
    heard = robin.ask("post", VOICE, {"text": "Book a session with Mia Mentor tomorrow afternoon"})
    proposal = heard["proposal"]
    body = {"fingerprint": proposal["fingerprint"]}
    robin.ask("post", f"proposals/{proposal['id']}/approve", body)
    again = robin.ask("post", VOICE, {"text": "Yes"})
    assert (again["intent"], again["action_taken"]) == ("yes", None)
    assert "That could not be done." in again["response_text"]
    assert Booking.objects.count() == 1


@pytest.mark.usefixtures("mia")
def test_times_are_by_the_clock_of_who_speaks() -> None:
    robin = Person(settings=QUIET)
    said = {"text": "Book a session with Mia Mentor tomorrow at ten in the morning", "timezone": "Asia/Tokyo"}
    heard = robin.ask("post", VOICE, said)
    # At ten in Tokyo it is night where Mia gives sessions.
    assert "is not free" in heard["response_text"]
    assert heard["choices"]
    assert {each["key"][-6:] for each in heard["choices"]} == {"+00:00"}
    assert all(" PM" in each["label"] or " AM" in each["label"] for each in heard["choices"])


def test_an_idempotency_key_repeats_the_answer_and_does_it_once(mia: User) -> None:
    robin = Person()
    body = {"text": f"Book a session with {mia.full_name} tomorrow afternoon"}
    headers = {"Idempotency-Key": "said-once"}
    first, again = (robin.answer("post", VOICE, body, **headers) for _ in range(2))
    assert (first.status_code, again.json()) == (200, first.json())
    assert Booking.objects.count() == 1


@pytest.mark.usefixtures("mia")
def test_one_of_several_is_tapped() -> None:
    robin = Person(settings=QUIET)
    other = priced("mia_two")
    User.objects.filter(pk=other.user_id).update(first_name="Mia", last_name="Mentor")
    heard = robin.ask("post", VOICE, {"text": "Book Mia Mentor tomorrow"})
    assert [set(each) for each in heard["choices"]] == [{"key", "label"}] * 2
    refused(robin.answer("post", VOICE, {"choice": "any"}), 422, "VALIDATION_ERROR")
    chosen = robin.ask("post", VOICE, {"choice": heard["choices"][1]["key"]})
    assert chosen["proposal"]["content"]["mentor_id"] == str(other.public_id)


def test_what_it_says_is_read_out_to_its_person_alone(tmp_path: Path) -> None:
    robin, other = Person(), Person("other")
    sound, said = as_wav(bytes(100), rate=22_050), list[str]()

    def speak(given: dict[str, Any]) -> bytes:
        said.append(given["input"])
        return sound

    heard = robin.ask("post", VOICE, {"text": "Read my messages"})
    address = heard["response_audio_url"]
    with models(tmp_path, {SPEAKING: speak}):
        answer = robin.client.get(address, headers={"Accept": "audio/*"})
        assert (answer.content, answer["Content-Type"]) == (sound, "audio/wav")
        refused(other.client.get(address), 404, "NOT_FOUND")
        refused(robin.client.get(f"{API}/speech/{uuid4()}"), 404, "NOT_FOUND")
    assert said == [heard["response_text"]]
    refused(robin.client.get(address), 503, "SERVICE_UNAVAILABLE")


def test_silence_is_nothing_heard_and_no_yes(tmp_path: Path, mia: User) -> None:
    robin = Person(settings=QUIET)
    robin.ask("post", VOICE, {"text": f"Book a session with {mia.full_name} tomorrow afternoon"})
    silence = base64.b64encode(as_wav(bytes(4 * 32_000), rate=16_000)).decode()
    answer = robin.answer("post", VOICE, {"audio_file": silence})
    refused(answer, 422, "VALIDATION_ERROR")
    assert answer.json()["details"]["audio_file"].startswith("I heard nothing.")
    assert (Booking.objects.count(), Proposal.objects.get().outcome) == (0, "open")
    with models(tmp_path, {LISTENING: lambda _: {"text": " ... "}}):
        refused(robin.answer("post", VOICE, {"audio_file": SOUND}), 422, "VALIDATION_ERROR")


def test_without_a_recogniser_speech_is_503_and_typed_commands_work(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def missing() -> Any:
        raise DataError("pocketsphinx is not installed.")

    robin = Person()
    monkeypatch.setattr(Sphinx, "load", missing)
    with models(tmp_path, answers_of(tmp_path)):
        answer = robin.answer("post", VOICE, {"audio_file": SOUND})
        refused(answer, 503, "SERVICE_UNAVAILABLE")
    assert "`make data` installs it" in answer.json()["message"]
    assert robin.ask("post", VOICE, {"text": "When is my next session?"})["intent"] == "next_session"
    capsys.readouterr()


def test_without_whisper_commands_are_heard_and_none_is_done_at_once(tmp_path: Path, mia: User) -> None:
    robin, asked = Person(), list[dict[str, Any]]()

    def listen(given: dict[str, Any]) -> dict[str, Any]:
        asked.append(given)
        if given["model"] == LISTENER:
            raise DataError("Whisper is not installed.")
        return {"text": f"book a session with {mia.full_name.lower()} tomorrow"}

    with models(tmp_path, {LISTENING: listen}):
        heard = robin.ask("post", VOICE, {"audio_file": SOUND})
    assert [each["model"] for each in asked] == [LISTENER, COMMANDS_LISTENER]
    assert (heard["action_taken"], heard["proposal"]["kind"]) == (None, "schedule_session")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        pytest.param({}, "audio_file", id="nothing"),
        pytest.param({"text": ""}, "text", id="empty"),
        pytest.param({"text": "yes", "choice": "any"}, "choice", id="two of them"),
        pytest.param({"text": "y\0es"}, "text", id="NUL"),
        pytest.param({"text": "y" * 1001}, "text", id="too long"),
        pytest.param({"text": ["yes"]}, "text", id="a list"),
        pytest.param({"audio_file": "no base64!"}, "audio_file", id="no base64"),
        pytest.param({"audio_file": "AAAA"}, "audio_file", id="no sound"),
        pytest.param({"text": "yes", "proposal_id": "any"}, "proposal_id", id="no id"),
        pytest.param({"text": "yes", "timezone": "Mars/Base"}, "timezone", id="no zone"),
    ],
)
def test_what_says_nothing_is_refused_by_its_field(body: dict[str, Any], field: str) -> None:
    answer = Person().answer("post", VOICE, body)
    refused(answer, 422, "VALIDATION_ERROR")
    assert field in answer.json()["details"]


def test_a_recording_may_be_large_here(tmp_path: Path) -> None:
    large = "A" * (LARGEST_SOUND // 3 * 4)
    answer = Person().answer("post", VOICE, {"audio_file": large})
    assert "WAV" in answer.json()["details"]["audio_file"]


def test_it_is_for_those_who_have_an_agent() -> None:
    without = Person("without", settings=None)
    refused(without.answer("post", VOICE, {"text": "yes"}), 404, "NOT_FOUND")
    refused(without.answer("post", VOICE, {"audio_file": SOUND}), 404, "NOT_FOUND")
    user = person("anybody")
    without.client.force_authenticate(user)
    refused(without.answer("post", VOICE, {"text": "yes"}), 403, "FORBIDDEN")
    assert PRINTED["auto_schedule_enabled"]


@pytest.mark.whole
def test_by_voice_alone_a_session_is_booked_undone_and_another_booked(tmp_path: Path) -> None:
    robin, mentor = Person(), priced("sarah_j")
    User.objects.filter(pk=mentor.user_id).update(first_name="Sarah", last_name="Johnson")
    recorded = {each.name: base64.b64encode(each.recording()).decode() for each in commands()}

    def say(name: str) -> dict[str, Any]:
        heard: dict[str, Any] = robin.ask("post", VOICE, {"audio_file": recorded[name]})
        return heard

    with models(tmp_path, answers_of(DIRECTORY)):
        first = say("command-01")
        assert first["transcription"] == "Schedule a session with Sarah next week."
        undone = say("command-57")
        assert (undone["intent"], undone["action_taken"]["action"]["status"]) == ("undo", "undone")
        another = say("command-02")
        sound = robin.client.get(another["response_audio_url"])
    assert first["action_taken"]["booking_id"] != another["action_taken"]["booking_id"]
    assert [booking.starts_at.hour for booking in Booking.objects.filter(status="pending")] == [14]
    assert sound.content[:4] == b"RIFF"
