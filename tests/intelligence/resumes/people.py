"""Invented resumes with their truth: what stands in each, and how it is written. A seed fixes all of them.

Half of them, all layouts, is for building the reader; the other half is looked at when that is done.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

from tests.intelligence.resumes import words

LANGUAGES = ("en", "de", "es", "ar")
LAYOUTS = ("one column", "two columns", "table", "sidebar", "text boxes")
KINDS = ("pdf", "docx")
HALVES = ("looked at", "kept apart")
_SEED = 20261130

Month = tuple[int, int | None]  # year and, where it is said, month


@dataclass(frozen=True)
class Job:
    """A job: what is true of it."""

    title: str
    employer: str
    start: Month
    end: Month | None  # None: it runs


@dataclass(frozen=True)
class Element:
    """A piece of a page: a `heading`, a `row` (with what stands beside it), a `point`, or a `text`."""

    kind: str
    text: str
    beside: str = ""
    url: str = ""


@dataclass
class Written:
    """A resume: its truth, and its parts as they are drawn."""

    number: int
    language: str
    layout: str
    kind: str
    half: str
    name: str
    headline: str
    email: str
    phone: str
    skills: list[str]
    jobs: list[Job]
    languages: list[str]
    education: list[tuple[str, str, int]]
    link: str
    contact: list[Element] = field(default_factory=list)
    parts: dict[str, list[Element]] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """What it is called in tables and tests."""
        return f"{self.number:02}-{self.language}-{self.layout}-{self.kind}".replace(" ", "-")


def everybody() -> Iterator[Written]:
    """Yield all resumes, each the same whenever it is asked for."""
    wanted = product(HALVES, LANGUAGES, LAYOUTS, KINDS)
    for number, (half, language, layout, kind) in enumerate(wanted):
        yield _Writer(number, half, language, layout, kind).written()


class _Writer:
    """Makes one resume."""

    def __init__(self, number: int, half: str, language: str, layout: str, kind: str) -> None:
        self.random = random.Random(_SEED + number)
        self.number, self.half, self.language, self.layout, self.kind = number, half, language, layout, kind

    def written(self) -> Written:
        """Return it."""
        name = self.random.choice(self._of_half(words.NAMES[self.language]))
        box, host = self.random.choice(words.MAILBOXES), self.random.choice(words.MAIL_HOSTS)
        self.jobs = self._jobs()
        shown, phone = self.random.choice(words.PHONES[self.language])
        skills = self.random.sample(words.SKILLS[self.language], self.random.randint(6, 11))
        spoken = self.random.sample(words.LANGUAGES[self.language], self.random.randint(2, 3))
        schools = [
            (*school, self.jobs[-1].start[0] - 1 - 4 * place)
            for place, school in enumerate(
                self.random.sample(words.SCHOOLS[self.language], self.random.randint(1, 2))
            )
        ]
        made = Written(
            *(self.number, self.language, self.layout, self.kind, self.half, name, self.jobs[0].title),
            email=f"{box}@{host}",
            phone=phone,
            skills=skills,
            jobs=self.jobs,
            languages=[english for _, _, english in spoken],
            education=schools,
            link=f"https://www.linkedin.com/in/{box.replace('+', '-')}-{self.number}",
        )
        made.contact = self._contact(made, shown)
        made.parts = {
            "summary": [Element("text", words.SUMMARIES[self.language])],
            "jobs": self._job_lines(),
            "education": self._school_lines(schools),
            "skills": self._skill_lines(skills),
            "languages": self._language_lines(spoken),
            "other": [Element("text", self.random.choice(words.OTHERS[self.language]))],
        }
        return made

    def headings(self) -> dict[str, str]:
        """Return what the parts are called."""
        upper = self.language != "ar" and self.random.random() < 0.4
        found = {part: self.random.choice(names) for part, names in words.HEADINGS[self.language].items()}
        return {part: name.upper() if upper else name for part, name in found.items()}

    def _of_half(self, pool: list[str]) -> list[str]:
        return pool[HALVES.index(self.half) :: 2]

    def _jobs(self) -> list[Job]:
        count = self.random.randint(2, 4)
        titles = self.random.sample(self._of_half(words.TITLES[self.language]), count)
        employers = self.random.sample(self._of_half(words.EMPLOYERS[self.language]), count)
        with_months = self.random.random() < 0.7
        year, jobs = 2026, []
        for number, (title, employer) in enumerate(zip(titles, employers, strict=True)):
            running = number == 0 and self.random.random() < 0.7
            ends = year - self.random.randint(0, 1)
            begins = ends - self.random.randint(1, 4)
            months = [self.random.randint(1, 12) if with_months else None for _ in "ab"]
            jobs.append(Job(title, employer, (begins, months[0]), None if running else (ends, months[1])))
            year = begins
        return jobs

    def _contact(self, made: Written, phone: str) -> list[Element]:
        labels = words.LABELS[self.language]
        place = Element("text", self.random.choice(words.PLACES[self.language]))
        link = Element(
            "text", self.random.choice(["LinkedIn", made.link.removeprefix("https://www.")]), url=made.link
        )
        if self.random.random() < 0.6:
            return [
                Element("text", f"{self.random.choice(labels['email'])}: {made.email}"),
                Element("text", f"{self.random.choice(labels['phone'])}: {phone}"),
                *(place, link),
            ]
        return [Element("text", made.email), Element("text", phone), place, link]

    def _job_lines(self) -> list[Element]:
        style = self.random.choice(["title, employer", "employer first", "two lines", "employer at"])
        dates = self._date_style()
        lines: list[Element] = []
        for job in self.jobs:
            lines += self._job(job, style, self._range(job, dates))
            for deed in self.random.sample(words.DEEDS[self.language], self.random.randint(1, 3)):
                lines.append(Element("point", deed))
        return lines

    def _job(self, job: Job, style: str, when: str) -> list[Element]:
        comma = "،" if self.language == "ar" else ","
        place = self.random.choice(words.PLACES[self.language])
        if style == "title, employer":
            return [Element("row", f"{job.title}{comma} {job.employer}", when)]
        if style == "employer first":
            return [Element("row", f"{job.employer} – {job.title}", when)]
        if style == "two lines":
            return [Element("row", job.title, when), Element("text", job.employer)]
        return [Element("row", job.employer, place), Element("row", job.title, when)]

    def _date_style(self) -> str:
        return self.random.choice(["numbers", "words", "short", "dots" if self.language == "de" else "words"])

    def _range(self, job: Job, style: str) -> str:
        start = self._month(job.start, style)
        if job.end is None:
            if self.random.random() < 0.3:
                return f"{words.SINCE[self.language]} {start}"
            now = self.random.choice(words.NOW[self.language])
            return f"{start} {'- ' if self.language != 'ar' or 'حتى' not in now else ''}{now}"
        end = self._month(job.end, style)
        if job.start[1] is None and job.start[0] // 100 == job.end[0] // 100 and self.random.random() < 0.2:
            end = f"{job.end[0] % 100:02}" if job.end[0] > job.start[0] and self.language != "ar" else end
        return f"{start} {self.random.choice('-–')} {end}"

    def _month(self, when: Month, style: str) -> str:
        year, month = when
        if month is None:
            return str(year)
        if style == "numbers" or (style == "short" and self.language == "ar"):
            return f"{month:02}/{year}"
        if style == "dots":
            return f"{month:02}.{year}"
        name = words.MONTHS[self.language][month - 1]
        if style == "short":
            name = name if len(name) <= 4 else f"{name[:3]}{'.' if self.language != 'en' else ''}"
        return f"{name} de {year}" if self.language == "es" and style == "words" else f"{name} {year}"

    def _school_lines(self, schools: list[tuple[str, str, int]]) -> list[Element]:
        comma = "،" if self.language == "ar" else ","
        return [
            Element(
                "row",
                f"{course}{comma} {school}",
                f"{end - 3} - {end}" if self.random.random() < 0.6 else str(end),
            )
            for course, school, end in schools
        ]

    def _skill_lines(self, skills: list[str]) -> list[Element]:
        style = self.random.choice(["list", "points", "groups", "lines"])
        comma = "، " if self.language == "ar" else ", "
        if style == "list":
            return [Element("text", self.random.choice([comma, " | ", " · "]).join(skills))]
        if style == "points":
            return [Element("point", skill) for skill in skills]
        if style == "groups":
            first, second = words.LABELS[self.language]["groups"]
            half = len(skills) // 2
            return [
                Element("text", f"{first}: {comma.join(skills[:half])}"),
                Element("text", f"{second}: {comma.join(skills[half:])}"),
            ]
        return [Element("text", skill) for skill in skills]

    def _language_lines(self, spoken: list[tuple[str, str, str]]) -> list[Element]:
        if self.random.random() < 0.5:
            return [Element("text", f"{name} ({level})") for name, level, _ in spoken]
        comma = "، " if self.language == "ar" else ", "
        return [Element("text", comma.join(f"{name} {level}" for name, level, _ in spoken))]


def headings_of(written: Written) -> dict[str, str]:
    """Return what the parts of a resume are called."""
    writer = _Writer(written.number, written.half, written.language, written.layout, written.kind)
    writer.random.seed(_SEED * 2 + written.number)
    return writer.headings()
