"""Style sheets and scripts: kept by browsers, within their weight, and nothing but what lies in the folder."""

import gzip
import re

import httpx
import pytest

from graph_service.web import static

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

CSS, JS, EDITOR = 6_000, 10_000, 150_000
"""Most bytes of what one page loads, packed; the editor for SPARQL may be larger."""
PAGES = ("/", "/trad", "/luckor", "/tackning", "/tidslinje", "/utfall", "/beslutsprocess", "/granskning", "/versioner")
MORE = ("/id/fyrbodal-2020-2022/effektmal/4B", "/sok?q=mal", "/fragor", "/om", "/om/tillganglighet", "/docs")
LOADED = re.compile(r'(?:href|src)="(/static/([^"?]+)\?v=[0-9a-f]+)"')


@pytest.mark.parametrize("page", [*PAGES, *MORE, "/sparql"])
def test_what_a_page_loads_is_light_and_kept(client: httpx.Client, page: str) -> None:
    """Each file that a page loads says that it may be kept for good; together they are within the budgets."""
    shown = client.get(page, headers={"Accept": "text/html"})
    assert shown.status_code == 200
    weight = {"css": 0, "js": 0}
    for address, name in LOADED.findall(shown.text):
        answer = client.get(address)
        assert "immutable" in answer.headers["cache-control"]
        ending = name.rpartition(".")[2]
        if ending in weight:
            weight[ending] += len(gzip.compress(answer.content))
    assert 0 < weight["css"] <= CSS
    assert weight["js"] <= (EDITOR if page == "/sparql" else JS)


def test_an_older_address_is_asked_again(client: httpx.Client) -> None:
    """A file that is asked for by another version than there is, or by none, is given but not to be kept for good."""
    for query in ("", "?v=000000000000"):
        answer = client.get(f"/static/style.css{query}")
        assert answer.status_code == 200
        assert "immutable" not in answer.headers["cache-control"]


@pytest.mark.parametrize("name", ["nope.css", "..%2fstatic.py", "%2e%2e/static.py", "style.css%00", "a" * 200])
def test_nothing_else_is_given(client: httpx.Client, name: str) -> None:
    """Whatever does not lie in the folder is not there."""
    assert client.get(f"/static/{name}").status_code in {400, 404}


def test_no_file_asks_for_anything_from_elsewhere() -> None:
    """No style sheet or script of ours loads anything by an address that is not here."""
    for path in static.FOLDER.iterdir():
        if path.suffix == ".css":
            text = path.read_text(encoding="utf-8")
            assert "@import" not in text, path.name
            assert "url(" not in text, path.name
