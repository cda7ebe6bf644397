"""Receipts as papers: made whenever somebody asks, and stored nowhere."""

from pathlib import Path

from trellis.core.files.typesetting.setting import set_as_pdf
from trellis.domain.payments.rules.receipts import Receipt, data_of

_TEMPLATE = Path(__file__).parents[1] / "receipt.typ"


def as_pdf(receipt: Receipt) -> bytes:
    """Return a receipt as a PDF, the same whenever it says the same; raise NoFonts, Busy."""
    return set_as_pdf(template=_TEMPLATE, data=data_of(receipt), made_at=receipt.paid_at)
