"""Organizations: what they say of themselves, who sees and changes it, and what keeps them."""

from io import BytesIO
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from PIL import Image
from rest_framework.test import APIClient

from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.organization.cast import PRINTED
from tests.apis.enabled_talent.organization.conftest import ALL, joins
from trellis.core.models import Event
from trellis.core.rendering.testing import assert_renders_equal
from trellis.domain.accounts.models import User
from trellis.domain.organizations.models import Membership, Organization
from trellis.domain.organizations.queries import membership_of
from trellis.domain.organizations.rights import Role
from trellis.domain.organizations.services.organizations import create_organization

pytestmark = pytest.mark.usefixtures("world")
KEYS = [
    *("id", "root_user", "name", "url", "industry", "linkedin_url", "headquarter_location"),
    *("about", "employee_size", "users", "avatar_url", "created_at"),
]


def picture(**more: Any) -> SimpleUploadedFile:
    file = BytesIO()
    image = Image.new("RGB", (4, 4), "green")
    exif = image.getexif()
    exif[0x010E] = "taken at home"
    image.save(file, "JPEG", exif=exif)
    return SimpleUploadedFile("sign.jpg", file.getvalue(), "image/jpeg")


class TestMakingOne:
    def test_the_printed_body_makes_one_of_which_the_caller_is_the_owner(self, robin: APIClient) -> None:
        response = robin.post(ALL, PRINTED, format="json")
        body, user = response.json(), User.objects.get(username="robin")
        assert (response.status_code, list(body)) == (201, KEYS)
        assert {name: body[name] for name in PRINTED} == PRINTED
        person = {"id": user.pk, "first_name": "Robin", "last_name": "Able", "email": "robin@example.com"}
        assert (body["root_user"], body["users"]) == (person, [{**person, "role": "owner"}])
        assert body["avatar_url"] is None
        assert robin.get(f"{ALL}{body['id']}/").json() == body
        assert robin.get(ALL).json() == [body]

    def test_a_name_is_enough_and_who_makes_one_acts_there(self, emma: APIClient) -> None:
        body = emma.post(ALL, {"name": "Second", "industry": None, "url": ""}).json()
        told = {name: body[name] for name in PRINTED if name != "name"}
        assert told == {**dict.fromkeys(told, ""), "industry": None, "employee_size": None}
        member = membership_of(User.objects.get(username="employer"))
        assert member is not None and member.organization.number == body["id"]
        assert [each["name"] for each in emma.get(ALL).json()] == ["Second", "Inclusive Works"]

    def test_a_repeated_request_makes_one(self, robin: APIClient) -> None:
        answers = [robin.post(ALL, PRINTED, headers={"Idempotency-Key": "k"}) for _ in range(2)]
        assert {answer.status_code for answer in answers} == {201}
        assert answers[0].json() == answers[1].json()
        assert len(robin.get(ALL).json()) == 1

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            *(("name", None), ("name", " "), ("name", "x" * 151), ("name", "a\u202eb")),
            *(("industry", 0), ("industry", 13), ("industry", "many"), ("industry", True)),
            *(("employee_size", 6), ("employee_size", [1])),
            *(("url", "nowhere"), ("url", "javascript:alert(1)"), ("linkedin_url", {})),
            *(("headquarter_location", "x" * 201), ("about", "x" * 5001), ("avatar", "https://a.example")),
        ],
    )
    def test_what_cannot_be_is_refused_by_name_and_nothing_is_written(
        self, emma: APIClient, one: str, field: str, value: Any
    ) -> None:
        before = emma.get(ALL).json()
        for response in (
            emma.post(ALL, {**PRINTED, field: value}, format="json"),
            emma.patch(one, {"about": "New", field: value}, format="json"),
        ):
            assert (response.status_code, list(response.json())) == (400, [field])
        assert emma.get(ALL).json() == before


class TestSeeing:
    def test_the_demo_has_one_that_says_what_it_is(self, emma: APIClient, one: str) -> None:
        body = emma.get(one).json()
        assert (body["name"], body["industry"], body["employee_size"]) == ("Inclusive Works", 11, 2)
        assert body["root_user"]["email"] == "employer@example.com"

    def test_members_see_it_and_for_others_there_is_none(
        self, works: Organization, one: str, robin: APIClient, signed_in: SignIn
    ) -> None:
        nora = signed_in("northwind_owner")
        joins("candidate", works, Role.STAFF)
        assert signed_in("candidate").get(one).json()["users"][1]["role"] == "staff"
        nowhere = [client.get(f"{ALL}{2**40}/").content for client in (robin, nora)]
        for client in (robin, nora, signed_in("admin")):
            for send in (client.get, client.put, client.patch, client.delete):
                response = send(one)
                assert (response.status_code, response.content) == (404, nowhere[0])
        assert [each["name"] for each in nora.get(ALL).json()] == ["Northwind"]

    def test_who_has_left_is_gone_and_sees_nothing(
        self, works: Organization, one: str, emma: APIClient, signed_in: SignIn
    ) -> None:
        member = joins("candidate", works, Role.STAFF)
        Membership.objects.filter(pk=member.pk).update(
            is_active=False, is_current=False, left_at=timezone.now()
        )
        assert len(emma.get(one).json()["users"]) == 1
        assert signed_in("candidate").get(one).status_code == 404
        assert signed_in("candidate").get(ALL).json() == []

    def test_one_that_is_not_the_current_one_is_seen_and_changed_too(self, emma: APIClient, one: str) -> None:
        emma.post(ALL, {"name": "Second"})
        assert emma.patch(one, {"about": "Still ours"}).json()["about"] == "Still ours"

    def test_a_list_is_paged_by_cursor_and_has_a_constant_number_of_queries(
        self, robin: APIClient, django_assert_num_queries: Any
    ) -> None:
        user = User.objects.get(username="robin")
        for n in range(4):
            create_organization(owner=user, name=f"N{n}", now=timezone.now())
        for limit in (1, 4):
            with django_assert_num_queries(3):
                assert len(robin.get(ALL, {"limit": limit}).json()) == limit
        page = robin.get(ALL, {"limit": 3})
        assert [each["name"] for each in page.json()] == ["N3", "N2", "N1"]
        following = page["Link"].split(">")[0][1:]
        assert [each["name"] for each in robin.get(following).json()] == ["N0"]

    def test_what_postgresql_renders_is_what_plain_drf_would(self, works: Organization) -> None:
        from trellis.apis.enabled_talent.organization.output import ORGANIZATIONS

        joins("candidate", works, Role.OWNER)
        joins("robin", works, Role.STAFF)
        nobody = Membership.objects.get(user__username="northwind_owner")
        User.objects.filter(pk=nobody.user_id).update(is_active=False)
        works.logo.save("sign ü.png", ContentFile(b"x"))
        assert_renders_equal(ORGANIZATIONS, Membership.objects.order_by("pk").values_list("pk", flat=True))


class TestChangingOne:
    def test_put_takes_the_printed_body_and_leaves_what_is_not_sent(self, emma: APIClient, one: str) -> None:
        changed = emma.put(one, PRINTED, format="json")
        assert (changed.status_code, {name: changed.json()[name] for name in PRINTED}) == (200, PRINTED)
        again = emma.put(one, {"name": "Renamed"}, format="json")
        assert again.json() == {**changed.json(), "name": "Renamed"}
        assert emma.put(one, {"about": "x"}).json() == {"name": ["This field is required."]}

    def test_what_was_read_may_be_sent_back(self, emma: APIClient, one: str) -> None:
        before = emma.get(one).json()
        assert emma.patch(one, before, format="json").json() == before
        assert not Event.objects.filter(kind="organization.changed").exists()

    def test_whose_it_is_is_not_theirs_to_say(self, emma: APIClient, one: str) -> None:
        before = emma.get(one).json()
        sent = {"id": 7, "root_user": {"id": 1}, "users": [], "domain": "x.example", "created_at": None}
        assert emma.patch(one, sent, format="json").json() == before

    def test_the_sign_comes_in_a_form_is_cleaned_and_goes_again(
        self, emma: APIClient, one: str, works: Organization
    ) -> None:
        response = emma.patch(one, {"avatar": picture(), "employee_size": "3"}, format="multipart")
        assert (response.status_code, response.json()["employee_size"]) == (200, 3)
        works.refresh_from_db()
        assert response.json()["avatar_url"].endswith(works.logo.name)
        with works.logo.open() as kept:
            assert b"taken at home" not in kept.read()
        refused = emma.patch(one, {"avatar": SimpleUploadedFile("a.png", b"none")}, format="multipart")
        assert (refused.status_code, list(refused.json())) == (400, ["avatar"])
        assert emma.patch(one, {"avatar": None}, format="json").json()["avatar_url"] is None

    def test_it_is_the_owners_to_change_and_to_delete(
        self, one: str, works: Organization, signed_in: SignIn
    ) -> None:
        for username, role in (("candidate", Role.ADMIN), ("robin", Role.MANAGER), ("johndoe", Role.STAFF)):
            joins(username, works, role)
            client = signed_in(username)
            answers = [client.put(one, PRINTED), client.patch(one, {"about": "x"}), client.delete(one)]
            assert [answer.status_code for answer in answers] == [403, 403, 403]
        works.refresh_from_db()
        assert works.about.startswith("We find work")

    def test_the_record_says_which_fields_and_what_they_were_apart(
        self, emma: APIClient, one: str, works: Organization
    ) -> None:
        emma.patch(one, {"about": "A canary", "name": works.name})
        told = Event.objects.get(kind="organization.changed")
        assert told.data == {"changes": {"about": [None, None]}}
        assert told.personal == {"changes": {"about": [works.about, "A canary"]}}


class TestDeletingOne:
    def test_its_people_act_elsewhere_then(self, robin: APIClient) -> None:
        number = robin.post(ALL, PRINTED, format="json").json()["id"]
        one, nora = f"{ALL}{number}/", User.objects.get(username="northwind_owner")
        Membership.objects.filter(user=nora).update(is_current=False)
        joins("northwind_owner", Organization.objects.get(number=number), Role.STAFF)
        robin.patch(one, {"avatar": picture()}, format="multipart")
        assert robin.delete(one).status_code == 204
        assert (robin.get(one).status_code, robin.get(ALL).json()) == (404, [])
        member = membership_of(nora)
        assert member is not None and member.organization.name == "Northwind"
        told = Event.objects.get(kind="organization.deleted")
        assert told.data == {"user_ids": sorted([nora.pk, User.objects.get(username="robin").pk])}

    def test_what_must_be_kept_keeps_it_and_is_named(
        self, signed_in: SignIn, emma: APIClient, one: str
    ) -> None:
        assert emma.delete(one).json()["detail"].endswith("it has applications.")
        owner = signed_in("mahummed")
        address = f"{ALL}{Organization.objects.get(name='AppBrew').number}/"
        response = owner.delete(address)
        assert response.status_code == 409
        assert response.json()["detail"] == (
            "This organization cannot be deleted: it has requisitions, video sessions, workplace requests."
        )
        assert owner.get(address).status_code == 200
