"""Where a page hides where its forms stand, browsers say `Origin: null` of them, and they are refused."""

from pathlib import Path

TEMPLATES = Path(__file__).parents[2] / "trellis" / "web" / "templates"


def test_no_page_with_a_form_hides_where_it_stands() -> None:
    texts = {path: path.read_text() for path in TEMPLATES.rglob("*.html")}
    with_forms = {path for path, text in texts.items() if "csrf_token" in text}
    assert len(with_forms) > 10
    assert [path.name for path in with_forms if "no-referrer" in texts[path]] == []
