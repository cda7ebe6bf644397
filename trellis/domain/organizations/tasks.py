"""Background tasks of organizations: clearing away old invitations."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.organizations.models import Invitation

_KEPT = timedelta(days=90)


@app.periodic(cron="47 3 * * *")
@app.task(queueing_lock="remove_old_invitations")
def remove_old_invitations(timestamp: int) -> None:
    """Delete invitations three months after they came to nothing: addresses of people who never came."""
    before = timezone.now() - _KEPT
    Invitation.objects.filter(Q(revoked_at__lt=before) | Q(expires_at__lt=before), accepted_at=None).delete()
