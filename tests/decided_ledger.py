"""A small invented ledger with links, a review and waivers, of which it is worked out by hand what holds when.

Two plans: the early one is issued on 2018-03-01, the late one on 2021-05-01. The changes:

1. Both plans. The early one links its goal 1 to its goal 2, the late one its goal 1 to goal 1 of the early one.
2. Goal 2 of the early plan gets other words, so the link within the early plan is suspect.
3. That link is reviewed, and holds.
4. Two waivers: for goal 1 of the early plan, decided on 2019-02-01, until 2022-06-30; and for goal 1 of the late plan,
   decided on 2021-06-01, until 2099-12-31.
5. The first waiver is taken back.
"""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from graph_service.ledger.ledger import Ledger
from graph_service.plans import reviews, waivers
from graph_service.plans.decisions import By
from graph_service.settings import Settings
from graph_service.store import files
from graph_service.store.links import Links
from graph_service.trace.standing import RULES

if TYPE_CHECKING:
    from graph_service.plans.gate import Change
    from graph_service.store.files import GraphFile

BASE: Final = Settings().base
EARLY, LATE = "pahittad-tidig-lank", "pahittad-sen-lank"
WITHIN, BETWEEN = f"{BASE}{EARLY}/lank/1", f"{BASE}{LATE}/lank/1"
"""The link within the early plan, and that from the late one to it."""
PASSED, LASTING = f"{BASE}undantag/effektmal/{EARLY}/mal/1", f"{BASE}undantag/effektmal/{LATE}/mal/1"
"""The waiver that ends in 2022, and the one that does not for long."""
FIRST_WORDS, OTHER_WORDS = "Ett påhittat andra mål", "Ett påhittat annat mål"
_RULE: Final = f"{RULES}effektmal"
_PLAN: Final = """@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
<NAME> a rt:Plan ; dcterms:title "Påhittad plan NAME"@sv ; rt:level rt:local .
<NAME/utgava/1> a rt:PlanEdition ; rt:editionOf <NAME> ; rt:version "1" ; rt:editionStatus rt:current ;
    rt:content rt:loaded ; dcterms:issued "ISSUED"^^xsd:date .
<NAME/mal/1> a rt:EffectGoal ; dcterms:isPartOf <NAME> ; dcterms:source <NAME/utgava/1> ; dcterms:identifier "1" ;
    rt:locator "rad 1"@sv ; rt:position 1 ; dcterms:title "Ett påhittat mål"@sv .
<NAME/mal/2> a rt:EffectGoal ; dcterms:isPartOf <NAME> ; dcterms:source <NAME/utgava/1> ; dcterms:identifier "2" ;
    rt:locator "rad 2"@sv ; rt:position 2 ; dcterms:title "TEXT"@sv .
<NAME/lank/1> a rt:Link ; rt:from <NAME/mal/1> ; rt:to <END> ; rt:relation rt:contributesTo ; rt:basis rt:stated ;
    rt:validity rt:valid ; dcterms:source <NAME/utgava/1> ; rt:locator "rad 1"@sv ; rt:quote "Ett bidrar."@sv .
"""


def make(folder: Path) -> str:
    """Make the ledger.

    Args:
        folder: Where.

    Returns:
        Its path.
    """
    place = str(folder / "pahittad.sqlite")
    with Ledger.open(place) as ledger:

        def keep(change: "Change") -> None:
            ledger.record(
                ledger.head(), who="en roll", why="Påhittat.", verdict={}, put=change.put, taken_out=change.taken_out
            )

        late = _plan(folder, LATE, "2021-05-01", FIRST_WORDS, f"{EARLY}/mal/1")
        early = _plan(folder, EARLY, "2018-03-01", FIRST_WORDS, f"{EARLY}/mal/2")
        ledger.record(None, who="en roll", why="Båda planerna.", verdict={}, put=[early, late])
        other = _plan(folder, EARLY, "2018-03-01", OTHER_WORDS, f"{EARLY}/mal/2")
        ledger.record(ledger.head(), who="en roll", why="Nya ord.", verdict={}, put=[other])
        by = By("en granskare", "Den håller.", datetime(2023, 3, 1, tzinfo=UTC), "sv")
        keep(reviews.review(Links(ledger.files(2)), WITHIN, "valid", by, BASE))
        passed = waivers.waive(f"{BASE}{EARLY}/mal/1", _RULE, date(2022, 6, 30), _by(2019, 2), BASE)
        lasting = waivers.waive(f"{BASE}{LATE}/mal/1", _RULE, date(2099, 12, 31), _by(2021, 6), BASE)
        keep(type(passed)((*passed.put, *lasting.put)))
        keep(waivers.withdraw(ledger.files(4), f"{BASE}{EARLY}/mal/1", _RULE))
    return place


def _by(year: int, month: int) -> By:
    return By("en påhittad nämnd", "Görs av någon annan.", datetime(year, month, 1, tzinfo=UTC), "sv")


def _plan(folder: Path, name: str, issued: str, text: str, end: str) -> "GraphFile":
    path = folder / f"{name}.ttl"
    content = _PLAN.replace("NAME", name).replace("ISSUED", issued).replace("TEXT", text).replace("END", end)
    path.write_text(content, encoding="utf-8")
    return files.read(path, limit=100_000, base=BASE)


VALID: Final = {WITHIN: "valid", BETWEEN: "valid"}
LINKS: Final[tuple[tuple[dict[str, str], dict[str, str]], ...]] = (
    ({}, VALID),
    ({"known": "1"}, VALID),
    ({"known": "2"}, {WITHIN: "suspect", BETWEEN: "valid"}),
    ({"known": "3"}, VALID),
    ({"as_of": "2017"}, {}),
    ({"as_of": "2018-02-28"}, {}),
    ({"as_of": "2018-03-01"}, {WITHIN: "valid"}),
    ({"as_of": "2021-04-30", "known": "2"}, {WITHIN: "suspect"}),
    ({"as_of": "2021-05-01", "known": "2"}, {WITHIN: "suspect", BETWEEN: "valid"}),
    ({"as_of": "2021-04", "known": "3"}, {WITHIN: "valid"}),
)
"""How the links stand, by the time that is asked of."""
WAIVERS: Final[tuple[tuple[dict[str, str], dict[str, bool]], ...]] = (
    ({}, {LASTING: False}),
    ({"known": "3"}, {}),
    ({"known": "4"}, {PASSED: True, LASTING: False}),
    ({"known": "4", "as_of": "2019-01-31"}, {}),
    ({"known": "4", "as_of": "2019-02-01"}, {PASSED: False}),
    ({"known": "4", "as_of": "2021-05-31"}, {PASSED: False}),
    ({"known": "4", "as_of": "2022-06-30"}, {PASSED: False, LASTING: False}),
    ({"known": "4", "as_of": "2022-07-01"}, {PASSED: True, LASTING: False}),
    ({"as_of": "2022-06-30"}, {LASTING: False}),
    ({"as_of": "2100"}, {LASTING: True}),
)
"""Which waivers there are and whether their last day has passed, by the time that is asked of."""
