"""A file of every kind that a row can name, made in the instance whose shell runs `main`."""

import json
from typing import Any

from django.core.files.base import ContentFile
from django.db.models import Model
from django.utils import timezone

from tests.domain.interviews.factory import CHUNKS, OWNER, member, session_of
from trellis.demo.tenants import APPBREW, INCLUSIVE_WORKS
from trellis.demo.world import load_world
from trellis.domain.accounts.models import User
from trellis.domain.accounts.rules import SignedInBy
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.candidates.services import profiles
from trellis.domain.exports.services import jobs
from trellis.domain.exports.services.exports import request_export
from trellis.domain.interviews.services import assembly, recordings
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.applying import apply
from trellis.domain.mentorship.models import Mentor
from trellis.domain.organizations.models import Organization
from trellis.domain.scouting.models import Coach, Post, Talent

ROOT = "/api/talent-engine/"


def main() -> None:
    """Print where the files are to be had, and the token that opens these addresses."""
    load_world(say=lambda step: None)
    user, now = member(OWNER).user, timezone.now()
    private, row = _private()
    told = {
        "token": access_token(user=user, by=SignedInBy.PASSWORD, now=now),
        "paths": [*_media(user), *private, row, *_candidate(user), _application(user)],
    }
    print(json.dumps(told))  # noqa: T201


def _media(user: User) -> list[str]:
    talent, post = Talent.objects.all()[0], Post.objects.all()[0]
    return [
        _stored(User.objects.get(pk=user.pk), "avatar"),
        _stored(talent, "profile_picture"),
        _stored(talent, "cover_photo"),
        _stored(Coach.objects.all()[0], "profile_picture"),
        _stored(Mentor.objects.all()[0], "photo"),
        _stored(Organization.objects.get(pk=APPBREW), "logo"),
        _stored(post, "image"),
        _stored(post, "video"),
    ]


def _stored(row: Model, field: str) -> str:
    file: Any = getattr(row, field)
    file.save("file.mp4" if field == "video" else "file.jpg", ContentFile(field.encode()))
    return str(file.url)


def _private() -> tuple[list[str], str]:
    """Return where a recording and an export can be had, and the session of the recording."""
    owner, now, session = member(OWNER), timezone.now(), session_of()
    recording = recordings.start(session=session, user=owner.user, now=now)
    for number, content in enumerate(CHUNKS):
        recordings.add_chunk(recording=recording, number=number, content=content, now=now)
    recordings.finish(recording=recording, chunks=len(CHUNKS), user=owner.user, now=now)
    assembly.assemble(recording_id=recording.pk, now=now)
    export = request_export(member=owner, kind="requests", format="csv", filters={}, now=now)
    jobs.write(export.pk)
    address = f"{ROOT}video-sessions/{session.pk}/"
    return [f"{address}recordings/{recording.pk}.webm", f"{ROOT}exports/{export.pk}/download/"], address


def _candidate(user: User) -> list[str]:
    """Return where a profile is, with what no table of `public` has, and the files of it."""
    fields = {
        "disability_categories": {"hearing": True},
        "resume_file": ContentFile(b"A resume", name="document.txt"),
        "video_pitch": ContentFile(b"A pitch", name="video.mp4"),
    }
    address = (
        f"/api/candidates/profiles/{profiles.create(user=user, fields=fields, now=timezone.now()).slug}/"
    )
    return [address, f"{address}resume-file/", f"{address}video-pitch/"]


def _application(user: User) -> str:
    """Return where the copy of the resume is with which somebody has applied."""
    posting = Posting.objects.of(INCLUSIVE_WORKS)[0]
    made = apply(user=user, posting=posting, now=timezone.now())
    return f"/api/channels/jobs/{posting.pk}/applications/{made.pk}/resume-file/"
