"""Finding what was said by its words, as other texts are found that are searched where they stand."""

from django.db.models import QuerySet

from trellis.core.db.folding import held_by
from trellis.domain.accounts.models import User
from trellis.domain.messaging.models import Message
from trellis.domain.messaging.queries.conversations import rooms_of
from trellis.domain.messaging.queries.facts import WITH
from trellis.domain.messaging.queries.history import seen_by
from trellis.domain.messaging.rules.limits import MOST_WORDS


def search_messages(person: User, text: str) -> QuerySet[Message]:
    """Return what somebody sees that has all words of a text, the newest first in a total order.

    Where there is no word, nothing.
    """
    if not text.split():
        return Message.objects.none()
    rows = seen_by(person).filter(room__in=rooms_of(person), deleted_at=None)
    found = rows.filter(held_by(text, fields=("text",), most=MOST_WORDS))
    return found.select_related(*WITH).order_by("-created_at", "-number", "pk")
