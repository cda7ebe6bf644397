"""A resume says what is in the record, and nothing that is not."""

from datetime import date
from typing import Any

from trellis.domain.portfolio.rules.documents import document_of
from trellis.domain.portfolio.rules.history import History, Sessions, Skilled, Taken
from trellis.domain.portfolio.rules.paper import paper_of
from trellis.domain.portfolio.rules.printed import printed


def _known(**facts: Any) -> History:
    account = {"name": "Ann Lee", "email": "ann@x.example", "phone": "", "city": "", "country": ""}
    return History(**{**account, "country_code": "", "since": date(2026, 11, 3), **facts})


def test_of_who_has_no_history_it_says_since_when_they_are_here() -> None:
    document = document_of(_known())
    assert document == {
        "basics": {
            "name": "Ann Lee",
            "email": "ann@x.example",
            "summary": "Member of Trellis since November 2026.",
        }
    }
    assert printed(document)["experience"] == printed(document)["skills"] == []


def test_it_begins_with_the_persons_own_words_and_goes_on_with_facts() -> None:
    known = _known(
        bio="Aspiring UI/UX designer.",
        skills=[Skilled("Figma", "advanced"), Skilled("UI Design"), Skilled("Prototyping"), Skilled("CSS")],
        taken=[
            Taken("UI Design Fundamentals", "course", date(2025, 1, 6), date(2025, 3, 6)),
            Taken("Wireframes", "workshop", date(2025, 3, 1)),
        ],
        given=Sessions(1, 60, date(2025, 1, 2), date(2025, 1, 2)),
        had=Sessions(3, 150, date(2025, 1, 2), date(2025, 2, 20)),
        learned_in_sessions=["Figma"],
    )
    said = printed(document_of(known))
    assert said["summary"] == (
        "Aspiring UI/UX designer.\nSkilled in Figma, UI Design and Prototyping. Has completed UI Design"
        " Fundamentals on Trellis. Is taking Wireframes on Trellis. Has given 1 session as a mentor on"
        " Trellis. Has had 3 sessions with mentors on Trellis."
    )
    assert said["experience"] == [
        {"title": "Mentor, Trellis", "type": "mentoring", "duration": "1 day"},
        {"title": "Completed UI Design Fundamentals", "type": "course", "duration": "2 months"},
        {"title": "Taking Wireframes", "type": "workshop", "duration": "since March 2025"},
        {"title": "Mentoring: 3 sessions held, 2 h 30 min", "type": "mentorship", "duration": "7 weeks"},
    ]


def test_of_many_courses_the_latest_are_named_and_all_are_counted() -> None:
    taken = [Taken(f"Course {day}", "course", date(2025, 1, 1), date(2025, 1, day)) for day in range(1, 6)]
    summary = document_of(_known(taken=taken))["basics"]["summary"]
    assert summary == (
        "Has completed 5 courses and workshops on Trellis, the latest Course 5, Course 4 and Course 3."
    )


def test_what_somebody_brought_stands_behind_what_is_known_and_is_not_said_twice() -> None:
    brought = {
        "basics": {
            "summary": "From elsewhere.",
            "label": "Designer",
            "phone": "+1",
            "email": "other@x.example",
        },
        "work": [{"name": "Acme", "startDate": "2014"}, {"name": "Acme", "startDate": "2018"}],
        "skills": [{"name": "figma", "level": "Master"}, {"name": "SQL"}],
        "education": [{"institution": "Trellis", "area": "Wireframes", "studyType": "Workshop"}],
    }
    taken = [Taken("Wireframes", "workshop", date(2025, 3, 1))]
    document = document_of(_known(brought=brought, skills=[Skilled("Figma")], taken=taken))
    assert [each["startDate"] for each in document["work"]] == ["2014", "2018"]
    assert document["skills"] == [{"name": "Figma"}, {"name": "SQL"}]
    assert len(document["education"]) == 1
    basics = document["basics"]
    assert (basics["label"], basics["phone"], basics["email"]) == ("Designer", "+1", "ann@x.example")
    assert basics["summary"].startswith("From elsewhere.\n")


def test_what_is_printed_tells_nobody_how_to_reach_the_person() -> None:
    known = _known(phone="+1 415 555 0100", city="Paris", country="France", country_code="FR")
    assert document_of(known)["basics"]["location"] == {"city": "Paris", "countryCode": "FR"}
    for word in ("ann@x.example", "415", "Paris"):
        assert word not in str(printed(document_of(known)))


def test_its_paper_has_each_text_by_its_own_direction_and_no_sign_that_cannot_be_set() -> None:
    document = {
        "basics": {"name": "محمد أحمد", "summary": "R&D <b>\x0bnot\x00 bold\uffff\nמשה"},
        "work": [{"name": "王小明", "startDate": "2014", "highlights": ["Zoë 👩‍🚀"]}],
    }
    paper = paper_of(document)
    assert paper["name"] == {"text": "محمد أحمد", "dir": "rtl", "lang": "ar"}
    assert [each["text"] for each in paper["summary"]] == ["R&D <b>", "not bold", "משה"]
    assert [each["dir"] for each in paper["summary"]] == ["ltr", "ltr", "rtl"]
    (entry,) = paper["sections"][0]["entries"]
    assert (entry["title"]["text"], entry["when"]) == ("王小明", "since 2014")
    assert entry["points"][0]["text"] == "Zoë 👩‍🚀"
