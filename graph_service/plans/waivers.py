"""Waivers: somebody decides that a rule need not be met for a thing, until some day."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from graph_service.errors import LedgerError, ParameterError, UnknownThingError
from graph_service.model.terms import Iri, Literal
from graph_service.model.waiver import Waived
from graph_service.plans import decisions
from graph_service.plans.decisions import By, rt
from graph_service.plans.gate import Change
from graph_service.store import waivers
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.store.port import Triple
from graph_service.store.writing import graph_file
from graph_service.vocabulary import DCTERMS, PREFIXES, XSD

_FOLDER: Final = "undantag/"
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
        LedgerError: If it stands in a plan or register among other things.
    """
    found = [waived for waived in waivers.read(files) if (waived.thing, waived.rule) == (thing, rule)]
    if not found:
        raise UnknownThingError("waiver_unknown", thing=thing, rule=rule.rpartition("/")[2])
    for waived in found:
        if waived.graph != waived.iri:
            raise LedgerError("waiver_elsewhere", waiver=waived.iri, graph=waived.graph)
    return Change((), tuple(waived.graph for waived in found))


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
    return f"{base}{_FOLDER}{decisions.path(rule, _RULES)}/{decisions.path(thing, base)}"
