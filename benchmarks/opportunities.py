"""What SOOSH offers, 10,000 of it, and its categories."""

from django.db import connection
from django.utils import timezone

from benchmarks.load import Result, compare, http_get
from trellis.domain.accounts.models import User
from trellis.domain.accounts.services.tokens import access_token
from trellis.domain.catalog.models import Category, Subcategory
from trellis.domain.catalog.services.planting import plant

OPPORTUNITIES = 10_000
CLIENTS = 4
ROUNDS = 3
SECONDS = 4.0
_API, _PLAIN = "/api/v1", "/plain"

_ROWS = """
INSERT INTO learning_opportunity (public_id, opportunity_type, title, description, price_minor, currency,
    duration_minutes, difficulty, tags, subcategory_id, rating_sum, rating_count, enrollment_count,
    is_published, published_at, closes_at, version, created_at, updated_at)
SELECT gen_random_uuid(), (ARRAY['course', 'workshop', 'group'])[1 + n %% 3], 'Something to learn, no. ' || n,
    repeat('Step by step, with exercises that are talked over. ', 4),
    (n %% 4) * 1250, 'USD', 60 + n %% 600,
    (ARRAY['beginner', 'intermediate', 'advanced'])[1 + n %% 3], ARRAY['figma', 'ui-design', 'mobile'], s.id,
    (n %% 9) * 4, n %% 9, n %% 500, true, '2024-01-01',
    CASE WHEN n %% 2 = 0 THEN timestamptz '2046-12-31' END, 1, '2024-01-01', '2024-01-01'
FROM generate_series(1, %(opportunities)s) AS n
JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS place, count(*) OVER () AS places
    FROM catalog_subcategory) AS s ON s.place = n %% s.places
"""


def load() -> None:
    """Plant the categories, and make opportunities in all of them."""
    plant()
    with connection.cursor() as cursor:
        cursor.execute(_ROWS, {"opportunities": OPPORTUNITIES})


def measure(*, port: int) -> list[tuple[str, dict[str, Result]]]:
    """Return what each list measured against its plain implementation."""
    subcategory = Subcategory.objects.get(slug="ui-ux-design").public_id
    category = Category.objects.get(slug="creativity-arts").public_id
    token = access_token(user=User.objects.order_by("pk")[0], now=timezone.now())
    connection.close()
    narrowed = f"/opportunities?type=course&subcategory_id={subcategory}&difficulty=beginner&limit=20"
    pages = [
        ("opportunities, 20", "/opportunities?limit=20", ""),
        ("… signed in", "/opportunities?limit=20", token),
        ("opportunities, 100", "/opportunities?limit=100", ""),
        ("… narrowed", narrowed, ""),
        ("categories", "/categories", ""),
        ("subcategories", f"/categories/{category}/subcategories", ""),
    ]
    return [(title, _against_plain(port, path, token)) for title, path, token in pages]


def _against_plain(port: int, path: str, token: str) -> dict[str, Result]:
    contenders = {
        "a": lambda _: http_get(port=port, path=_API + path, token=token),
        "b": lambda _: http_get(port=port, path=_PLAIN + path, token=token),
    }
    return compare(contenders, clients=CLIENTS, seconds=SECONDS, rounds=ROUNDS)
