"""Addresses of pages: empty fields and marks of others say nothing, and every link of every page leads somewhere."""

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

import httpx
import pytest

from graph_service.web import paths

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE: Final = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
"""What a browser sends."""
FORMS: Final = (
    "/trad?vald=&samla=&plan=&kommun=&ar=&luckor=",
    "/luckor?typ=&orsak=&plan=&niva=&regel=&limit=&offset=",
    "/tackning?regel=&efter=&plan=&mal=&grupp=&lika=",
    "/tidslinje?ar=&plan=&organisation=",
    "/utfall?plan=&omdome=",
    "/granskning?plan=&allvar=&form=",
    "/granskning?plan=fyrbodal-2020-2022&allvar=&form=",
    "/granskning/lankar?giltighet=&grund=",
    "/granskning/lankar?giltighet=valid&grund=",
    "/versioner?plan=",
    "/sok?q=&slag=&plan=",
    "/om?niva=&innehall=",
    "/?utm_source=brev&fbclid=x",
    "/luckor?utm_campaign=x&niva=regional",
)
START: Final = ("/", "/trad", "/luckor", "/tackning", "/tidslinje?ar=2018", "/utfall", "/beslutsprocess", "/granskning")
MORE: Final = ("/versioner", "/versioner/jamfor", "/sok?q=mål", "/fragor", "/om", "/om/tillganglighet", "/sparql")
HREF: Final = re.compile(r'(?:href|src)="([^"]+)"')
MOST: Final = 25
"""Links of a page, beside those that all pages have, that are followed."""


@pytest.mark.parametrize("address", FORMS)
def test_a_form_that_is_sent_empty_is_answered(client: httpx.Client, address: str) -> None:
    """A browser sends a field that nothing was chosen in as well, and people pass on addresses with marks of others."""
    assert client.get(address, headers=PAGE).status_code == 200


def _links(client: httpx.Client, address: str) -> Iterator[str]:
    page = client.get(address, headers=PAGE)
    assert page.status_code == 200, address
    for link in dict.fromkeys(map(unescape, HREF.findall(page.text))):
        if link.startswith("/") and not link.startswith("/static/"):
            yield link.partition("#")[0]


@pytest.mark.parametrize("lang", ["sv", "en"])
@pytest.mark.parametrize("time", ["", "&as_of=2018-06-30"])
def test_links_lead_somewhere_and_keep_language_and_time(client: httpx.Client, lang: str, time: str) -> None:
    """Links of pages work, in the language that was chosen; of another time, wherever pages know one."""
    seen: set[str] = set()
    for start in (*START, *MORE):
        if time and not (start == "/" or start.startswith(paths.TIMED)):
            continue
        address = f"{start}{'&' if '?' in start else '?'}lang={lang}{time}"
        links = [link for link in _links(client, address) if link not in seen]
        for link in links[:MOST]:
            seen.add(link)
            assert client.get(link, headers=PAGE).status_code in {200, 303}, (address, link)
            if "format=" not in link and not link.startswith(("/openapi", "/health", "/ready", "/metrics")):
                assert f"lang={'en' if lang == 'sv' else 'sv'}" in link or f"lang={lang}" in link, (address, link)
                timed = paths.is_page(link.partition("?")[0]) and paths.keeps_time(link)
                leads_to_now = link.partition("?")[0] == start.partition("?")[0]
                assert not (time and timed) or "as_of=2018-06-30" in link or leads_to_now, (address, link)


def test_every_plan_has_its_versions(client: httpx.Client) -> None:
    """The page of versions is there for every document, also one whose history tells no day."""
    for item in client.get("/api/v1/plans", params={"limit": 200}).json()["items"]:
        name = item["iri"].partition("/id/")[2]
        assert client.get("/versioner", params={"plan": name}, headers=PAGE).status_code == 200, name
