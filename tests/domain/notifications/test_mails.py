"""A mail says how to be told otherwise, and can be stopped by one press where it may be stopped at all."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.core import mail as django_mail

from tests.domain.notifications.world import NIGHT, NOW, let_go, person, tell, wish
from trellis.core.models import Mail
from trellis.core.post import mail
from trellis.domain.accounts.models import User
from trellis.domain.notifications.queries import preferences_of
from trellis.domain.notifications.rules.kinds import Channel, Kind, is_on_at_first
from trellis.domain.notifications.rules.switches import reaches
from trellis.domain.notifications.services.preferences import unsubscribe

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def press(headers: dict[str, str]) -> tuple[Kind, ...]:
    """Press the button that a mail program shows for these headers."""
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    (link,) = re.fullmatch(r"<(\S+)>", headers["List-Unsubscribe"]).groups()  # type: ignore[union-attr]
    (token,) = parse_qs(urlsplit(link).query)["t"]
    return unsubscribe(token=token, now=NOW)


def stopped(user: User) -> set[Kind]:
    """Return of which kinds somebody gets no mails, but for those that nobody gets at first."""
    prefs = preferences_of(user)
    got_by_nobody = {kind for kind in Kind if not is_on_at_first(kind, Channel.EMAIL)}
    return {kind for kind in Kind if not reaches(prefs, kind, Channel.EMAIL)} - got_by_nobody


def test_a_mail_can_be_stopped_by_one_press_which_stops_its_kind() -> None:
    nia = person()
    tell(nia)
    assert press(Mail.objects.get().headers) == (Kind.SELECTED,)
    assert stopped(nia) == {Kind.SELECTED}


def test_a_mail_of_several_stops_all_kinds_that_it_tells_of_and_may_stop() -> None:
    nia = person()
    wish(nia, NIGHT)
    for kind in ("talent.selected", "talent.rejected", "birth_date.asked"):
        tell(nia, kind=kind, now=NOW + 11 * HOUR)
    let_go(NOW + 19 * HOUR)
    press(Mail.objects.get().headers)
    assert stopped(nia) == {Kind.SELECTED, Kind.REJECTED}


def test_a_mail_of_the_account_cannot_be_stopped_and_says_so_by_no_header() -> None:
    tell(person(), kind="birth_date.asked")
    sent = Mail.objects.get()
    assert sent.headers == {}
    assert "stop mails" not in (sent.text + sent.html).lower()
    assert "Change what you are told" in sent.text
    assert "Change what you are told" in sent.html


def test_the_header_leaves_whole_and_is_kept_no_longer_than_the_mail(settings: Any) -> None:
    settings.MAIL_IS_SENT, settings.MAIL_FROM = True, "no-reply@trellis.example"
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    nia = person()
    wish(nia, {**NIGHT, "push_enabled": False})
    for kind in Kind:
        tell(nia, about=kind, now=NOW + 11 * HOUR)
    let_go(NOW + 19 * HOUR)
    row = Mail.objects.get()
    mail.deliver(mail_id=row.pk)
    (message,) = django_mail.outbox
    lines = message.message().as_bytes().decode().splitlines()
    # Folded behind its name, where it is long, and nowhere else.
    assert any(line.endswith(row.headers["List-Unsubscribe"]) for line in lines)
    assert max(len(line) for line in lines) <= 998
    row.refresh_from_db()
    assert row.headers == {}
