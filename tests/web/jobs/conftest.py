"""Jobs are made by the tests that speak of them."""

import pytest

from trellis.domain.jobs.models import Application, Posting
from trellis.domain.requisitions.models import Requisition


@pytest.fixture
def no_requisitions(world: None) -> None:
    """The demo world as if nobody hired."""
    Application.objects.of_all_tenants().delete()
    Posting.objects.of_all_tenants().delete()
    Requisition.objects.of_all_tenants().delete()
