"""In whose time a person is told things: pages, mails and messages alike."""

from django.db import transaction

from trellis.domain.accounts.models import User
from trellis.domain.accounts.refusals import InvalidAccount
from trellis.domain.accounts.rules import NOT_A_TIMEZONE, is_zone


def choose_zone(*, user: User, name: str) -> None:
    """Tell this person things in the time of a zone from now on. Raises InvalidAccount for what is none."""
    _keep(user, name, is_chosen=True)


def guess_zone(*, user: User, name: str) -> None:
    """Do so where nothing is known of a zone yet: this is the one of their browser. Raises InvalidAccount."""
    if not user.known_timezone:
        _keep(user, name, is_chosen=False)


def _keep(user: User, name: str, *, is_chosen: bool) -> None:
    if not is_zone(name):
        raise InvalidAccount({"timezone": [NOT_A_TIMEZONE]})
    if (user.timezone, user.timezone_chosen) == (name, is_chosen):
        return
    accounts = User.objects.filter(pk=user.pk)
    with transaction.atomic():
        # A guess never takes the place of what was chosen in another window meanwhile.
        rows = accounts if is_chosen else accounts.filter(timezone_chosen=False)
        if rows.update(timezone=name, timezone_chosen=is_chosen):
            user.timezone, user.timezone_chosen = name, is_chosen
