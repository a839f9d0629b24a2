"""All pages of a plan of next to nothing: one goal, which stands alone.

A plan that leads in a circle is never served, for it does not hold; ``tests/trace/test_stage.py`` sets stages of such.
"""

from collections.abc import Iterator
from typing import Final

import httpx
import pytest
import serving

pytestmark = pytest.mark.xdist_group("odd")

PLAN: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
<pahittad-ensam> a rt:Plan ; dcterms:title "Påhittad ensam"@sv ; rt:level rt:local .
<pahittad-ensam/utgava/1> a rt:PlanEdition ; rt:editionOf <pahittad-ensam> ; rt:version "1" ;
    rt:editionStatus rt:current ; rt:content rt:loaded .
<pahittad-ensam/mal/1> a rt:EffectGoal ; dcterms:isPartOf <pahittad-ensam> ; rt:position 1 ;
    dcterms:source <pahittad-ensam/utgava/1> ; dcterms:identifier "E1" ; rt:locator "rad 1"@sv ;
    dcterms:title "Påhittat mål"@sv .
"""
PAGES: Final = (
    *("/", "/trad", "/trad?plan=pahittad-ensam", "/trad?vald=E1", "/trad?vald=E1&samla=0", "/trad.svg?vald=E1"),
    *("/luckor", "/tackning", "/tidslinje", "/utfall", "/beslutsprocess", "/granskning", "/granskning/ny"),
    *("/granskning/lankar", "/granskning/undantag", "/versioner", "/versioner/jamfor", "/sok?q=mål", "/fragor"),
    *("/om", "/om/tillganglighet", "/sparql?format=html", "/id/pahittad-ensam/mal/1", "/id/pahittad-ensam"),
)


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve the plan."""
    folder = tmp_path_factory.mktemp("small")
    plan = folder / "ensam.ttl"
    plan.write_text(PLAN, encoding="utf-8")
    running = serving.start(folder / "log", plan)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE, headers={"Accept": "text/html"}) as made:
        yield made
    assert running.stop() == 0
    assert b'"fault"' not in (folder / "log").read_bytes()


@pytest.mark.parametrize("address", PAGES)
def test_next_to_nothing_has_pages(small: httpx.Client, address: str) -> None:
    """No page fails where there is one goal and nothing else."""
    assert small.get(address).status_code == 200


def test_a_goal_alone_is_a_thread_of_its_own(small: httpx.Client) -> None:
    """It is the whole thread, without a step, and is told to lead to nothing and to have no work."""
    page = small.get("/trad?vald=E1&lang=sv").text
    assert page.count('class="item on') == 1
    assert 'id="steg-' not in page
    assert "Inget leder hit, och det leder inte till något." in page
    assert "Mål utan insats eller aktivitet" in page
