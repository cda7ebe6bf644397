"""A document's lines to what a resume says."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from trellis.core.files.papers.layout import Paper
from trellis.intelligence.resumes.contacts import emails_in, links_in, phones_in
from trellis.intelligence.resumes.found import Found, Phone, Resume
from trellis.intelligence.resumes.names import name_in
from trellis.intelligence.resumes.sections import parts_of
from trellis.intelligence.resumes.skills import skills_in
from trellis.intelligence.resumes.text import Text
from trellis.intelligence.resumes.tongues import tongues_in
from trellis.intelligence.resumes.work.jobs import jobs_in
from trellis.intelligence.resumes.work.schooling import schooling_in

# What a program recognised in a picture is less sure than what was written.
_OF_A_SCAN = 0.8
_HEAD = 8


def read_resume(paper: Paper, *, known: Collection[str] = (), country: str = "") -> Resume:
    """Return what a resume says; `known` are labels of skills, `country` the code of that of the person."""
    text = Text(paper, known=known)
    parts = parts_of(text.lines)
    before = next((part.first for part in parts if part.section is not None), len(text.lines))
    emails = tuple(emails_in(text))
    resume = Resume(
        text=text.text,
        name=name_in(text, before=before, emails=emails),
        emails=emails,
        phones=tuple(phones_in(text, country=country, until=max(before, _HEAD))),
        links=tuple(links_in(text)),
        skills=tuple(skills_in(text, parts, known)),
        jobs=tuple(jobs_in(text, parts)),
        education=tuple(schooling_in(text, parts)),
        languages=tuple(tongues_in(text, parts)),
    )
    return _less_sure(resume) if paper.is_scan else resume


def _less_sure(resume: Resume) -> Resume:
    def lower(found: Found) -> Found:
        return replace(found, certainty=found.certainty * _OF_A_SCAN)

    def lower_phone(phone: Phone) -> Phone:
        return replace(phone, found=lower(phone.found))

    return replace(
        resume,
        name=resume.name and replace(resume.name, found=lower(resume.name.found)),
        emails=tuple(map(lower, resume.emails)),
        phones=tuple(map(lower_phone, resume.phones)),
        links=tuple(map(lower, resume.links)),
        skills=tuple(map(lower, resume.skills)),
        jobs=tuple(
            replace(
                each, title=each.title and lower(each.title), employer=each.employer and lower(each.employer)
            )
            for each in resume.jobs
        ),
        education=tuple(
            replace(
                each,
                course=each.course and lower(each.course),
                institution=each.institution and lower(each.institution),
            )
            for each in resume.education
        ),
        languages=tuple(replace(each, found=lower(each.found)) for each in resume.languages),
    )
