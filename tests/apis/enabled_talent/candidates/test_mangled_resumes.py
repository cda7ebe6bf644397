"""Whatever is uploaded as a resume comes to an end that the candidate is told."""

import random

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from rest_framework.test import APIClient

from tests.apis.enabled_talent.candidates.conftest import CAM
from tests.core.files.test_papers import mangled
from tests.intelligence.resumes.drawn.files import file_of
from tests.intelligence.resumes.people import everybody
from tests.rounds import rounds
from trellis.core.files.turns import Busy
from trellis.domain.candidates.models import ResumeReading
from trellis.domain.candidates.rules.readings import UNFINISHED
from trellis.domain.candidates.services import readings

_ROUNDS = rounds(500)


@pytest.mark.soak
def test_every_mangled_upload_has_a_final_status(cam: APIClient) -> None:
    chance = random.Random(20261201)
    people = chance.sample(list(everybody())[:40], min(20, _ROUNDS))
    files = [file_of(person) for person in people]
    for _ in range(_ROUNDS):
        sent = SimpleUploadedFile("cv", mangled(chance.choice(files), chance))
        answer = cam.post(f"{CAM}parse-resume/", {"resume_file": sent}, format="multipart")
        if answer.status_code == 400:
            assert list(answer.json()) == ["resume_file"]
            continue
        assert answer.status_code == 202, answer.content
        _work()
        told = cam.get(f"{CAM}parsing-status/").json()
        assert told["status"] in ("parsed", "failed"), told
        assert told["percentage"] == 100


def _work() -> None:
    """Do what the queue does: begin anew what is not finished, as often as it may."""
    reading = ResumeReading.objects.get()
    while ResumeReading.objects.filter(pk=reading.pk, status__in=UNFINISHED).exists():
        try:
            readings.carry_out(reading_id=reading.pk, number=reading.number, now=timezone.now)
        except Busy:
            continue
