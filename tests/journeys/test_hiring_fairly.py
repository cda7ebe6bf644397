"""A blind job from the resume to the contest that a person answers, over the real server, nothing mocked."""

from typing import Any

import pytest

from tests.domain.jobs.factory import PRINTED
from tests.journeys.front_ends import Person, people
from tests.serving import Server

pytestmark = pytest.mark.django_db(transaction=True)
RESUME = """Kim Newcomer
kim@example.com

Skills
Django, Welding

Experience
Developer, Acme Ltd    03/2019 - present
• Built Django sites for a bank
"""
CRITERION = "Writes plain English"


def test_from_a_blind_application_to_an_answer_by_another_person(server: Server, models: None) -> None:
    emails = ("olga@example.com", "rita@example.com", "kim@example.com", "noa@example.com")
    with people(server, *emails) as (olga, rita, kim, noa):
        _found(olga, rita)
        job = rita.post("/api/channels/jobs/", _blind_job())
        address = f"/api/channels/jobs/{job['id']}/"

        kims = _read_and_confirmed(server, kim, address)
        noas = _applied(noa, address, skill="Baking")
        kim.post(f"{kims}interview-promise/")

        _ranked(server, rita, address, first=kims)
        _answered_by_the_agent(rita)

        rita.post(f"{kims}decision/", {"decision": "shortlist"}, status=200)
        rita.post(f"{noas}decision/", {"decision": "reject", "message": "We look for Django."}, status=200)
        names = [each["candidate"]["first_name"] for each in rita.get(f"{address}applications/")]
        assert names == ["Candidate", "Kim"]
        _shared(kim, rita, organization=job["organization"]["id"])
        _need_met(kim, rita, kims)
        judged = rita.post(f"{kims}interview-promise/judgement/", {"missing": []}, status=200)
        assert judged["status"] == "owed"
        rita.post(f"{kims}decision/", {"decision": "interview"}, status=200)
        assert kim.get(f"{kims}interview-promise/")["status"] == "kept"

        _told_how(kim, kims)
        _contested(noa, rita, olga, noas)


def _found(owner: Person, manager: Person) -> None:
    """Let somebody found an organization, and another come to it who hires."""
    owner.sign_up("Olga")
    owner.at_the_talent_engine("tenants/", {"name": "Open Works", "domain": "works.example"})
    owner.at_the_talent_engine("members/invitations/", {"email": manager.email, "role": "manager"})
    invitation = manager.mailed_token()
    manager.sign_up("Rita")
    manager.at_the_talent_engine("members/invitations/accept/", {"token": invitation})


def _blind_job() -> dict[str, Any]:
    promised = {"essential_criteria": [CRITERION], "offers_interview": True}
    return {**PRINTED, "skills": ["Django", "Python"], "blind_until_shortlisted": True, **promised}


def _read_and_confirmed(server: Server, person: Person, job: str) -> str:
    """Have a resume read, confirm a skill and a job of it, and apply; return the application's address."""
    person.sign_up("Kim")
    slug = person.post("/api/candidates/profiles/", {"expected_salary_range": "enough"})["slug"]
    own = f"/api/candidates/profiles/{slug}/"
    waiting = person.upload(f"{own}parse-resume/", resume_file=("kim.txt", RESUME.encode()))
    server.do_jobs()
    status = person.get(f"{own}parsing-status/")
    assert (status["status"], status["found"]["skills"][0]["value"]) == ("parsed", "Django")
    fields = [{"key": key} for key in ("skills/0", "jobs/0", "resume_file")]
    person.post(f"{own}parsed-resume/", {"number": waiting["number"], "fields": fields}, status=200)
    made = person.post(f"{job}apply/")
    assert made["sent"]["skills"] == ["Django"]
    return f"{job}applications/{made['id']}/"


def _applied(person: Person, job: str, *, skill: str) -> str:
    person.sign_up("Noa")
    person.post("/api/candidates/profiles/", {"expected_salary_range": "more"})
    person.post("/api/candidates/skills/", {"name": skill})
    return f"{job}applications/{person.post(f'{job}apply/')['id']}/"


def _ranked(server: Server, member: Person, job: str, *, first: str) -> None:
    """Have the applicants ranked, and read where they stand and why, without who they are."""
    assert member.post(f"{job}rank-candidates/", status=200)["ranking_status"] == "ranking"
    server.do_jobs()
    ranked = member.get(f"{job}ranking-data/")
    assert ranked["ranking_status"] == "ranked", ranked
    data = ranked["candidate_ranking_data"]
    assert all(check["moved"] == [] for check in data["audit"]) and data["audit"]
    best, other = data["candidates"]
    assert best["application"]["id"] == int(first.split("/")[-2])
    assert (best["place"], other["place"]) == (1, 2) and best["score"] > other["score"]
    quotes = [quote["quote"] for reason in best["reasons"] for quote in reason["evidence"]]
    assert any("Built Django sites" in quote for quote in quotes)
    for shown in (best["application"], *member.get(f"{job}applications/")):
        assert shown["candidate"]["first_name"] == "Candidate"
        assert "Newcomer" not in str(shown) and "example.com" not in str(shown)
    assert "Kim" not in str(data["candidates"])


def _answered_by_the_agent(member: Person) -> None:
    """Ask who knows something; it answers with the numbers of the blind, and not what must not count."""
    told = member.post("/api/channels/agent/", {"message": "Who of the applicants knows Django?"}, status=200)
    assert "JA-" in told["answer"] and "Kim" not in str(told) and told["sources"], told
    refused = member.post("/api/channels/agent/", {"message": "Which of them are deaf?"}, status=200)
    assert "needs" in refused["answer"] and refused["sources"] == [], refused


def _shared(person: Person, member: Person, *, organization: int) -> None:
    """Share one category of what one has told; of that alone something is read, and that is listed."""
    own = "/api/candidates/profiles/kim-newcomer/"
    person.patch(own, {"disability_categories": {"hearing": "low", "sight": "good"}})
    person.put(f"{own}disability-sharing/", {"organization": organization, "fields": ["hearing"]})
    assert member.get(f"{own}full/")["disability_categories"] == {"hearing": "low"}
    (read,) = person.get(f"{own}disability-reads/")
    assert (read["reader"]["first_name"], read["fields"]) == ("Rita", ["hearing"])


def _need_met(person: Person, member: Person, application: str) -> None:
    """Share a need with the organization, which meets it."""
    need = person.post("/api/candidates/needs/", {"type": "captions"})
    task = person.post(f"{application}needs/", {"need": need["id"]})
    assert [each["id"] for each in member.get("/api/channels/needs/")] == [task["id"]]
    member.post(f"{application}needs/{task['id']}/done/", status=200)
    (seen,) = person.get(f"{application}needs/")
    assert seen["status"] == "met"


def _told_how(person: Person, application: str) -> None:
    """Read how one was judged: by which rule, by whom, and who knows one's name."""
    told = person.get(f"{application}judgement/")
    ranking = told["ranking"]
    assert ranking["score"] > 0 and ranking["place"] is None
    assert ranking["reasons"] and ranking["criteria"]
    assert [each["stage"] for each in told["decisions"]] == ["shortlisted", "interview"]
    assert {each["decided_by"]["first_name"] for each in told["decisions"]} == {"Rita"}
    (reveal,) = told["reveals"]
    assert (reveal["revealed_by"]["first_name"], reveal["why"]) == ("Rita", "shortlisted")
    status = person.post(
        "/api/candidates/prompt/", {"message": "Where do my applications stand?"}, status=200
    )
    assert "interview" in status["answer"] and status["sources"]


def _contested(person: Person, decided: Person, other: Person, application: str) -> None:
    """Contest a rejection and ask for a person, who is another than the one who decided."""
    question = {"message": f"Which skills am I missing for job {application.split('/')[4]}?"}
    missing = person.post("/api/candidates/career-coach/", question, status=200)
    assert "Django: not found" in missing["answer"], missing
    said = {"reason": "I have learned Django since.", "wants_person": True}
    made = person.post(f"{application}judgement/contest/", said)
    assert (made["wants_person"], made["is_overdue"]) == (True, False) and made["days_left"] > 0
    answer = {"outcome": "changed", "answer": "We would like to see it.", "decision": "shortlist"}
    decided.post(f"{application}judgement/contest/answer/", answer, status=403)
    other.post(f"{application}judgement/contest/answer/", answer, status=200)

    (listed,) = decided.get("/api/channels/contests/")
    own = person.get(f"{application}judgement/")
    for seen in (listed, own["contest"]):
        assert (seen["status"], seen["answer"]) == ("changed", answer["answer"])
        assert (seen["answered_by"]["first_name"], seen["is_overdue"]) == ("Olga", False)
    assert own["stage"] == "shortlisted"
    asked = person.post("/api/candidates/prompt/", {"message": "What came of my contest?"}, status=200)
    assert "changed on" in asked["answer"] and asked["sources"], asked
