"""Waivers: somebody decides that a rule need not be met for a thing, until some day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from graph_service.errors import ForeignError, ParameterError, UnknownThingError
from graph_service.messages import Lang
from graph_service.model.terms import Iri, Literal
from graph_service.model.waiver import Waived, WaiverSeen
from graph_service.plans import decisions, suspects
from graph_service.plans.decisions import By, rt
from graph_service.plans.gate import Change
from graph_service.store import labels, waivers
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.store.port import Store, Triple
from graph_service.store.writing import graph_file
from graph_service.vocabulary import DCTERMS, PREFIXES, XSD

FOLDER: Final = "undantag/"
"""Path under the base that the decisions lie under."""
_RULES: Final = "https://w3id.org/redthread/id/regel/"


def find_rule(name: str, rules: Iterable[str]) -> str:
    """Find the rule that a user means.

    Args:
        name: Its IRI or the last part of it.
        rules: IRIs of the rules that there are.

    Returns:
        The rule's IRI.

    Raises:
        UnknownThingError: If there is none; lists them all.

    Example:
        >>> find_rule("effektmal", ["https://w3id.org/redthread/id/regel/effektmal"])
        'https://w3id.org/redthread/id/regel/effektmal'
    """
    known = sorted(rules)
    for iri in known:
        if name.strip() in {iri, iri.rpartition("/")[2]}:
            return iri
    listed = ", ".join(iri.rpartition("/")[2] for iri in known)
    raise UnknownThingError("rule_unknown", name=shortened(name), known=listed)


def waive(thing: str, rule: str, until: date, by: By, base: str) -> Change:
    """Give the change by which a waiver is kept; it takes the place of an earlier one of the same thing and rule.

    Args:
        thing: IRI of what need not meet the rule.
        rule: IRI of the rule.
        until: The last day on which that counts.
        by: Who decides it, why and when.
        base: Base that resources lie under.

    Returns:
        The change.

    Raises:
        ParameterError: If the last day has passed when it is decided.
    """
    if until < by.at.date():
        raise ParameterError("waiver_past", until=until, today=by.at.date())
    iri = _iri(thing, rule, base)
    said = (*_said(Iri(iri), thing, rule, until), *by.triples(iri))
    return Change((graph_file(said, iri, decisions.file_name("undantag", iri)),))


def withdraw(files: Iterable[GraphFile], thing: str, rule: str) -> Change:
    """Give the change by which a waiver is taken back.

    Args:
        files: What the plans say.
        thing: IRI of what it is about.
        rule: IRI of the rule.

    Returns:
        The change.

    Raises:
        UnknownThingError: If there is no such waiver.
        ForeignError: If it stands in a plan or register among other things.
    """
    found = [waived for waived in waivers.read(files) if (waived.thing, waived.rule) == (thing, rule)]
    if not found:
        raise UnknownThingError("waiver_unknown", thing=thing, rule=rule.rpartition("/")[2])
    for waived in found:
        if waived.graph != waived.iri:
            raise ForeignError("waiver_elsewhere", waiver=waived.iri, graph=waived.graph)
    return Change((), tuple(waived.graph for waived in found))


def find(files: Iterable[GraphFile], name: str, base: str) -> Waived:
    """Find the waiver that a user means.

    Args:
        files: What the plans say.
        name: Its IRI, or its path under the base.
        base: Base that resources lie under.

    Returns:
        The waiver.

    Raises:
        UnknownThingError: If there is none.
    """
    for waived in waivers.read(files):
        if name.strip() in {waived.iri, waived.iri.removeprefix(base)}:
            return waived
    raise UnknownThingError("waiver_not_there", name=shortened(name))


def listed(files: Iterable[GraphFile], today: date) -> tuple[tuple[Waived, bool], ...]:
    """List the waivers.

    Args:
        files: What the plans say.
        today: The day.

    Returns:
        Each with whether its last day has passed; those that end first come first.
    """
    found = sorted(waivers.read(files), key=lambda waived: (waived.until or date.max, waived.iri))
    return tuple((waived, waived.expired(today)) for waived in found)


def tell(found: Iterable[tuple[Waived, bool]], store: Store, lang: Lang) -> tuple[WaiverSeen, ...]:
    """Tell of waivers.

    Args:
        found: Each with whether its last day has passed.
        store: The dataset, which knows what things are called.
        lang: The language.

    Returns:
        The waivers in the order given.
    """
    told = tuple(found)
    named = labels.describe(store, {iri for waived, _ in told for iri in (waived.thing, waived.rule)} - {""})
    return tuple(
        WaiverSeen(
            iri=waived.iri,
            thing=suspects.end_of(waived.thing, named, lang),
            rule=waived.rule,
            rule_title=named[waived.rule].title(lang) if waived.rule else "",
            who=waived.who,
            why=waived.why,
            until="" if waived.until is None else waived.until.isoformat(),
            expired=past,
            graph=waived.graph,
        )
        for waived, past in told
    )


def _said(node: Iri, thing: str, rule: str, until: date) -> Iterator[Triple]:
    period = Iri(f"{node.value}/tid")
    yield node, decisions.TYPE, rt("Waiver")
    yield node, rt("concerns"), Iri(thing)
    yield node, rt("rule"), Iri(rule)
    yield node, rt("period"), period
    yield period, decisions.TYPE, Iri(f"{DCTERMS}PeriodOfTime")
    yield period, Iri(f"{PREFIXES['dcat']}endDate"), Literal(until.isoformat(), datatype=f"{XSD}date")
    yield period, rt("precision"), rt("dayPrecision")


def _iri(thing: str, rule: str, base: str) -> str:
    return f"{base}{FOLDER}{decisions.path(rule, _RULES)}/{decisions.path(thing, base)}"
