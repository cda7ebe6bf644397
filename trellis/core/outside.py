"""Nothing outside is spoken to while a transaction is open: that would hold its locks as long."""

from django.db import connections, transaction

_WHY = "the outside is spoken to after the commit: enqueue it"


def outside_of_transactions() -> None:
    """Raise TransactionManagementError where a transaction is open.

    Every client of something outside (a mail server, a gateway) calls this before it speaks, by the rule of
    `atomic(durable=True)`: the block that a test case puts around a test does not count.
    """
    for connection in connections.all(initialized_only=True):
        # What Django asks, too, for `durable`.
        blocks = connection.atomic_blocks
        if blocks and not getattr(blocks[-1], "_from_testcase", False):
            raise transaction.TransactionManagementError(_WHY)
