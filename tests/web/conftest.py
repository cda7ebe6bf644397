"""Mail that was sent."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from trellis.core.models import Mail

SendMail = Callable[..., Mail]


@pytest.fixture
def sent_mail(db: None) -> SendMail:
    """Write a mail that was sent: `sent_mail(to=…, subject=…, …)`."""

    def send(**fields: object) -> Mail:
        when = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
        given = {"subject": "Hello", "text": "Hi.", "created_at": when, "sent_at": when, **fields}
        return Mail.objects.create(**given)

    return send
