"""The API description as it is served, and the page that shows it."""

import re

import pytest
from django.test import Client
from drf_spectacular.drainage import GENERATOR_STATS

from tests.reading_yaml import read_yaml
from trellis.apis.talent_engine.description import DetailOutput
from trellis.config.doors import ROUTED
from trellis.config.schema import generate

pytestmark = pytest.mark.django_db
SCHEMA = "/api/schema/"


def test_it_is_openapi_3_0_as_json(client: Client) -> None:
    response = client.get(SCHEMA)
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")
    document = response.json()
    assert document["openapi"].startswith("3.0.")
    assert "null" not in re.findall(r'"type": ?"(\w+)"', response.content.decode())
    assert {"/mentor/selected-talents/add/", "/api/talent-engine/members/"} <= set(document["paths"])


def _warnings() -> bool:
    """Return whether the generator has something to say of a description made anew."""
    with GENERATOR_STATS.silence():
        GENERATOR_STATS.reset()
        generate()
        told = bool(GENERATOR_STATS)
        GENERATOR_STATS.reset()
    return told


def test_no_two_serializers_bear_one_name_nor_two_operations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else the description of one would stand for both, in whichever door they are."""
    assert not _warnings()
    same_name = {"component_name": "PersonOutput"}
    monkeypatch.setattr(DetailOutput, "_spectacular_annotation", same_name, raising=False)
    assert _warnings()


@pytest.mark.parametrize(
    ("query", "accept", "content_type"),
    [
        ("", "*/*", "application/json"),
        ("", "text/html,application/xhtml+xml,*/*;q=0.8", "application/json"),
        ("", "application/vnd.oai.openapi+json", "application/vnd.oai.openapi+json"),
        ("", "application/yaml", "application/yaml"),
        ("", "application/vnd.oai.openapi;q=0.9, */*", "application/vnd.oai.openapi"),
        ("?format=yaml", "application/json", "application/yaml"),
        ("?format=json", "application/yaml", "application/json"),
    ],
)
def test_the_form_is_for_clients_to_choose(
    client: Client, query: str, accept: str, content_type: str
) -> None:
    response = client.get(f"{SCHEMA}{query}", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, content_type)
    is_yaml = content_type in ("application/yaml", "application/vnd.oai.openapi")
    assert response.content.startswith(b"openapi: 3.0" if is_yaml else b'{"openapi":"3.0')
    assert "Accept" in response["Vary"]


def test_both_forms_say_the_same(client: Client) -> None:
    as_yaml = read_yaml(client.get(f"{SCHEMA}?format=yaml").content)
    assert as_yaml["paths"].keys() == client.get(SCHEMA).json()["paths"].keys()


@pytest.mark.parametrize("door", ROUTED, ids=lambda door: door.key)
def test_each_door_has_its_own(client: Client, door: object) -> None:
    document = client.get(f"{SCHEMA}{door.key}/").json()  # type: ignore[attr-defined]
    assert document["paths"]
    operations = [each for item in document["paths"].values() for each in item.values()]
    assert {tag for each in operations for tag in each["tags"]} == {door.name}  # type: ignore[attr-defined]
    assert len({each["operationId"] for each in operations}) == len(operations)
    # Everything that is referred to is there, and nothing else.
    text = str(document)
    named = set(re.findall(r"#/components/schemas/(\w+)", text))
    assert named == set(document["components"]["schemas"])


_ALWAYS = "429 503"
_SIGNED_IN = f"401 403 {_ALWAYS}"
_CHANGING = f"400 408 409 413 415 {_ALWAYS}"


@pytest.mark.parametrize(
    ("method", "path", "refused"),
    [
        ("get", "/mentor/me/", _SIGNED_IN),
        ("get", "/mentor/selected-talents/", f"400 404 {_SIGNED_IN}"),
        ("post", "/mentor/onboarding/", f"422 401 403 {_CHANGING}"),
        ("post", "/mentor/selected-talents/add/", f"404 422 401 403 {_CHANGING}"),
        ("post", "/api/v1/auth/register", f"422 {_CHANGING}"),
        ("post", "/api/v1/auth/login", f"401 422 {_CHANGING}"),
        ("get", "/api/v1/mentorship/mentors/my_profile/", f"404 {_SIGNED_IN}"),
        ("post", "/api/v1/mentorship/bookings/", f"422 401 403 {_CHANGING}"),
        ("post", "/api/users/email-login/", f"404 {_CHANGING}"),
        ("patch", "/api/talent-engine/requisitions/{code}/", f"404 412 401 403 {_CHANGING}"),
    ],
)
def test_what_an_operation_may_refuse_is_described(
    client: Client, method: str, path: str, refused: str
) -> None:
    responses = client.get(SCHEMA).json()["paths"][path][method]["responses"]
    assert {status for status in responses if status >= "400"} == set(refused.split())


def test_refusals_are_described_in_the_form_of_the_door(client: Client) -> None:
    def example(path: str, status: str) -> object:
        responses = client.get(SCHEMA).json()["paths"][path]["post"]["responses"]
        return responses[status]["content"]["application/json"]["example"]

    bare = "Authentication credentials were not provided."
    assert example("/mentor/onboarding/", "401") == {"detail": bare}
    assert example("/api/v1/auth/login", "401") == {"error": "AUTH_ERROR", "message": bare, "details": {}}


@pytest.mark.parametrize("address", ["nothing/", "?format=xml", "talent-engine/?format=", "talent%2Fengine/"])
def test_what_there_is_not_is_404(client: Client, address: str) -> None:
    response = client.get(f"{SCHEMA}{address}")
    assert (response.status_code, response.json()) == (404, {"detail": "Not found."})


def test_who_has_it_gets_304(client: Client) -> None:
    etag = client.get(SCHEMA)["ETag"]
    assert client.get(SCHEMA, headers={"if-none-match": etag}).status_code == 304
    assert (
        client.get(SCHEMA, headers={"accept": "application/yaml", "if-none-match": etag}).status_code == 200
    )


def test_the_page_takes_everything_from_here(client: Client) -> None:
    page = client.get("/api/docs/talent-engine/")
    text = page.content.decode()
    assert page.status_code == 200
    assert 'data-chosen="Talent Engine"' in text
    assert re.findall(r'(?:src|href)="(?!/)', text) == []
    for door in ROUTED:
        assert f'href="/api/schema/{door.key}/"' in text
    policy = page["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    for address in re.findall(r'(?:src|href)="(/static/[^"]+)"', text):
        file = client.get(address)
        assert file.status_code == 200, address
        file.close()
    assert client.get("/api/docs/nothing/").status_code == 404


def test_what_takes_objects_and_lists_is_described_as_either_in_answers_too(client: Client) -> None:
    described = client.get(SCHEMA).json()["components"]["schemas"]["CandidateProfile"]["properties"]
    for name in (
        *("employment_type_preferences", "work_mode_preferences", "workplace_accommodations"),
        "disability_categories",
    ):
        kinds = [each["type"] for each in described[name].get("oneOf", [])]
        assert kinds in ([], ["object", "array"]), name
        assert "type" not in described[name], name


def test_language_models_get_a_list(client: Client) -> None:
    response = client.get("/llms.txt")
    assert response["Content-Type"].startswith("text/markdown")
    assert "- `POST /api/talent-engine/tenants/`: Make a tenant" in response.content.decode()
