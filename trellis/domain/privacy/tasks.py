"""What workers do: write people's data, erase the accounts that are due, remove what is left of both."""

from contextlib import suppress
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from trellis.core.tasks import RETRY
from trellis.domain.privacy.services import erasing, writing
from trellis.domain.privacy.services.files import remove_doomed


@app.task(retry=RETRY)
def write_data(export_id: str) -> None:
    """Write one account's data. Begun again, it starts from nothing; one that is ready stays as it is."""
    writing.write(UUID(export_id))


@app.task(retry=RETRY)
def erase_account(erasure_id: str) -> None:
    """Erase one account that is due, or go on with it."""
    erasing.erase(UUID(erasure_id), now=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="erase_due_accounts")
def erase_due_accounts(timestamp: int) -> None:
    """Have every account erased that is due: each by a job of its own, so that none waits for another."""
    for erasure_id in erasing.due_erasures(now=timezone.now()):
        # One that waits already is enough.
        with suppress(AlreadyEnqueued):
            erase_account.configure(queueing_lock=f"erase_account {erasure_id}").defer(
                erasure_id=str(erasure_id)
            )


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="remove_expired_data")
def remove_expired_data(timestamp: int) -> None:
    """Delete exports after a week, and files whose rows have let go of them."""
    writing.remove_expired(now=timezone.now())
    remove_doomed()
