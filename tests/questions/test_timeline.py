"""When something runs: by its own period, by its plan's, or not to be dated; against dates compared one by one."""

from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from graph_service.model.terms import Iri, Literal
from graph_service.model.timeline import Behind, Running
from graph_service.questions import catalogue, timeline, views
from graph_service.questions.ask import ask
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.port import Triple
from graph_service.store.snapshot import Snapshot, build
from graph_service.vocabulary import DCTERMS, PREFIXES, RDF, RT, XSD

YEAR = st.integers(2015, 2020)


@dataclass(frozen=True)
class Time:
    """A period of a test: its first and last year, if any; none of either is a text without a date."""

    first: int | None
    last: int | None

    def covers(self, year: int) -> bool:
        """Whether it covers some day of a year, as far as it says."""
        return (self.first or year) <= year <= (self.last or year)


TIMES = st.none() | st.builds(Time, first=st.none() | YEAR, last=st.none() | YEAR)


def _period(iri: str, time: Time) -> list[Triple]:
    said: list[Triple] = [(Iri(iri), Iri(f"{RT}asPrinted"), Literal(f"{time.first}-{time.last}", language="sv"))]
    if time.first:
        said.append(
            (Iri(iri), Iri(f"{PREFIXES['dcat']}startDate"), Literal(f"{time.first}-01-01", datatype=f"{XSD}date"))
        )
    if time.last:
        said.append((Iri(iri), Iri(f"{PREFIXES['dcat']}endDate"), Literal(f"{time.last}-12-31", datatype=f"{XSD}date")))
    return said


def _dataset(frame: Time | None, own: list[Time | None]) -> EmbeddedStore:
    triples: list[Triple] = []
    if frame:
        triples += [(Iri("urn:plan"), Iri(f"{RT}period"), Iri("urn:frame")), *_period("urn:frame", frame)]
    for number, time in enumerate(own):
        thing = Iri(f"urn:thing:{number}")
        triples += [
            (thing, Iri(f"{RDF}type"), Iri(f"{RT}Activity")),
            (thing, Iri(f"{DCTERMS}isPartOf"), Iri("urn:plan")),
            (thing, Iri(f"{DCTERMS}title"), Literal("Göra", language="sv")),
        ]
        if time:
            triples += [(thing, Iri(f"{RT}period"), Iri(f"urn:time:{number}")), *_period(f"urn:time:{number}", time)]
    store = build([]).store
    store.add(triples, "urn:plans")
    return store


def _state(frame: Time | None, own: Time | None) -> str:
    time = own or frame
    if time is None:
        return "noPeriod"
    if time.first is None and time.last is None:
        return "undated"
    return "runs" if own else "runsByPlan"


@settings(max_examples=25)
@given(frame=TIMES, own=st.lists(TIMES, max_size=4), year=YEAR)
def test_what_runs_is_what_the_dates_cover(frame: Time | None, own: list[Time | None], year: int) -> None:
    """For a year there is all that covers some day of it, and all that cannot be dated, last and with the reason."""
    found = views.ask(_dataset(frame, own), timeline.timeline_query("en", year=year), Running)
    expected = {
        (f"urn:thing:{number}", _state(frame, time))
        for number, time in enumerate(own)
        if not (dated := time or frame) or dated.covers(year)
    }
    assert {(one.iri, one.state) for one in found} == expected
    states = [one.state for one in found]
    assert states == sorted(states, key=("runs", "runsByPlan", "undated", "noPeriod").index)
    assert all((one.why is None) == one.state.startswith("runs") for one in found)
    assert all(bool(one.printed) == (one.state != "noPeriod") for one in found)


def test_the_timeline_agrees_with_the_named_question(shipped: Snapshot, base: str) -> None:
    """The activities of a year are those that the named question gives, in the same states."""
    question = catalogue.find("pagar-under-ar")
    named = {"pågår": "runs", "pågår enligt planens period": "runsByPlan", "kan inte dateras": "undated"}
    named |= {"saknar period": "noPeriod"}
    for year in (2016, 2018, 2019, 2021, 2030):
        table = ask(shipped.store, question, {"year": str(year)}, base=base, lang="sv")
        asked = {(row["activity"].value, named[row["state"].value]) for row in table.rows}
        found = views.ask(shipped.store, timeline.timeline_query("sv", year=year), Running)
        assert {(one.iri, one.state) for one in found if one.kind == "Activity"} == asked


def test_what_a_body_has_to_do_with_is_what_it_answers_for_or_issued(shipped: Snapshot) -> None:
    """The template's coordinator answers for some of its activities; what VästKom's plans hold is VästKom's."""
    behind = views.ask(shipped.store, timeline.bodies_query("sv"), Behind)
    for body in {one.body for one in behind}:
        found = views.ask(shipped.store, timeline.timeline_query("sv", body=body), Running)
        assert {one.iri for one in found} == {one.iri for one in behind if one.body == body}
    issued = {one.iri for one in behind if one.name == "VästKom" and one.role == "issuer"}
    assert {iri.removeprefix("https://w3id.org/redthread/id/")[:12] for iri in issued} == {
        "vastkom-2018",
        "vastkom-2019",
    }
    assert "Länssamordnare" in {one.name for one in behind if one.role == "responsible"}
