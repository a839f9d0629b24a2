"""The documents that the graph knows: a list of them, and all that is said of one."""

from collections.abc import Sequence
from typing import Final

from graph_service.messages import Lang
from graph_service.model.names import Content, Level
from graph_service.model.plan import EditionListed, EditionSeen, Event, KindCount, Neighbour, Plan
from graph_service.model.terms import Iri
from graph_service.questions import said, views
from graph_service.questions.around import Around, Said, local
from graph_service.store import labels
from graph_service.store.port import Store
from graph_service.vocabulary import RT

_BEST: Final[tuple[Content, ...]] = ("loaded", "partlyLoaded", "notLoaded")
_TOLD: Final = frozenset({"prefLabel"})


def plans_query(lang: Lang, *, level: Level | None = None, content: Content | Sequence[Content] | None = None) -> str:
    """Make the query for the list of documents.

    Args:
        lang: The language of names.
        level: Local name of their level; None for any.
        content: Whether their content is loaded, one state or several; None for any.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``PlanEntry``.
    """
    states = [content] if isinstance(content, str) else content
    asked = None if states is None else [Iri(RT + state) for state in states]
    return views.query("plans", lang, level_asked=views.term(level), content_asked=asked)


def editions(store: Store) -> dict[str, tuple[EditionListed, ...]]:
    """Give the editions of all documents.

    Args:
        store: The dataset.

    Returns:
        Editions by the IRI of their document, the earliest first.
    """
    found: dict[str, list[EditionListed]] = {}
    for edition in views.ask(store, editions_query("sv"), EditionListed):
        found.setdefault(edition.plan, []).append(edition)
    return {plan: tuple(sorted(its, key=_earliest)) for plan, its in found.items()}


def _earliest(edition: EditionListed) -> tuple[str, str, str]:
    return edition.issued or "", edition.version or "", edition.iri


def editions_query(lang: Lang, plan: str | None = None) -> str:
    """Make the query for the list of editions that the sources tell of.

    Args:
        lang: The language of names.
        plan: IRI of a document; None for all.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``EditionListed``.
    """
    return views.query("editions", lang, plan_asked=views.given(plan))


def plan(store: Store, text: str, thing: str, lang: Lang) -> Plan:
    """Gather everything that is said of one document.

    Args:
        store: The dataset.
        text: The query for it.
        thing: IRI of the document.
        lang: The language of names.

    Returns:
        The document.
    """
    around = Around(store, text, thing, lang)
    itself = around.itself()
    editions = around.part("editions")
    kind = min(itself.all("type"), default="")
    content = min((edition.concept("content") or "notLoaded" for edition in editions), key=_rank, default="notLoaded")
    of_it = {"thing": [Iri(thing)]}
    return Plan(
        iri=thing,
        kind=local(kind),
        kind_label=around.title(kind),
        code=itself.one("identifier"),
        title=itself.one("title") or "",
        name=itself.one("prefLabel"),
        description=itself.one("description"),
        level=itself.concept("level"),
        level_label=around.title(itself.one("level")),
        content=content,
        content_label=labels.describe(store, {RT + content})[RT + content].title(lang),
        named_in=tuple(around.document(edition) for edition in itself.all("source")),
        locators=itself.all("locator"),
        quotes=itself.all("quote"),
        periods=said.periods(around),
        bodies=said.bodies(around),
        editions=tuple(_edition(around, edition) for edition in editions),
        events=tuple(_event(around, event, editions) for event in around.part("events")),
        kinds=views.ask(store, views.query("plan-kinds", lang, **of_it), KindCount),
        links=said.links(around),
        neighbours=views.ask(store, views.query("plan-neighbours", lang, **of_it), Neighbour),
        defects=said.defects(around),
        silences=tuple(silence for edition in editions for silence in said.silences(around, edition)),
        remarks=said.remarks(around, told=_TOLD),
    )


def _rank(content: str) -> int:
    return _BEST.index(content) if content in _BEST else len(_BEST)


def _edition(around: Around, edition: Said) -> EditionSeen:
    return EditionSeen(
        iri=edition.iri,
        version=edition.one("version"),
        issued=edition.one("issued"),
        status=edition.concept("editionStatus"),
        content=edition.concept("content"),
        content_label=around.title(edition.one("content")),
        revision_of=edition.one("wasRevisionOf"),
    )


def _event(around: Around, event: Said, editions: tuple[Said, ...]) -> Event:
    edition = event.one("eventOf") or ""
    return Event(
        iri=event.iri,
        edition=edition,
        version=next((one.one("version") for one in editions if one.iri == edition), None),
        event=event.one("description"),
        date=event.one("date"),
        period=around.title(event.one("period")),
        actors=tuple(around.named(iri) for iri in event.all("actor")),
        source=around.source(event),
    )
