"""Somebody learns over the real server, with the models beside it, and nothing mocked.

They say what they want, typed and spoken, explore, find a mentor who has only just become one, see why a
Sunday is not free, and sign in by a provider.
"""

import base64
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.intelligence.speech.spoken import LOOKED_AT
from tests.issuers import Issuer
from tests.journeys.people import PASSWORD, Person
from tests.serving import Server
from trellis.domain.catalog.services.planting import explain

pytestmark = pytest.mark.django_db(transaction=True)
ANNA = LOOKED_AT[0]
ZONE = ZoneInfo("America/New_York")
MONDAY, SATURDAY = 1, 6


@pytest.fixture
def people(server: Server) -> Iterator[tuple[Person, Person]]:
    """One who learns, and one who teaches."""
    learner, teacher = (Person(server, f"{name}@x.example") for name in ("ann", "tara"))
    yield learner, teacher
    learner.http.close()
    teacher.http.close()


def test_from_four_questions_to_a_mentor(
    world: None, models: None, provider: Issuer, people: tuple[Person, Person]
) -> None:
    explain()
    learner, teacher = people
    learner.register("Ann Lee", "annlee")
    field = _explored(learner)
    mentor_id = _become_mentor(teacher, field)
    _nothing_is_known_of_them(learner)
    _say_what_they_want(learner)
    _take_part(learner)
    _find_a_mentor(learner, mentor_id, field)
    _ask_why_not(learner, mentor_id)
    _sign_in_by_google(learner, provider)


def _explored(learner: Person) -> dict[str, str]:
    """Look around; return the subcategory of photography."""
    shown = learner.get("categories")
    assert (len(shown["categories"]), shown["total"]) == (22, 22)
    best = learner.get("categories/search", q="take better photos on my travels", limit=3)["results"][0]
    assert best["subcategory"] == "Photography & Film"
    (category,) = [each for each in shown["categories"] if each["name"] == best["category"]]
    below = learner.get(f"categories/{category['id']}/subcategories")
    assert best["subcategory_id"] in {each["id"] for each in below["subcategories"]}
    return {"category_id": category["id"], "subcategory_id": best["subcategory_id"]}


def _become_mentor(teacher: Person, field: dict[str, str]) -> str:
    """Become a mentor of photography who is there from Monday to Saturday; return their id."""
    teacher.register("Tara Lens", "taralens")
    teacher.put("users/me", {"timezone": ZONE.key})
    offer = {
        "user_type": "experienced",
        "mentor_bio": "Ten years behind a camera",
        "skills_offered": ["Photography", "Lightroom"],
        "expertise_categories": [
            {"category_id": field["category_id"], "subcategory_ids": [field["subcategory_id"]]}
        ],
        "teaching_styles": ["visual"],
        "hourly_rate": 75.00,
    }
    teacher.post("users/upgrade-to-mentor", offer, status=201)
    # Their days are counted from Sunday, which is 0.
    hours = [
        {"day_of_week": day, "start_time": "09:00", "end_time": "12:00"}
        for day in range(MONDAY, SATURDAY + 1)
    ]
    own = {"timezone": ZONE.key, "recurring": hours, "replace": True}
    teacher.post("/api/v1/mentorship/availability/me/", own)
    said = teacher.put("mentors/me/terms", {"bookable": "priced", "capacity": {"sessions_a_week": 10}})
    assert (said["bookable"], said["hourly_rate"]) == ("priced", 75.0)
    (mentor,) = teacher.get("mentors", skill="lightroom")["mentors"]
    return str(mentor["id"])


def _nothing_is_known_of_them(learner: Person) -> None:
    """Nothing is known of them: no profile, nobody to recommend, and of what there is the most popular."""
    learner.ask("GET", "ai-profiling/profile", status=404)
    assert learner.get("mentors/recommended")["matches"] == []
    first = learner.get("opportunities/recommended")["recommendations"][0]
    assert (first["match_score"], first["reason"][:8]) == (0, "Popular:")


def _say_what_they_want(learner: Person) -> None:
    """Answer four questions, the second by voice, and read the profile."""
    session = learner.post("ai-profiling/start")["session_id"]
    for step, answer in enumerate(ANNA.answers, start=1):
        said: dict[str, Any] = {"answer_type": "text", "answer_text": answer}
        if step == 2:
            sound = base64.b64encode(ANNA.recording(step)).decode()
            said = {"answer_type": "voice", "audio_file": f"data:audio/ogg;codecs=opus;base64,{sound}"}
        asked = learner.post("ai-profiling/submit-answer", {"session_id": session, "step": step, **said})
    assert (asked["next_question"], asked["step"]) == (None, 4)
    made = learner.post("ai-profiling/complete", {"session_id": session})
    assert made["profile"]["recommended_categories"][0] == "Creativity & Arts"
    assert made["next_steps"]["suggested_subcategories"][0]["name"] == "Photography & Film"
    profile = learner.get("ai-profiling/profile")
    assert profile["passions"] == ["Photography", "Travel"]
    assert profile["skills"] == [{"skill": "Photography", "level": "intermediate"}]
    assert (profile["time_commitment"], profile["learning_style"]) == ("2 hours/day", "visual")
    assert profile["user_id"] == learner.get("users/me")["id"]
    heard = {each["quote"] for each in profile["evidence"]["skills"] if each["step"] == 2}
    assert "I've been doing photography for three years" in heard


def _take_part(learner: Person) -> None:
    """Take part in what is recommended, twice, which is once."""
    listed = learner.get("opportunities", type="course", is_paid="false", limit=100)
    fitting = learner.get("opportunities/recommended")["recommendations"]
    assert all("Photography" in each["reason"] for each in fitting)
    assert fitting[0]["opportunity"]["title"] == "Mentorship with Tara Lens"
    course = fitting[1]["opportunity"]
    assert (course["title"], course["price"]) == ("Film with the Phone You Have", 0.0)
    assert course in listed["opportunities"]
    address = f"opportunities/{course['id']}"
    made = learner.post(f"{address}/enroll", status=201)
    assert learner.post(f"{address}/enroll") == made
    assert (made["enrollment"]["status"], made["payment_required"]) == ("enrolled", False)
    assert learner.get(address)["enrollment_count"] == course["enrollment_count"] + 1


def _find_a_mentor(learner: Person, mentor_id: str, field: dict[str, str]) -> None:
    """Find the mentor in the list, and as the one who suits them best, and why."""
    (card,) = learner.get("mentors", subcategory_id=field["subcategory_id"], max_hourly_rate=80)["mentors"]
    assert (card["id"], card["user"]["full_name"], card["hourly_rate"]) == (mentor_id, "Tara Lens", 75.0)
    assert learner.get("mentors", subcategory_id=field["subcategory_id"], max_hourly_rate=70)["mentors"] == []
    best = learner.get("mentors/recommended")["matches"][0]
    assert (best["mentor"], best["common_skills"]) == (card, ["Photography"])
    reasons = {
        "Expert in your passions: Photography",
        "Teaching style matches your learning preference: Visual",
    }
    assert reasons <= set(best["match_reasons"])


def _ask_why_not(learner: Person, mentor_id: str) -> None:
    """See when the mentor is free, that what is offered can be booked, and why no Sunday is."""
    shown = learner.get(f"mentors/{mentor_id}")
    assert shown["availability"]["timezone"] == ZONE.key
    day = shown["availability"]["slots"][-1]
    assert day["times"] == ["09:00", "10:00", "11:00"]
    offered = datetime.fromisoformat(f"{day['date']}T{day['times'][0]}").replace(tzinfo=ZONE)
    address = f"mentors/{mentor_id}/why-not"
    said = learner.get(address, at=offered.isoformat())
    assert (said["bookable"], said["reason"], said["explanation"]) == (True, None, None)
    assert said["at"] == offered.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    said = learner.get(address, at=_next_sunday(offered).isoformat())
    assert (said["bookable"], said["reason"]) == (False, "closed")
    assert said["explanation"] == "This is outside the hours in which the mentor gives sessions."
    assert said["next_available_slot"] == shown["mentor"]["next_available_slot"]


def _next_sunday(moment: datetime) -> datetime:
    """Return the same time of the first Sunday after that day, which is none."""
    return moment + timedelta(days=6 - moment.weekday())


def _sign_in_by_google(learner: Person, provider: Issuer) -> None:
    """Sign in by Google: not by the address alone, once with the password, and from then on by itself."""
    own = learner.get("users/me")["id"]
    del learner.http.headers["Authorization"]
    token = {"token": provider.token(email=learner.email)}
    learner.post("auth/google", token, status=409)
    entered = learner.post("auth/google", {**token, "password": PASSWORD})
    assert entered["user"]["id"] == own
    assert "Google" in learner.mails()[0].text
    again = learner.post("auth/google", {"token": provider.token(email=None)})
    assert again["user"]["id"] == own
    learner.http.headers["Authorization"] = f"Bearer {again['access_token']}"
    assert learner.get("ai-profiling/profile")["passions"] == ["Photography", "Travel"]
