"""The commits that concern a link, a thing or a waiver, whatever a user calls it."""

from graph_service import messages
from graph_service.errors import UnknownThingError
from graph_service.ledger.ledger import Ledger
from graph_service.messages import Lang
from graph_service.model.terms import is_absolute_iri
from graph_service.plans import reviews
from graph_service.store import snapshot
from graph_service.store.links import Links
from graph_service.trace.resolve import resolve


def find(ledger: Ledger, name: str, limit: int, *, base: str, lang: Lang) -> frozenset[int]:
    """Find the commits after which what is said of something, or by what names it, was another.

    An IRI and a short path are looked up in the whole history, so that they may mean what is no longer there; all else
    is the name of a link or a thing as the plans are now.

    Args:
        ledger: The ledger, which has a commit.
        name: An IRI, a short path, the last parts of a link's path, a thing's code, or words of its title.
        limit: Most commits, the last ones.
        base: Base that resources lie under.
        lang: Language of hints.

    Returns:
        The numbers of the commits.

    Raises:
        UnknownThingError: If nothing is meant; suggests something close.
        AmbiguousCodeError: If several things could be meant; lists them.
    """
    for iri in (name, f"{base}{name}") if {"/", ":"} & {*name} else ():
        found = ledger.concerning(iri, limit) if is_absolute_iri(iri) else frozenset[int]()
        if found:
            return found
    files = ledger.files(ledger.commit("HEAD").number)
    try:
        return ledger.concerning(reviews.find(Links(files), name, base), limit)
    except UnknownThingError as error:
        close = str(error.values.get("close", ""))
    try:
        return ledger.concerning(resolve(snapshot.build(files).store, name, base=base, lang=lang), limit)
    except UnknownThingError as error:
        hint = str(error.values.get("hint", ""))
    if close and not hint:
        hint = messages.text("error.did_you_mean", lang, suggestion=close)
    known = "\n".join(sorted(set(ledger.graphs().values())))
    raise UnknownThingError("log_unknown", name=name[:80], hint=hint, known=known)
