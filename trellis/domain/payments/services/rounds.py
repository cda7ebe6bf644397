"""How the clock goes through rows that wait for the gateway."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db.models import Model, QuerySet

from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses, NoGateway

log = structlog.get_logger("trellis.payments")
Row = TypeVar("Row", bound=Model)
_MOST = 200  # at once; the next minute has the rest


def for_each(rows: QuerySet[Row], act: Callable[[Row], object]) -> None:
    """Do it with every row, the first of them first; raise an ExceptionGroup of what failed.

    One that fails keeps none of the others waiting. Where the gateway does not answer the round ends, as
    all would wait in vain; what it refuses has been noted on the row.
    """
    failures: list[Exception] = []
    for row in list(rows[:_MOST]):
        try:
            act(row)
        except GatewayAway:
            log.warning("gateway away", waiting=type(row).__name__)
            break
        except NoGateway:
            log.warning("gateway left", row=str(row))
        except GatewayRefuses as refusal:
            log.warning("gateway refuses", row=str(row), code=refusal.code)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("rows that wait for the gateway", failures)
