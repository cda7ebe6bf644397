"""What is away or full outside of us, the database or a disk: the same request may succeed in a moment."""

import errno

import structlog
from django.db import DatabaseError, InterfaceError, OperationalError

from trellis.core.db.errors import READ_ONLY, sqlstate_of
from trellis.core.refusals import Unavailable

log = structlog.get_logger("trellis.errors")
# Full, over quota, read-only, broken, gone from under an open file, and out of descriptors.
_DISK = frozenset(
    {
        errno.ENOSPC,
        errno.EDQUOT,
        errno.EROFS,
        errno.EIO,
        errno.ESTALE,
        errno.EMFILE,
        errno.ENFILE,
    }
)


def is_outage(error: BaseException | None) -> bool:
    """Tell whether what failed is no fault of ours or of the request's."""
    match error:
        case OSError():
            return error.errno in _DISK
        case OperationalError() | InterfaceError():
            # Lock and statement timeouts, lost or refused connections, a full disk, a deadlock lost twice.
            return True
        case DatabaseError():
            return sqlstate_of(error) == READ_ONLY
    return isinstance(error, Unavailable)


def log_outage(error: BaseException) -> None:
    """Log it by its name, without paths or values."""
    if isinstance(error, OSError):
        log.warning("disk unavailable", error=errno.errorcode.get(error.errno or 0))
    else:
        log.warning("database unavailable", error=type(error.__cause__ or error).__name__)
