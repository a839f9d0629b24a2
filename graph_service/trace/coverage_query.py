"""The queries that give coverage, put together from the files ``coverage-*.rq``."""

from functools import cache

from graph_service.model.coverage import Grouping
from graph_service.model.terms import Iri, Literal
from graph_service.store.internal import internal_query
from graph_service.store.sparql_parts import renamed, with_subquery
from graph_service.store.sparql_text import with_values
from graph_service.trace.rules import FLAGS
from graph_service.vocabulary import XSD


@cache
def totals_query(rules: tuple[str, ...], by: Grouping | None) -> str:
    """Give the query whose rows count what is covered, by rule and by the groups that things belong to.

    Args:
        rules: IRIs of the rules.
        by: What the things are divided by; None if they are not.

    Returns:
        SPARQL text.
    """
    flags = {flag: f"is{flag.capitalize()}" for flag in FLAGS}
    things = renamed(things_query(*rules).rpartition("ORDER BY")[0], flags)
    text = with_subquery(internal_query("coverage-rules"), "thing", things)
    return with_values(text, "group", []) if by is None else with_subquery(text, "group", _groups(by))


@cache
def things_query(*rules: str) -> str:
    """Give the query whose rows are the things that rules demand coverage of, with how well they are covered.

    Args:
        *rules: IRIs of the rules.

    Returns:
        SPARQL text.
    """
    named = [Iri(rule) for rule in rules]
    things = with_values(internal_query("coverage-things"), "rule", named)
    return with_subquery(things, "cover", with_values(internal_query("coverage-covers"), "rule", named))


@cache
def work_query(rule: str, by: Grouping, plan: str | None = None) -> str:
    """Give the query whose rows are the things of a rule, with how well they are covered by the work of each group.

    Args:
        rule: IRI of the rule.
        by: What the work is divided by.
        plan: IRI of the document that the things stand in; None for any.

    Returns:
        SPARQL text.
    """
    own = {"state": "own", "direct": "ownDirect", "deep": "ownDeep"}
    things = renamed(things_query(rule).rpartition("ORDER BY")[0], own)
    covers = with_values(internal_query("coverage-covers"), "rule", [Iri(rule)])
    text = with_values(internal_query("coverage-work"), "asked_plan", None if plan is None else [Iri(plan)])
    text = with_subquery(text, "thing", things)
    text = with_subquery(text, "cover", renamed(covers, {"deep": "isDeep"}))
    return with_subquery(text, "group", renamed(_groups(by), {"thing": "cover"}))


def list_query(
    rule: str, by: Grouping, *, plan: str | None = None, thing: str | None = None, group: str | None = None
) -> str:
    """Give the query whose rows tell one by one what the numbers of the matrix count.

    Args:
        rule: IRI of the rule.
        by: What the work is divided by.
        plan: IRI of the document that the things stand in; None for any.
        thing: IRI of the only thing that is asked about; None for all of them.
        group: IRI of the only group whose work is asked about, empty for work of no group; None for all groups.

    Returns:
        SPARQL text.
    """
    text = internal_query("coverage-list")
    for name, asked in (("asked_plan", plan), ("asked_thing", thing)):
        text = with_values(text, name, None if asked is None else [Iri(asked)])
    if group:
        text = with_values(text, "asked_group", [Iri(group)])
    elif group is not None:
        text = with_values(text, "without_group", [Literal("true", datatype=f"{XSD}boolean")])
    covers = with_values(internal_query("coverage-covers"), "rule", [Iri(rule)])
    text = with_subquery(text, "cover", renamed(covers, {"deep": "isDeep"}))
    return with_subquery(text, "group", renamed(_groups(by), {"thing": "cover"}))


def _groups(by: Grouping) -> str:
    return with_values(internal_query("coverage-groups"), "by", [Literal(by)])
