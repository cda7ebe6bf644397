"""What the ledger does by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from trellis.domain.ledger.services import sealing, subtotals


@app.periodic(cron="* * * * * */5")  # the last are seconds
@app.task(queueing_lock="seal_ledger")
def seal_ledger(timestamp: int) -> None:
    """Seal what was moved."""
    sealing.seal(now=timezone.now())


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="sum_up_ledger")
def sum_up_ledger(timestamp: int) -> None:
    """Sum up accounts on which much was moved."""
    subtotals.sum_up()
