"""What is found in the words of a resume, whatever the file was: times, people, skills, languages."""

import pytest

from tests.intelligence.resumes.pages import both, jobs, lines, of_pdf, of_text, resume, said, values
from trellis.core.files.papers.kinds import read_as
from trellis.intelligence.resumes.dates import months_of, times_in
from trellis.intelligence.resumes.found import When


def times(text: str) -> list[tuple[str, str]]:
    return [(str(one.start or ""), "now" if one.is_running else str(one.end or "")) for one in times_in(text)]


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("seit 03/2020", "2020-03"),
        ("2019 – heute", "2019"),
        ("de 2018 à aujourd'hui", "2018"),
        ("2017 - actualidad", "2017"),
        ("منذ 2021", "2021"),
        ("May 2016 to date", "2016-05"),
        ("Director 2018 –", "2018"),
    ],
)
def test_now_in_other_languages_is_no_day(text: str, start: str) -> None:
    assert times(text) == [(start, "now")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("Baker   Sep. 2019 Mar. 2021", ("2019-09", "2021-03"), id="a-range-without-its-sign"),
        ("2019 - 21", ("2019", "2021")),
        ("Jan '22 – Mar '23", ("2022-01", "2023-03")),
        ("von 2018 bis 2020", ("2018", "2020")),
        ("12.2018 - 03.2020", ("2018-12", "2020-03")),
        ("2018/19", ("2018", "2019")),
        pytest.param("Abitur 2014", ("", "2014"), id="a-year-alone-is-an-end"),
    ],
)
def test_a_date_is_no_more_exact_than_it_is_said(text: str, expected: tuple[str, str]) -> None:
    assert times(text) == [expected]


def test_jobs_at_the_same_time_count_once() -> None:
    assert months_of(times_in("01/2018 – 12/2020\n07/2019 – 06/2021"), until=When(2026, 11)) == 42


def test_a_job_that_runs_counts_up_to_now() -> None:
    assert months_of(times_in("since 01/2026"), until=When(2026, 11)) == 11


def test_an_entry_without_dates_takes_none_from_its_neighbours() -> None:
    read = of_text(
        "Ada Moor\n\nExperience\n\nClerk, Acme Ltd    2019 – 2021\n• Filed 300 cases\n"
        "Volunteer, Hospice Nord\n• Read to guests\n• Cooked on Sundays\n"
        "Baker, Brot GmbH    2015 – 2018\n• Baked bread\n"
    )
    assert jobs(read) == [
        ("Clerk", "Acme Ltd", "2019", "2021"),
        ("Volunteer", "Hospice Nord", "", ""),
        ("Baker", "Brot GmbH", "2015", "2018"),
    ]
    assert [[read.text[slice(*span)] for span in job.deeds] for job in read.jobs] == [
        ["Filed 300 cases"],
        ["Read to guests", "Cooked on Sundays"],
        ["Baked bread"],
    ]


def test_promotions_are_titles_at_one_employer() -> None:
    read = of_text(
        "Ada Moor\n\nExperience\nHooli    2008 – present\nDirector    2018 –\n"
        "Manager    2012 – 2018\nEngineer    2008 – 2012\n"
    )
    assert jobs(read) == [
        ("Director", "Hooli", "2018", "now"),
        ("Manager", "Hooli", "2012", "2018"),
        ("Engineer", "Hooli", "2008", "2012"),
    ]


def phones(text: str, country: str = "") -> list[tuple[str, str, bool]]:
    read = of_text(text, country=country)
    return [(each.found.value, each.extension, each.is_valid) for each in read.phones]


@pytest.mark.parametrize("country", ["US", ""])
def test_no_number_borrows_the_digits_of_a_date(country: str) -> None:
    found = phones("Ada Moor\n(555) 018-2390\n06/2017 – 03/2021\nClerk", country)
    assert found in ([("(555) 018-2390", "", False)], [])


@pytest.mark.parametrize(
    ("said", "country", "expected"),
    [
        ("+44 (0)20 7946 0958", "", ("+442079460958", "", True)),
        ("0049 30 901820", "", ("+4930901820", "", True)),
        ("+1 (312) 555-0123 ext. 45", "", ("+13125550123", "45", True)),
        ("030 901820", "DE", ("+4930901820", "", True)),
        ("Tel.: +49 40/42863-1234", "", ("+4940428631234", "", True)),
        ("+34 91 201 45 67", "", ("+34912014567", "", True)),
    ],
)
def test_numbers_are_read_as_people_write_them(
    said: str, country: str, expected: tuple[str, str, bool]
) -> None:
    assert phones(f"Ada Moor\n{said}\nadamoor@example.org", country) == [expected]


def test_an_address_that_is_broken_where_the_column_ends_is_less_certain() -> None:
    read = of_text("Ola Holm\nola.holm@\nmail.example.org\n")
    (found,) = read.emails
    assert (found.value, read.text[slice(*found.spans[0])]) == (
        "ola.holm@mail.example.org",
        "ola.holm@\nmail.example.org",
    )
    assert found.certainty < 0.8


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("Vincent van der Meer, PhD", "Vincent", "van der Meer"),
        ("María José de la Cruz Ortega", "María José", "de la Cruz Ortega"),
        ("CURRICULUM VITAE\nSukarno", "Sukarno", ""),
        ("Dr. Aoife O'Sullivan", "Aoife", "O'Sullivan"),
        ("Name: Mira Osterberg", "Mira", "Osterberg"),
        ("Lucía Fernández Gil\n\nIdiomas\nInglés", "Lucía", "Fernández Gil"),
        ("LEBENSLAUF\nHANS-PETER VON BERG", "Hans-Peter", "von Berg"),
    ],
)
def test_names_keep_their_particles_and_lose_degrees(text: str, first: str, last: str) -> None:
    read = of_text(f"{text}\n\nExperience\nClerk, Acme Ltd    2019 – 2021\n")
    assert read.name is not None
    assert (read.name.first, read.name.last) == (first, last)


def test_signs_at_the_edge_of_a_word_belong_to_it_and_words_are_words() -> None:
    read = of_text(
        "Skills\nJavaScript, C++, C#, .NET\n\nExperience\nLead, Acme Ltd 2019 – 2021\n• led "
        "go-to-market, excel at reactive care\n"
    )
    assert values(read.skills) == ["JavaScript", "C++", "C#", ".NET"]


def test_commas_in_brackets_slashes_wrapped_lines_and_labels() -> None:
    read = of_text("Skills\nCloud: AWS (EC2, S3), CI/CD; Hiring &\nTraining\n")
    assert values(read.skills) == ["AWS", "EC2", "S3", "CI/CD", "Hiring & Training"]


def test_a_gap_behind_a_bullet_is_no_column() -> None:
    read = of_text("Skills\n•\tWelding\n•\tCustomer service, Python\nTools\tDocker, Git\n")
    assert values(read.skills) == ["Welding", "Customer service", "Python", "Docker", "Git"]


def test_languages_of_programmers_are_skills_and_sign_languages_are_languages() -> None:
    read = of_text(
        "Skills\nLanguages: Python, Go\nTools: Docker\n\n"
        "Languages: German (native), English B2, ÖGS (fluent)\n"
    )
    assert values(read.skills) == ["Python", "Go", "Docker"]
    assert [(each.found.value, each.level) for each in read.languages] == [
        ("German", "native"),
        ("English", "intermediate"),
        ("Austrian Sign Language", "advanced"),
    ]


def test_text_files_lose_no_letter() -> None:
    written = "Müller – Bäckerin, 12 € a tray"
    for encoding in ("cp1252", "utf-8", "utf-8-sig", "utf-16"):
        assert said(read_as("txt", written.encode(encoding))) == [written], encoding


def test_spans_count_code_points() -> None:
    read = of_text("👩🏽‍🍳 Köchin, mira@example.org")
    (found,) = read.emails
    assert read.text[slice(*found.spans[0])] == "mira@example.org"


def test_an_education_of_one_year_ends_in_it() -> None:
    read = of_text("Ausbildung\nAbitur, Goethe-Gymnasium    2014\n")
    (school,) = read.education
    assert school.course is not None
    assert school.institution is not None
    assert school.times is not None
    assert (school.course.value, school.institution.value) == ("Abitur", "Goethe-Gymnasium")
    assert (school.times.start, str(school.times.end)) == (None, "2014")


def test_nothing_is_made_of_nothing() -> None:
    read = of_text("the quick brown fox jumps over the lazy dog")
    assert (read.name, read.emails, read.phones, read.skills, read.jobs, read.education, read.languages) == (
        *(None, (), (), (), (), (), ()),
    )


def test_a_title_that_goes_on_below_its_dates_is_one() -> None:
    read = of_pdf(
        both(
            lines("Experience", "Directora de", "marketing, Banco del Sur", step=13, top=700),
            lines("2019 – 2021", x=150, top=687),
            lines("a line that is as long as the column is wide, and no longer", top=640, size=8),
        )
    )
    assert jobs(read) == [("Directora de marketing", "Banco del Sur", "2019", "2021")]


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("(" * 50_000, id="brackets"),
        pytest.param("1" * 100_000, id="digits"),
        pytest.param("a@" * 50_000, id="at"),
        pytest.param("2019 - " * 14_000, id="years"),
        pytest.param("Skills\n" + "a, " * 30_000, id="items"),
        pytest.param("Experience\n" + "X, Y 2019\n" * 4_000, id="entries"),
        pytest.param(" ".join(["http://"] * 12_000), id="links"),
        pytest.param("+1 2 3 4 " * 11_000, id="numbers"),
        pytest.param("a.b." * 25_000, id="dots"),
    ],
)
def test_no_text_takes_long(text: str) -> None:
    import time

    paper = read_as("txt", text.encode())
    started = time.process_time()
    resume(paper)
    assert time.process_time() - started < 5
