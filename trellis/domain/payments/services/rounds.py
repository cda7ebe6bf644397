"""How the clock goes through rows that wait for the gateway."""

from collections.abc import Callable
from typing import TypeVar

import structlog
from django.db.models import Model, QuerySet

from trellis.domain.payments.gateways.refusals import GatewayAway, GatewayRefuses, NoGateway

log = structlog.get_logger("trellis.payments")
Row = TypeVar("Row", bound=Model)
_MOST = 200  # at once; the next minute has the rest
_MOST_UNANSWERED = 3


def for_each(rows: QuerySet[Row], act: Callable[[Row], object], *, most: int | None = _MOST) -> None:
    """Do it with each row, in no order; raise an ExceptionGroup of what failed.

    One that fails keeps none of the others waiting. Where the gateway does not answer a few times the round
    ends, as all would wait in vain; what it refuses has been noted on the row.
    """
    failures: list[Exception] = []
    unanswered = 0
    # At random: the same few that get no answer must not be the first each time.
    for row in list(rows.order_by("?")[:most]):
        try:
            act(row)
        except GatewayAway:
            log.warning("gateway away", row=str(row))
            unanswered += 1
            if unanswered == _MOST_UNANSWERED:
                break
        except NoGateway:
            log.warning("gateway left", row=str(row))
        except GatewayRefuses as refusal:
            log.warning("gateway refuses", row=str(row), code=refusal.code)
        except Exception as error:
            failures.append(error)
    if failures:
        raise ExceptionGroup("rows that the clock goes through", failures)
