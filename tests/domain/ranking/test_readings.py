"""What an application says is read once, of what was sent, and never for somebody who is gone."""

import pytest
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.domain.jobs.factory import candidate, employer
from tests.domain.ranking.factory import Model, applicant, ranked, wanted
from trellis.domain.jobs.models import Posting
from trellis.domain.jobs.services.applying import apply
from trellis.domain.organizations.models import Membership
from trellis.domain.ranking.models import ApplicationReading
from trellis.domain.ranking.rules.vectors import unpacked
from trellis.domain.ranking.services import readings
from trellis.intelligence.ranking.extracting import EXTRACT_VERSION, from_json
from trellis.intelligence.refusals import ModelsAway

pytestmark = pytest.mark.django_db(transaction=True)
RESUME = "Experience\nWelder at Acme, 2019 - 2021\nRead blueprints and welded hulls"


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Model:
    """What embeds."""
    return Model(monkeypatch)


@pytest.fixture
def owner() -> Membership:
    """Who hires."""
    return employer()


@pytest.fixture
def posting(owner: Membership) -> Posting:
    """A job that asks for two skills."""
    return wanted(owner)


def read(reading: ApplicationReading) -> ApplicationReading:
    readings.read(application_id=reading.application_id, now=timezone.now())
    reading.refresh_from_db()
    return reading


def test_a_job_reads_what_is_sent_if_it_is_sent(posting: Posting) -> None:
    with pytest.raises(RuntimeError), transaction.atomic():
        apply(user=candidate(), posting=posting, now=timezone.now())
        raise RuntimeError
    jobs = ProcrastinateJob.objects.filter(task_name__endswith="read_application")
    assert not jobs.exists() and not ApplicationReading.objects.exists()
    made = applicant(posting, "Welding")
    assert [each.args for each in jobs] == [{"application_id": made.pk}]


def test_it_has_the_text_what_can_be_evidence_and_a_vector_for_each_of_that(
    posting: Posting, model: Model
) -> None:
    made = applicant(posting, "Welding", resume=RESUME)
    reading = read(ApplicationReading.objects.get(application=made))
    assert (reading.status, reading.text, reading.extract_version) == ("read", RESUME, EXTRACT_VERSION)
    units = from_json(reading.extract).units
    assert len(units) > 1
    assert unpacked(reading.vectors).shape == (len(units), 384)
    assert sorted(set(model.texts)) == sorted({unit.text for unit in units})


def test_of_a_resume_that_cannot_be_read_the_profile_counts_alone(
    owner: Membership, posting: Posting, model: Model
) -> None:
    made = applicant(posting, "Welding", resume=RESUME)
    made.resume_file.save("resume.pdf", ContentFile(b"%PDF-1.7 and nothing more"))
    reading = read(ApplicationReading.objects.get(application=made))
    assert (reading.status, reading.text, bool(reading.fault)) == ("failed", "", True)
    assert [unit.text for unit in from_json(reading.extract).units] == ["Welding"]
    run = ranked(posting, owner)
    assert (run.status, run.applications, run.unreadable) == ("ranked", 1, 1)


def test_while_the_model_is_away_the_text_is_there_already(posting: Posting, model: Model) -> None:
    reading = ApplicationReading.objects.get(application=applicant(posting, "Welding", resume=RESUME))
    model.is_away = True
    with pytest.raises(ModelsAway):
        read(reading)
    reading.refresh_from_db()
    assert (reading.status, reading.text, reading.vector_model) == ("read", RESUME, "")
    model.is_away = False
    assert read(reading).vector_model


def test_what_was_made_before_there_were_readings_is_read_when_it_is_ranked(
    owner: Membership, posting: Posting, model: Model
) -> None:
    applicant(posting, "Welding")
    ApplicationReading.objects.all().delete()
    assert ranked(posting, owner).applications == 1
    assert ApplicationReading.objects.get().status == "read"


def test_another_model_and_other_rules_of_extracting_make_it_anew(
    owner: Membership, posting: Posting, model: Model, settings: pytest.FixtureRequest
) -> None:
    made = applicant(posting, "Welding")
    ranked(posting, owner)
    ApplicationReading.objects.update(extract_version=0, extract={})
    assert ranked(posting, owner).status == "ranked"
    assert ApplicationReading.objects.get(application=made).extract_version == EXTRACT_VERSION
    settings.EMBEDDINGS_MODEL = "another"  # type: ignore[attr-defined]
    assert ranked(posting, owner).status == "ranked"
    assert ApplicationReading.objects.get().vector_model == "another"


def test_a_job_that_comes_after_somebody_is_gone_brings_nothing_back(posting: Posting, model: Model) -> None:
    reading = ApplicationReading.objects.get(application=applicant(posting, "Welding", resume=RESUME))
    ApplicationReading.objects.all().delete()
    readings.understand(reading, now=timezone.now())
    readings.read(application_id=reading.application_id, now=timezone.now())
    assert not ApplicationReading.objects.exists()


def test_who_was_erased_is_not_ranked(owner: Membership, posting: Posting, model: Model) -> None:
    gone, made = applicant(posting, "Welding"), applicant(posting, "Welding")
    gone.sent = {}
    gone.save(update_fields=["sent"])
    assert ranked(posting, owner).applications == 1
    assert made.places.count() == 1
