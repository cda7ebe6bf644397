"""What the document prints of requisitions, request by request, on a fresh demo server."""

from typing import Any

import pytest

from tests.apis.conftest import SignIn
from tests.contracts import differences, printed

pytestmark = pytest.mark.usefixtures("world")
EXAMPLES = {example["name"]: example for example in printed("talent_engine_requisitions")}
DELETE_MANY = "Bulk Delete Job Requisitions"
# What has to have happened before, beyond what the demo world has.
FIRST = {
    "List Soft Deleted Job Requisitions": [DELETE_MANY],
    "Recover Soft Deleted Job Requisitions": [DELETE_MANY],
    "Permanently Delete Job Requisitions": [DELETE_MANY],
}
CREATED = {"Create Job Requisition", "Bulk Create Job Requisitions"}


@pytest.mark.parametrize("name", list(EXAMPLES))
def test_the_printed_request_is_answered_as_printed(signed_in: SignIn, name: str) -> None:
    client = signed_in("mahummed")

    def send(example: dict[str, Any]) -> Any:
        return client.generic(
            example["method"], example["path"], _json(example["request"]), content_type="application/json"
        )

    for before in FIRST.get(name, []):
        assert send(EXAMPLES[before]).status_code == 200
    response = send(EXAMPLES[name])
    assert response.status_code == (201 if name in CREATED else 200), response.content
    assert response["Content-Type"] == "application/json"
    answer, example = response.json(), EXAMPLES[name]["response"]
    if name == "Update Job Requisition":
        # All of the requisition, of which the document prints a part.
        assert answer.keys() > example.keys()
        answer = {key: answer[key] for key in example}
        example = {**example, "updated_at": answer["updated_at"]}
        assert answer == example
    assert differences(answer, example) == []
    if list(example or ()) == ["detail"]:
        assert answer == example


def test_the_demo_world_has_the_printed_codes_and_links(signed_in: SignIn) -> None:
    client, example = signed_in("appbrew_staff"), EXAMPLES["Create Job Requisition"]["response"]
    shown = client.get("/api/talent-engine/requisitions/APP-JR-0001/").json()
    same = set(example) - {"status", "publish_status", "updated_at", "deadline_date", "start_date"}
    for key in same - {"compliance_checklist"}:
        assert shown[key] == example[key], key
    assert differences(shown["compliance_checklist"], example["compliance_checklist"]) == []
    assert (shown["status"], shown["publish_status"], shown["num_of_applications"]) == ("open", True, 12)
    for example in EXAMPLES["Bulk Create Job Requisitions"]["response"]:
        shown = client.get(f"/api/talent-engine/requisitions/{example['id']}/").json()
        for key in set(example) - {"id"}:
            assert shown[key] == example[key], key


def _json(body: Any) -> str:
    from json import dumps

    return "" if body is None else dumps(body)
