"""Applications that are made up: of people who are as different in what must not count as in what does."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from trellis.intelligence.ranking.sources import Source

FIRST = (
    *(
        "Anna",
        "Aisha",
        "Jürgen",
        "Wei",
        "María",
        "Olu",
        "Ruby",
        "Mark",
        "Fatima",
        "Christian",
        "Sakura",
        "José",
    ),
    *("Will", "Grace", "Noor", "Björn", "Priya", "Ivan", "Julia", "Dag"),
)
LAST = (
    *(
        "Moor",
        "Haddad",
        "Müller",
        "Zhang",
        "García",
        "Adeyemi",
        "Baker",
        "Koch",
        "Yılmaz",
        "Petrova",
        "O'Neill",
    ),
    *("Young", "von der Heide", "Tanaka", "Cook", "Nowak", "Black", "Jung", "Silva", "Schneider"),
)
TITLES = (
    *("Backend Developer", "Data Analyst", "Accountant", "Nurse", "Project Manager", "Teacher", "Designer"),
    *(
        "System Administrator",
        "Baker",
        "Softwareentwickler",
        "Buchhalterin",
        "Customer Service Agent",
        "Clerk",
    ),
)
EMPLOYERS = (
    "Acme Ltd",
    "Brot GmbH",
    "Hooli Inc",
    "Klinik Nord",
    "Stadtwerke Linz",
    "Banco Sol SA",
    "Initech LLC",
)
SKILLS = (
    *(
        "Python",
        "Django",
        "PostgreSQL",
        "Docker",
        "Kubernetes",
        "Java",
        "JavaScript",
        "C++",
        "C#",
        "Go",
        "Excel",
    ),
    *(
        "Machine learning",
        "Public speaking",
        "Project management",
        "Bookkeeping",
        "Payroll",
        "Welding",
        "Git",
    ),
    *("React", "Photoshop", "Customer service", "SQL", "Linux", "Teaching", "Nursing", "SAP", "Negotiation"),
)
DEEDS = (
    *("Built services in Python and Django for a bank", "Kept the books of a small company in SAP"),
    *(
        "Led a team of eight engineers",
        "Taught mathematics to secondary pupils",
        "Cared for patients on a ward",
    ),
    *("Moved a data warehouse to PostgreSQL", "Ran servers with Docker and Kubernetes", "Filed 300 cases"),
    *("Wrote tests in JavaScript and released every week", "Negotiated prices with suppliers"),
    *(
        "Trained models that predict churn",
        "Answered clients by phone and email",
        "Baked bread for two markets",
    ),
    *("Designed posters and brochures in Photoshop", "Gave talks in front of large audiences"),
    *("Calculated the wages of 120 employees each month", "Programmed machines in C++"),
)
COURSES = (
    "BSc Computer Science",
    "MA History",
    "Ausbildung Kauffrau für Büromanagement",
    "BA Design",
    "MSc Nursing",
)
SCHOOLS = ("University of Leeds", "TU Wien", "Universidad de Sevilla", "Technical College Graz")
TONGUES = ("German", "English", "Spanish", "Arabic", "French", "Turkish")
LEVELS = ("basic", "intermediate", "advanced", "native")
CLUBS = ("Sports Club, treasurer", "Chess Association", "Choir, alto", "Neighbourhood Society, secretary")


def some(draw: Random, items: Sequence[str], least: int, most: int) -> list[str]:
    """Some of the items, in any order."""
    return draw.sample(items, draw.randint(least, most))


def made(draw: Random, *, jobs: tuple[int, int] = (1, 4), deeds: tuple[int, int] = (1, 4)) -> Source:
    """An application: a profile, and a resume in lines as they are read."""
    first, last = draw.choice(FIRST), draw.choice(LAST)
    address = f"{first}.{last}".lower().replace(" ", "")
    skills = some(draw, SKILLS, 2, 7)
    tongues = some(draw, TONGUES, 1, 3)
    profile = {
        "first_name": first,
        "last_name": last,
        "email": f"{address}@example.org",
        "slug": address.replace(".", "-"),
        "skills": some(draw, SKILLS, 0, 4),
        "education": [
            {"course_name": draw.choice(COURSES), "major": "", "institution": draw.choice(SCHOOLS)}
        ],
        "languages": [
            {"language": tongue, **dict.fromkeys(("speaking", "reading", "writing"), draw.choice(LEVELS))}
            for tongue in tongues[:1]
        ],
    }
    lines = [
        f"{first} {last}",
        draw.choice(TITLES),
        f"{address}@example.org | +43 1 {draw.randint(1000000, 9999999)}",
        *(["Married, two children"] if draw.random() < 0.3 else []),
        *([f"Date of birth: 12.03.{draw.randint(1960, 2003)}"] if draw.random() < 0.4 else []),
        "Experience",
        *_jobs(draw, jobs, deeds),
        "Education",
        f"{draw.choice(COURSES)}, {draw.choice(SCHOOLS)} {draw.randint(1985, 2005)} - 2006",
        "Skills",
        ", ".join(skills),
        "Languages",
        ", ".join(f"{tongue} ({draw.choice(LEVELS)})" for tongue in tongues),
        "Interests",
        draw.choice(CLUBS),
    ]
    return Source(profile=profile, resume="\n".join(lines))


def _jobs(draw: Random, jobs: tuple[int, int], deeds: tuple[int, int]) -> list[str]:
    lines = []
    end = 0
    for _ in range(draw.randint(*jobs)):
        start = (end or 2026) - draw.randint(1, 6)
        until = "present" if not end else str(end)
        lines.append(f"{draw.choice(TITLES)}, {draw.choice(EMPLOYERS)} {start} - {until}")
        lines += [f"• {deed}" for deed in some(draw, DEEDS, *deeds)]
        end = start - draw.choice((0, 0, 1, 3))
    return lines
