"""What stands for the parameters of addresses of candidates, and what is sent there."""

from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone

from tests.apis.casts import Body
from tests.domain.candidates.applicants import applied, employed
from trellis.core.files.papers.plain import read_plain
from trellis.domain.accounts.models import User
from trellis.domain.candidates.models import CandidateProfile, ResumeReading
from trellis.domain.candidates.queries import profiles
from trellis.domain.candidates.rules.readings import ParsingStatus, Stage
from trellis.domain.candidates.services import notes
from trellis.domain.needs.services import wishes
from trellis.intelligence.resumes.found import as_json
from trellis.intelligence.resumes.reading import read_resume

_SKILL = {"name": "Welding"}
_COURSE = {"course_name": "Welding", "institution": "Night School"}
_LANGUAGE = {"language": "Danish", "speaking": "basic"}
_NOTE = {"note": "Call back"}


def _body(sent: dict[str, Any]) -> Body:
    return lambda rows: sent


_BODIES: dict[str, dict[str, Any]] = {
    **dict.fromkeys(("education", "education/<education_id>"), _COURSE),
    **dict.fromkeys(("skills", "skills/<skill_id>"), _SKILL),
    **dict.fromkeys(("languages", "languages/<language_id>"), _LANGUAGE),
    "needs": {"type": "captions"},
    "profiles/<slug>/parse-resume": {"resume_file": "no file"},
    "profiles/<slug>/parsed-resume": {"number": 1, "fields": [{"key": "skills/0"}]},
    **dict.fromkeys(("notes", "notes/<note_id>", "profiles/<slug>/create-notes"), _NOTE),
}
BODIES_OF_CANDIDATES: dict[str, Body] = {
    "PUT /api/candidates/profiles/<slug>/disability-sharing/": lambda rows: {
        "organization": rows["shares_with"],
        "fields": [],
    },
    **{
        f"{method} /api/candidates/{address}/": _body(body)
        for address, body in _BODIES.items()
        for method in ("POST", "PUT")
    },
}


def rows_of_candidates() -> dict[str, Any]:
    """Return Cam's profile, which has files and is known to Emma's organization, and a row of each kind."""
    cam = User.objects.get(username="candidate")
    applied("candidate", employed("employer"))
    profile = profiles.profile_of(cam)
    assert profile is not None
    profile.resume_file.save("document.txt", ContentFile(b"Cam Didate"))
    profile.video_pitch.save("video.webm", ContentFile(b"\x1a\x45\xdf\xa3"))
    need, _ = wishes.say(user=cam, type="breaks", now=timezone.now())
    read_for(profile)
    note = notes.take(user=cam, fields=_NOTE, now=timezone.now())
    return {
        "slug": profile.slug,
        "shares_with": employed("employer").organization.number,
        "note_id": note.pk,
        "need_id": need.pk,
        "education_id": cam.candidate_education.order_by("pk")[0].pk,
        "skill_id": cam.candidate_skills.order_by("pk")[0].pk,
        "language_id": cam.candidate_languages.order_by("pk")[0].pk,
    }


def read_for(profile: CandidateProfile) -> ResumeReading:
    """Return a reading of a profile's resume, in which a skill was found."""
    found = as_json(read_resume(read_plain(b"Cam Didate\n\nSkills\nPottery\n")))
    now = timezone.now()
    done = {"status": ParsingStatus.PARSED, "stage": Stage.DONE, "found": found, "created_at": now}
    reading = ResumeReading(profile=profile, text="Cam Didate", finished_at=now, **done)
    reading.file.save("document.txt", ContentFile(b"Cam Didate"), save=False)
    reading.save()
    return reading
