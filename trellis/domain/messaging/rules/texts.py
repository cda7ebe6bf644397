"""What may be said."""

from trellis.core.writing.texts import Unfit, is_line, many_lines
from trellis.domain.messaging.refusals import NothingSaid, TextTooLong, UnfitClientId, UnfitText
from trellis.domain.messaging.rules.limits import LONGEST_CLIENT_ID, LONGEST_EXCERPT, LONGEST_MESSAGE


def fit_text(text: str, *, has_attachments: bool = False) -> str:
    """Return a text as it is kept; raise NothingSaid, TextTooLong, UnfitText.

    Nothing may be said only where attachments say it all.
    """
    try:
        fit = many_lines(text).strip()
    except Unfit as error:
        raise UnfitText(sentence=error.sentence) from None
    if not fit and not has_attachments:
        raise NothingSaid
    if len(fit) > LONGEST_MESSAGE:
        raise TextTooLong
    return fit


def refuse_unfit_client_id(client_id: str | None) -> None:
    """Raise UnfitClientId unless a client's name for its message is one, or there is none."""
    if client_id is not None and not (is_line(client_id) and len(client_id) <= LONGEST_CLIENT_ID):
        raise UnfitClientId


def excerpt(text: str) -> str:
    """Return the beginning of what was said, on one line."""
    line = " ".join(text.split())
    return line if len(line) <= LONGEST_EXCERPT else f"{line[: LONGEST_EXCERPT - 1].rstrip()}…"
