"""The room of an interview whose candidate is not ready: who comes first is told, and nobody is in it."""

import pytest
from django.utils import timezone

from tests.domain.jobs.factory import candidate, job
from tests.domain.needs.world import shared
from tests.interviews import Interview, enter
from tests.serving import Server
from trellis.domain.interviews.models import Participant
from trellis.domain.jobs.services.applying import apply
from trellis.domain.needs.services import sharing
from trellis.domain.organizations.models import Membership

pytestmark = pytest.mark.django_db(transaction=True)


def test_nobody_comes_in_before_what_the_candidate_needs_is_met(server: Server, interview: Interview) -> None:
    owner = Membership.objects.select_related("organization").get(user=interview.owner)
    user = candidate()
    application = apply(user=user, posting=job(owner, now=timezone.now()), now=timezone.now())
    interview.session.application = application
    interview.session.save(update_fields=["application"])
    task = shared(application)
    for who in (interview.owner, interview.token):
        with enter(server.port, interview, who) as socket:
            assert (socket.closed_with(), socket.reason) == (4403, "needs")
    assert not Participant.objects.exists()
    sharing.waive(application=application, user=user, task_id=task.pk, now=timezone.now())
    with enter(server.port, interview, interview.owner) as socket:
        socket.until("participant")
    assert Participant.objects.count() == 1
