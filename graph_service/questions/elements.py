"""What documents contain: a list of elements, and all that is said of one."""

from graph_service.messages import Lang
from graph_service.model.element import Element
from graph_service.model.names import Kind, Level
from graph_service.questions import said, views
from graph_service.questions.around import Around, local
from graph_service.store.port import Store


def elements_query(*, kind: Kind = "Element", plan: str | None = None, level: Level | None = None) -> str:
    """Make the query for a list of elements.

    Args:
        kind: Local name of their class.
        plan: IRI of the document that owns them; None for any.
        level: Local name of that document's level; None for any.

    Returns:
        SPARQL text that can be asked anywhere; its rows make records of ``ElementEntry``.
    """
    return views.query("elements", kind_asked=views.term(kind), plan=views.given(plan), level_asked=views.term(level))


def elements_total(store: Store, *, kind: Kind = "Element", plan: str | None = None, level: Level | None = None) -> int:
    """Count the elements of a list.

    Args:
        store: The dataset.
        kind: Local name of their class.
        plan: IRI of the document that owns them; None for any.
        level: Local name of that document's level; None for any.

    Returns:
        How many there are.
    """
    query = views.query(
        "elements-total", kind_asked=views.term(kind), plan=views.given(plan), level_asked=views.term(level)
    )
    (row,) = store.select(query).rows
    return int(row["total"].value)


def element(store: Store, text: str, thing: str, lang: Lang) -> Element:
    """Gather everything that is said of one element.

    Args:
        store: The dataset.
        text: The query for it.
        thing: IRI of the element.
        lang: The language of names.

    Returns:
        The element.
    """
    around = Around(store, text, thing, lang)
    itself = around.itself()
    links = said.links(around)
    kinds = sorted(itself.all("type"))
    position = itself.number("position")
    plan = itself.one("isPartOf")
    return Element(
        iri=thing,
        kinds=tuple(local(kind) for kind in kinds),
        kind_label=around.title(next(iter(kinds), None)),
        code=itself.one("identifier"),
        title=itself.one("title") or "",
        printed=itself.one("asPrinted"),
        description=itself.one("description"),
        plan=around.named(plan) if plan else None,
        level=itself.concept("level"),
        position=None if position is None else int(position),
        sections=tuple(
            around.named(link.other.iri)
            for link in links
            if (link.direction, link.relation, link.other.kind) == ("out", "partOf", "Section")
        ),
        source=around.source(itself),
        periods=said.periods(around),
        resources=said.resources(around),
        bodies=said.bodies(around),
        links=links,
        follow_ups=said.follow_ups(around),
        defects=said.defects(around),
        silences=said.silences(around, itself),
        remarks=said.remarks(around),
    )
