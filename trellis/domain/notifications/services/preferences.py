"""How people want to be told things."""

from datetime import datetime

from django.db import transaction

from trellis.core.db.columns import set_columns
from trellis.domain.accounts.models import User
from trellis.domain.notifications.models import Preferences
from trellis.domain.notifications.refusals import UnknownUnsubscription
from trellis.domain.notifications.rules.kinds import Channel, Kind
from trellis.domain.notifications.rules.unsubscribing import unsubscription_in
from trellis.domain.notifications.rules.wishes import Changes, wished
from trellis.domain.notifications.services.waiting import hold_anew

__all__ = ["Changes", "set_preferences", "unsubscribe"]


def set_preferences(*, person: User, changes: Changes, now: datetime) -> Preferences:
    """Keep how somebody wants to be told things from now on, and return all of it.

    What is not in `changes` stays. What waits already follows it, too. Raises InvalidPreferences, by the name
    of each change that cannot be (`quiet_hours` of both ends), and then changes nothing.
    """
    with transaction.atomic():
        Preferences.objects.bulk_create([Preferences(person=person)], ignore_conflicts=True)
        prefs = Preferences.objects.select_for_update().get(person=person)
        prefs.person = person
        set_columns(prefs, **wished(prefs, changes))
        hold_anew(prefs, now)
    return prefs


def unsubscribe(*, token: str, now: datetime) -> tuple[Kind, ...]:
    """Stop the mails that the link in one of them speaks of, and return of which kinds they were.

    Pressed again it does the same. Raises UnknownUnsubscription, also where the account is gone.
    """
    asked = unsubscription_in(token)
    person = User.objects.filter(public_id=asked.person_id).first()
    if person is None:
        raise UnknownUnsubscription
    changes: Changes = {"channels": {kind: {Channel.EMAIL: False} for kind in asked.kinds}}
    set_preferences(person=person, changes=changes, now=now)
    return asked.kinds
