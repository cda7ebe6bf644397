"""Everybody browses jobs, without an account and whatever comes along."""

from typing import Any

import pytest
from rest_framework.test import APIClient

from tests.apis.enabled_talent.channels.conftest import BROWSE, JOBS
from tests.domain.jobs.factory import PRINTED
from trellis.domain.jobs.models import Posting

pytestmark = pytest.mark.usefixtures("world", "posts_alone")
SUPPORT, TESTER, ENGINEER = "Support Specialist", "Accessibility Tester", "Senior Software Engineer"


def titles(client: APIClient, **query: Any) -> list[str]:
    answer = client.get(BROWSE, query)
    assert answer.status_code == 200, answer.content
    return [each["title"] for each in answer.json()]


def test_nothing_that_comes_along_keeps_anybody_out(api: APIClient, emma: APIClient) -> None:
    everything = [ENGINEER, TESTER, SUPPORT]
    assert titles(api) == everything
    api.cookies["access_token"] = "stale"
    api.cookies["refresh_token"] = "stale"
    assert titles(api) == everything
    api.credentials(HTTP_AUTHORIZATION="Bearer nonsense")
    assert titles(api) == titles(emma) == everything


FOUND: list[tuple[dict[str, Any], list[str]]] = [
    ({"q": "access"}, [TESTER]),
    ({"search": "inclusive works"}, [ENGINEER, TESTER, SUPPORT]),
    ({"q": "django", "search": ""}, [ENGINEER, TESTER, SUPPORT]),
    ({"workplace_type": 2}, [ENGINEER]),
    ({"workplace_type": "1,3"}, [TESTER, SUPPORT]),
    ({"workplace_type": [1, 2], "job_type": 1}, [ENGINEER]),
    ({"skills": "screen READERS"}, [TESTER, SUPPORT]),
    ({"skills": ["Screen readers", "WCAG"]}, [TESTER]),
    ({"skills": "screen"}, []),
    ({"location": "tor"}, [SUPPORT]),
    ({"location": "engineer"}, []),
    ({"visa_required": "true"}, [TESTER]),
    ({"visa_required": "false", "q": ""}, [ENGINEER, SUPPORT]),
]
UNREADABLE: list[dict[str, Any]] = [
    {"q": "\x00"},
    {"workplace_type": 9},
    {"job_type": "1,x"},
    {"skills": ",".join(map(str, range(21)))},
    {"limit": 0},
]


def test_it_is_narrowed_or_says_what_it_cannot_read(api: APIClient) -> None:
    for query, found in FOUND:
        assert titles(api, **query) == found, query
    for query in UNREADABLE:
        answer = api.get(BROWSE, query)
        names = {"search" if name == "q" else name for name in query}
        assert (answer.status_code, set(answer.json())) == (400, names), query


def test_what_is_closed_past_its_deadline_or_deleted_is_not_there(emma: APIClient, api: APIClient) -> None:
    made = [f"{JOBS}{each['id']}/" for each in emma.get(JOBS).json()]
    emma.patch(made[0], {"status": "closed"})
    assert titles(api) == [TESTER, SUPPORT]
    emma.delete(made[1])
    assert titles(api) == [SUPPORT]
    emma.patch(made[0], {"status": "open", "deadline": "2099-01-01"})
    assert titles(api) == [ENGINEER, SUPPORT]


def test_ties_come_once_over_all_pages_whatever_is_asked(
    emma: APIClient, api: APIClient, django_assert_num_queries: Any
) -> None:
    model = Posting.objects.of_all_tenants().get(title=ENGINEER)
    rows = [Posting(**{name: getattr(model, name) for name in _COLUMNS}) for _ in range(60)]
    for row in rows:
        row.index()
    Posting.objects.bulk_create(rows)
    for query in ({}, {"q": "engineer"}, {"skills": "Python", "workplace_type": 2}):
        seen: list[int] = []
        address: str | None = BROWSE
        parameters: dict[str, Any] = {"limit": 25, **query}
        while address:
            with django_assert_num_queries(2 if query else 1):
                answer = api.get(address, parameters)
            seen += [each["id"] for each in answer.json()]
            link, parameters = answer.get("Link"), {}
            address = link.partition("<")[2].partition(">")[0] if link else None
        wanted = Posting.objects.of_all_tenants().filter(title=ENGINEER) if query else None
        assert len(seen) == len(set(seen)) == (61 if query else 63)
        assert seen == sorted(seen, reverse=True)
        assert wanted is None or set(seen) == set(wanted.values_list("pk", flat=True))


_COLUMNS = ("organization", "author", "created_at", "updated_at", *PRINTED)
