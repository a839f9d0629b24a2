"""Gathering everything that the graph says of one thing."""

from graph_service.messages import Lang
from graph_service.model.show import Description, Saying
from graph_service.model.terms import Iri, Literal, Row, Term
from graph_service.store import labels
from graph_service.store.internal import internal_query
from graph_service.store.labels import Label
from graph_service.store.port import Store
from graph_service.store.sparql_text import with_values
from graph_service.vocabulary import compact


def show(store: Store, thing: str, *, base: str, lang: Lang) -> Description:
    """Gather everything that the graph says of one thing.

    Args:
        store: The dataset.
        thing: Its IRI.
        base: Base that resources lie under.
        lang: Language of names.

    Returns:
        The description, its sayings in a stable order.
    """
    own = store.select(with_values(internal_query("outgoing"), "thing", [Iri(thing)])).rows
    links = store.select(with_values(internal_query("incoming"), "thing", [Iri(thing)])).rows
    mentioned = {t.value for row in (*own, *links) for t in row.values() if isinstance(t, Iri)}
    names = labels.describe(store, mentioned | {thing})

    def saying(property_: Term, value: Term) -> Saying:
        return Saying(_property(property_, names, lang), value, _shown(value, names, base, lang))

    outgoing = [saying(row["property"], row["value"]) for row in own]
    outgoing += [saying(row["relation"], row["other"]) for row in links if _direction(row) == "out"]
    incoming = [saying(row["relation"], row["other"]) for row in links if _direction(row) == "in"]
    return Description(thing, names[thing].short(lang), tuple(outgoing), tuple(incoming))


def _direction(row: Row) -> str:
    return row["direction"].value


def _property(term: Term, names: dict[str, Label], lang: Lang) -> str:
    label = names.get(term.value)
    return label.title(lang) if label and label.titles else compact(term.value)


def _shown(value: Term, names: dict[str, Label], base: str, lang: Lang) -> str:
    if isinstance(value, Literal):
        return value.value
    label = names.get(value.value)
    path = compact(value.value, base)
    return f"{label.short(lang)} ({path})" if label and label.titles else path
