"""How decisions are made: the steps of a process with what is decided and handed over in them."""

from graph_service.model.process import ProcessPart, ProcessPlan, Stage
from graph_service.model.terms import Iri, Literal
from graph_service.questions import process, views
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot, build
from graph_service.vocabulary import DCTERMS, RDF, RT, XSD

FYRBODAL = "https://w3id.org/redthread/id/fyrbodal-2020-2022"


def _stages(store: EmbeddedStore, plan: str) -> tuple[Stage, ...]:
    return process.stages(views.ask(store, process.process_query("sv", plan), ProcessPart))


def _part(iri: str, kind: str, position: int | None, **said: str) -> list[Triple]:
    triples: list[Triple] = [
        (Iri(iri), Iri(f"{RDF}type"), Iri(RT + kind)),
        (Iri(iri), Iri(f"{DCTERMS}isPartOf"), Iri("urn:plan")),
        (Iri(iri), Iri(f"{DCTERMS}title"), Literal(iri, language="sv")),
        *((Iri(iri), Iri(RT + name), Iri(value)) for name, value in said.items()),
    ]
    if position is not None:
        triples.append((Iri(iri), Iri(f"{RT}position"), Literal(str(position), datatype=f"{XSD}integer")))
    return triples


def _dataset(*parts: list[Triple]) -> EmbeddedStore:
    store = build([]).store
    store.add([triple for part in parts for triple in part], "urn:plans")
    return store


def test_the_process_of_fyrbodal_stands_as_in_its_appendix(shipped: Snapshot) -> None:
    """Seven steps with thirteen decisions and twelve deliverables; nine decisions approve what is handed over."""
    plans = views.ask(shipped.store, process.plans_query(), ProcessPlan)
    assert plans == (ProcessPlan(FYRBODAL, "Handlingsplan för digitalisering i Fyrbodal 2020–2022", 7),)
    found = _stages(shipped.store, FYRBODAL)
    assert [(one.step.title, len(one.decisions), len(one.deliverables)) for one in found] == [
        ("Idé", 1, 1),
        ("Initiera", 2, 2),
        ("Utreda", 4, 4),
        ("Etablera", 3, 2),
        ("Genomförande", 1, 1),
        ("Avveckling", 1, 1),
        ("Realisera", 1, 1),
    ]
    assert [one.step.next for one in found] == [*(one.step.iri for one in found[1:]), None]
    assert sum(bool(decision.approves) for one in found for decision in one.decisions) == 9
    last = found[-1].decisions[0]
    assert last.title == "Effektbokslutet godkänns av e-råd och kommundirektörer"
    assert last.body_names == ("Fyrbodals e-råd", "kommundirektörer")
    assert last.locator == "avsnitt 5.1, steget REALISERA, beslut 1"
    assert last.approves == (found[-1].deliverables[0].iri,)


def test_steps_come_in_their_order_and_those_without_one_last() -> None:
    """Positions are numbers: the tenth step does not come before the second."""
    store = _dataset(*(_part(f"urn:{n}", "ProcessStep", n) for n in (10, 2, 1)), _part("urn:a", "ProcessStep", None))
    assert [one.step.iri for one in _stages(store, "urn:plan")] == ["urn:1", "urn:2", "urn:10", "urn:a"]


def test_what_stands_in_two_editions_is_there_once() -> None:
    """A decision that two editions state is one decision."""
    source = Iri(f"{DCTERMS}source")
    store = _dataset(
        _part("urn:step", "ProcessStep", 1, followedBy="urn:step"),
        _part("urn:decision", "Decision", 1, inStep="urn:step"),
        [(Iri(iri), source, Iri(f"urn:edition:{n}")) for iri in ("urn:step", "urn:decision") for n in (1, 2)],
    )
    (stage,) = _stages(store, "urn:plan")
    assert (stage.step.iri, stage.step.next) == ("urn:step", "urn:step")
    assert [decision.iri for decision in stage.decisions] == ["urn:decision"]


def test_decisions_that_are_in_no_step_are_no_process() -> None:
    """A plan whose decisions were made once, outside any process, describes none."""
    store = _dataset(_part("urn:decision", "Decision", 1))
    assert views.ask(store, process.plans_query(), ProcessPlan) == ()
    assert _stages(store, "urn:plan") == ()
