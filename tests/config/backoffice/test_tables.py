"""The back office: every page opens at a constant price, what staff do has its effects."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.db import connection, models, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.browsers import sign_in
from trellis.core.models import Event, Mail, Sms
from trellis.core.post import sms
from trellis.domain.accounts.models import RefreshToken, TokenFamily, User
from trellis.domain.accounts.queries import read_access_token
from trellis.domain.accounts.queries import user_of as account_of
from trellis.domain.accounts.refusals import InvalidToken
from trellis.domain.accounts.services import accounts
from trellis.domain.accounts.services.tokens import issue_pair, revoke_all, rotate
from trellis.domain.calendar.models import FeedToken
from trellis.domain.calendar.services import create_feed_token
from trellis.domain.messaging.models import Room
from trellis.domain.notifications.models import Notification
from trellis.domain.scouting import queries, services
from trellis.domain.scouting.models import Coach, Judgement, Post, Talent

NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
pytestmark = pytest.mark.django_db
TABLES = [
    User, TokenFamily, Talent, Coach, Post, Judgement, Room, Notification, FeedToken, Event, Mail, Sms,
    ProcrastinateJob,
]  # fmt: skip
EDITABLE = {User, Talent, Coach}
Fill = Callable[[int], None]


def _user(name: str) -> User:
    return User.objects.create_user(
        name, f"{name}@example.com", "a password", first_name=name.title(), last_name="Doe"
    )


def _talent(name: str) -> Talent:
    return services.onboard_talent(user=_user(name), personal={}, profile={}, now=NOW)


def _coach(name: str) -> Coach:
    return services.onboard_coach(user=_user(name), personal={}, profile={}, now=NOW)


@pytest.fixture
def fill() -> Fill:
    """Bring so many more people together that every table grows by that many rows."""
    numbers = iter(range(1000))

    def more(count: int) -> None:
        for number in [next(numbers) for _ in range(count)]:
            talent, coach = _talent(f"talent{number}"), _coach(f"coach{number}")
            services.publish_post(talent=talent, content="Sprints", now=NOW)
            services.select_talent(coach=coach, talent=talent, actor_id=None, now=NOW)
            issue_pair(user=talent.user, now=NOW)
            create_feed_token(user=talent.user, now=NOW)
            sms.send(to="+14155550100", text="Soon", now=NOW)

    return more


def _list_of(table: type[models.Model]) -> str:
    return reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_changelist")


def _page_of(row: models.Model) -> str:
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])


def _queries(office: Client, url: str) -> int:
    office.get(url)  # What a process asks only once is asked now.
    with CaptureQueriesContext(
        connection,
    ) as queries_made:
        response = office.get(url)
    assert response.status_code == 200, response.status_code
    return len(queries_made)


def _act(office: Client, action: str, *rows: models.Model) -> Any:
    given = {"action": action, "_selected_action": [str(row.pk) for row in rows]}
    return office.post(_list_of(type(rows[0])), given, follow=True)


def _form_of(office: Client, row: models.Model) -> dict[str, Any]:
    """Return what a browser would send of the row's page if nothing were changed in it."""
    response = office.get(_page_of(row))
    given: dict[str, Any] = {}
    inlines = [inline.formset for inline in response.context["inline_admin_formsets"]]
    forms = [response.context["adminform"].form, *(formset.management_form for formset in inlines)]
    for form in forms:
        for field in form:
            value = field.value()
            if value is not None and value is not False:
                given[field.html_name] = value
    return given


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_list_costs_the_same_for_few_and_for_many(
    office: Client, fill: Fill, table: type[models.Model]
) -> None:
    fill(5)
    few = _queries(office, _list_of(table))
    fill(10)
    assert table.objects.count() >= 15  # type: ignore[attr-defined]
    assert _queries(office, _list_of(table)) == few


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_a_page_opens_and_only_some_are_for_changing(
    office: Client, fill: Fill, table: type[models.Model]
) -> None:
    fill(2)
    response = office.get(_page_of(table.objects.first()))  # type: ignore[attr-defined]
    assert response.status_code == 200
    assert (b'name="_save"' in response.content) is (table in EDITABLE)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_only_accounts_are_added_by_hand(office: Client, table: type[models.Model]) -> None:
    url = reverse(f"admin:{table._meta.app_label}_{table._meta.model_name}_add")
    assert office.get(url).status_code == (200 if table is User else 403)


def test_a_talents_page_costs_the_same_for_few_and_for_many_posts(office: Client) -> None:
    talent = _talent("nia")
    services.publish_post(talent=talent, content="Sprints", now=NOW)
    few = _queries(office, _page_of(talent))
    for _ in range(8):
        services.publish_post(talent=talent, content="Sprints", now=NOW)
    assert _queries(office, _page_of(talent)) == few


@pytest.mark.parametrize("table", [User, Talent, Coach, Post, Judgement, Mail, Event, Room, Notification])
@pytest.mark.parametrize("words", ["talent0", "\x00", "%_'", "0"])
def test_searching_finds_or_does_not_and_never_fails(
    office: Client, fill: Fill, table: type[models.Model], words: str
) -> None:
    fill(1)
    assert office.get(_list_of(table), {"q": words}).status_code == 200


def test_hashes_of_tokens_throttle_counters_and_kept_answers_are_nowhere(office: Client) -> None:
    shown = {model.__name__ for model in admin.site._registry}
    assert not shown & {"RefreshToken", "ThrottleCounter", "KeptAnswer"}


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.__name__)
def test_nobody_but_staff_gets_in(client: Client, table: type[models.Model]) -> None:
    assert client.get(_list_of(table)).status_code == 302
    sign_in(client, _user("nia"))
    response = client.get(_list_of(table))
    assert response.status_code == 302
    assert response["Location"].startswith(reverse("admin:login"))


def test_staff_without_rights_see_no_table(client: Client) -> None:
    user = _user("nia")
    User.objects.filter(pk=user.pk).update(is_staff=True)
    sign_in(client, user)
    assert client.get(reverse("admin:index")).status_code == 200
    assert client.get(_list_of(User)).status_code == 403


def test_staff_who_may_only_look_can_end_no_sessions(client: Client) -> None:
    looker, nia = _user("looker"), _user("nia")
    User.objects.filter(pk=looker.pk).update(is_staff=True)
    looker.user_permissions.set(Permission.objects.filter(codename="view_user"))
    sign_in(client, looker)
    assert client.get(_list_of(User)).status_code == 200
    _act(client, "end_sessions", nia)
    nia.refresh_from_db()
    assert nia.token_generation == 0


def test_groups_have_their_pages(office: Client) -> None:
    group = Group.objects.create(name="Support")
    assert office.get(_list_of(Group)).status_code == 200
    assert office.get(_page_of(group)).status_code == 200


# --- Accounts -------------------------------------------------------------------------------------


def _has_session(pair: Any) -> bool:
    try:
        account_of(read_access_token(pair.access))
        with transaction.atomic():
            rotate(refresh_token=pair.refresh, now=datetime.now(UTC))
            transaction.set_rollback(True)
    except InvalidToken:
        return False
    return True


@pytest.fixture
def nia() -> User:
    return _user("nia")


@pytest.fixture
def pair(nia: User) -> Any:
    return issue_pair(user=nia, now=datetime.now(UTC))


def test_shutting_an_account_ends_its_sessions(office: Client, nia: User, pair: Any) -> None:
    assert _has_session(pair)
    given = _form_of(office, nia)
    del given["is_active"]
    assert office.post(_page_of(nia), given).status_code == 302
    nia.refresh_from_db()
    assert not nia.is_active
    assert TokenFamily.objects.get(user=nia).revoked_at is not None
    User.objects.filter(pk=nia.pk).update(is_active=True)
    assert not _has_session(pair), "opening the account again must not bring sessions back"


def test_other_changes_leave_sessions_alone(office: Client, nia: User, pair: Any) -> None:
    given = {**_form_of(office, nia), "city": "Lagos"}
    assert office.post(_page_of(nia), given).status_code == 302
    nia.refresh_from_db()
    assert nia.city == "Lagos"
    assert _has_session(pair)


def test_a_new_password_ends_sessions(office: Client, nia: User, pair: Any) -> None:
    given = {"usable_password": "true", "password1": "Gr33nhouse!", "password2": "Gr33nhouse!"}
    url = reverse("admin:auth_user_password_change", args=[nia.pk])
    assert office.post(url, given).status_code == 302
    nia.refresh_from_db()
    assert nia.check_password("Gr33nhouse!")
    assert not _has_session(pair)


def test_the_action_ends_all_sessions_and_is_written_down(office: Client, nia: User, pair: Any) -> None:
    response = _act(office, "end_sessions", nia)
    assert b"All sessions ended: 1." in response.content
    assert not _has_session(pair)
    assert LogEntry.objects.filter(object_id=str(nia.pk), change_message="All sessions ended")


def test_one_sign_in_can_be_revoked(office: Client, nia: User, pair: Any) -> None:
    other = issue_pair(user=nia, now=datetime.now(UTC))
    family = RefreshToken.objects.order_by("id").first().family  # type: ignore[union-attr]
    _act(office, "revoke", family)
    assert not _has_session(pair)
    assert _has_session(other)


def test_sessions_that_end_while_an_account_is_saved_stay_ended(
    office: Client, nia: User, pair: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    given = {**_form_of(office, nia), "city": "Lagos"}

    def end_sessions(admin_page: object, request: object, form: Any, change: bool) -> Any:
        revoke_all(user=User.objects.get(pk=nia.pk), now=NOW)
        return form.save(commit=False)

    monkeypatch.setattr("trellis.domain.accounts.admin.UserAdmin.save_form", end_sessions)
    assert office.post(_page_of(nia), given).status_code == 302
    nia.refresh_from_db()
    assert nia.city == "Lagos"
    assert not _has_session(pair)


def test_a_new_address_is_not_verified(office: Client, nia: User) -> None:
    User.objects.filter(pk=nia.pk).update(email_verified_at=NOW)
    office.post(_page_of(nia), {**_form_of(office, nia), "email": "nia@new.example"})
    nia.refresh_from_db()
    assert (nia.email, nia.email_verified_at) == ("nia@new.example", None)


def test_an_address_that_is_taken_is_told_at_the_field(office: Client, nia: User) -> None:
    response = office.post(_page_of(nia), {**_form_of(office, nia), "email": "ROOT@example.com"})
    assert response.status_code == 200
    errors = response.context["adminform"].form.errors
    assert errors["email"] == ["Another account has this e-mail address."]


def test_an_account_is_added_and_can_sign_in(office: Client) -> None:
    given = {
        "email": "zoe@example.com",
        "username": "zoe",
        "usable_password": "true",
        "password1": "Gr33nhouse!",
        "password2": "Gr33nhouse!",
    }
    assert office.post(reverse("admin:accounts_user_add"), given).status_code == 302
    accounts.sign_in(
        email="zoe@example.com", password="Gr33nhouse!", address="127.0.0.1", now=datetime.now(UTC)
    )


# --- Scouting -------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["talent", "coach"])
def test_profiles_are_verified_and_featured(office: Client, kind: str) -> None:
    profile: Any = _talent("nia") if kind == "talent" else _coach("nia")
    for action, field, value in (
        ("verify", "is_verified", True),
        ("feature", "is_featured", True),
        ("unverify", "is_verified", False),
        ("unfeature", "is_featured", False),
    ):
        _act(office, action, profile)
        profile.refresh_from_db()
        assert getattr(profile, field) is value
    assert profile.updated_at > NOW


def test_a_talent_leaves_the_pools_and_comes_back(office: Client) -> None:
    talent, coach = _talent("nia"), _coach("cleo")
    _act(office, "leave_pools", talent)
    assert not queries.pool_of(coach).exists()
    _act(office, "rejoin_pools", talent)
    assert list(queries.pool_of(coach)) == [talent]


def test_a_talent_who_is_in_the_pools_keeps_their_time_there(office: Client) -> None:
    talent = _talent("nia")
    _act(office, "rejoin_pools", talent)
    talent.refresh_from_db()
    assert talent.pool_joined_at == NOW


def test_a_profile_is_changed(office: Client) -> None:
    talent = _talent("nia")
    given = {**_form_of(office, talent), "selected_sports": "tennis,rowing"}
    assert office.post(_page_of(talent), given).status_code == 302
    talent.refresh_from_db()
    assert talent.selected_sports == ["tennis", "rowing"]
    assert talent.updated_at > NOW


# --- Mail -----------------------------------------------------------------------------------------


def test_bodies_of_mail_are_not_shown_in_production(office: Client, settings: Any) -> None:
    mail = Mail.objects.create(to="a@example.com", subject="S", text="the-token", created_at=NOW)
    assert b"the-token" in office.get(_page_of(mail)).content
    settings.IS_PRODUCTION = True
    assert b"the-token" not in office.get(_page_of(mail)).content
