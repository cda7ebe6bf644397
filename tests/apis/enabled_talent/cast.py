"""The callers of Enabled Talent: Cam Didate, Emma Ployer of Inclusive Works, and others like them."""

from rest_framework.test import APIClient

from tests.apis.casts import Cast
from tests.apis.conftest import SignIn
from tests.apis.enabled_talent.candidates.cast import BODIES_OF_CANDIDATES, rows_of_candidates
from trellis.config.permissions.enabled_talent import MATRIX

_USERNAMES = ("candidate", "employer", "robin", "northwind_owner", "admin")


def cast(signed_in: SignIn) -> Cast:
    """Return the callers."""
    clients = [*(signed_in(username) for username in _USERNAMES), APIClient()]
    return Cast(
        matrix=MATRIX,
        clients=dict(zip(MATRIX.callers, clients, strict=True)),
        rows={**rows_of_candidates()},
        bodies={**BODIES_OF_CANDIDATES},
    )
