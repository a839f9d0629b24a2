"""LIKA: what addresses an indicator, what nothing addresses, and which statuses count."""

from graph_service.model.lika import Addressing, AreaCount, StatusCount
from graph_service.model.terms import Iri, Literal
from graph_service.questions import lika, views
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import build, derive
from graph_service.vocabulary import DCTERMS, RDF, RT

_A: str = f"{RDF}type"


def _indicator(code: str, area: str) -> list[Triple]:
    iri = Iri(f"urn:{code}")
    return [
        (iri, Iri(_A), Iri(f"{RT}Indicator")),
        (iri, Iri(f"{RT}indicatorArea"), Iri(RT + area)),
        (iri, Iri(f"{DCTERMS}identifier"), Literal(code)),
        (iri, Iri(f"{DCTERMS}title"), Literal(f"Indikator {code}", language="sv")),
    ]


def _link(activity: str, indicator: str, basis: str = "stated", validity: str = "valid") -> list[Triple]:
    link = Iri(f"urn:link:{activity}:{indicator}")
    said = {"from": Iri(f"urn:{activity}"), "to": Iri(f"urn:{indicator}"), "relation": Iri(f"{RT}addresses")}
    said |= {"basis": Iri(RT + basis), "validity": Iri(RT + validity)}
    return [(link, Iri(_A), Iri(f"{RT}Link")), *((link, Iri(RT + name), end) for name, end in said.items())]


def _assessment(name: str, indicator: str, status: str) -> list[Triple]:
    iri = Iri(f"urn:assessment:{name}")
    said = {"assesses": Iri(f"urn:{indicator}"), "status": Iri(RT + status)}
    return [(iri, Iri(_A), Iri(f"{RT}Assessment")), *((iri, Iri(RT + name), value) for name, value in said.items())]


def _dataset(*triples: list[Triple]) -> EmbeddedStore:
    store = build([]).store
    store.add([triple for several in triples for triple in several], "urn:plans")
    derive(store)
    return store


def test_what_nothing_addresses_comes_last_and_says_so() -> None:
    """A link that is only proposed, or was rejected, addresses nothing; the indicator stands apart at the end."""
    store = _dataset(
        *(_indicator(code, "likaManagement") for code in ("L1", "L2", "L10")),
        _indicator("A1", "likaUse"),
        _link("x", "L10"),
        _link("y", "L10", basis="inferred"),
        _link("x", "L1", basis="proposed"),
        _link("x", "L2", validity="invalid"),
    )
    found = views.ask(store, lika.lika_query("en"), Addressing)
    assert [(one.addressed, one.indicator_code, one.iri) for one in found] == [
        (True, "L10", "urn:x"),
        (True, "L10", "urn:y"),
        (False, "L1", None),
        (False, "L2", None),
        (False, "A1", None),
    ]
    areas = views.ask(store, lika.areas_query("en"), AreaCount)
    assert {one.letter: (one.indicators, one.addressed, one.not_addressed, one.addressing) for one in areas} == {
        "L": (3, 1, 2, 2),
        "I": (0, 0, 0, 0),
        "K": (0, 0, 0, 0),
        "A": (1, 0, 1, 0),
    }


def test_assessments_are_counted_by_status() -> None:
    """Each status has its assessments, of one area or all; one that is not relevant never counts in a share."""
    store = _dataset(
        _indicator("L1", "likaManagement"),
        _indicator("A1", "likaUse"),
        _assessment("1", "L1", "likaAchieved"),
        _assessment("2", "A1", "likaAchieved"),
        _assessment("3", "A1", "likaNotRelevant"),
    )
    counts = {
        area: {one.status: one.assessments for one in views.ask(store, lika.statuses_query("sv", area), StatusCount)}
        for area in (None, "likaUse")
    }
    assert counts[None]["likaAchieved"] == 2
    assert counts["likaUse"] == {**dict.fromkeys(counts[None], 0), "likaAchieved": 1, "likaNotRelevant": 1}
    statuses = views.ask(store, lika.statuses_query("sv"), StatusCount)
    assert {one.status for one in statuses if not one.counts_in_denominator} == {"likaNotRelevant"}
