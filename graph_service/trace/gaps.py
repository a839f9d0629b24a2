"""Gaps: what is missing in the threads, each with its cause and the nearest thing that would close it."""

from collections import Counter
from collections.abc import Sequence
from typing import Final, get_args

from graph_service import messages
from graph_service.messages import Lang
from graph_service.model.gap import Cause, Gap, GapCount, GapType, Place
from graph_service.model.terms import Iri, Literal
from graph_service.model.thread import Node
from graph_service.store.internal import internal_query
from graph_service.store.sparql_parts import with_subquery
from graph_service.store.sparql_text import with_values
from graph_service.trace.facts import Facts
from graph_service.trace.missing import TYPES, WAYS, Found, find
from graph_service.trace.nearest import Nearest
from graph_service.trace.rules import Rule
from graph_service.trace.standing import GOAL_RULES
from graph_service.trace.unloaded import Unloaded
from graph_service.vocabulary import RT

_PARTS: Final[dict[GapType, str]] = {
    "uncovered": "coverage",
    "coveredShallow": "coverage",
    "orphaned": "orphaned",
    "noNationalThread": "national",
    "outdated": "outdated",
    "planNotLoaded": "loading",
    "notReported": "reporting",
    "noResponsible": "responsible",
    "notAddressed": "addressing",
}
"""The query that each type is found by; those that are not wanted are left out."""
_TYPES_OF_RULES: Final[dict[str, tuple[GapType, ...]]] = {
    **dict.fromkeys(GOAL_RULES, ("uncovered", "coveredShallow")),
    "uppfoljning": ("notReported",),
    "ansvarig": ("noResponsible",),
    "indikator": ("notAddressed",),
}
"""The types of gaps that say that a rule is not met, by the last part of the rule's IRI."""
CAUSES: Final[tuple[Cause, ...]] = get_args(Cause)
"""All causes."""


class Gaps:
    """All gaps of a snapshot.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> from graph_service.trace.graph import Graph
        >>> store = snapshot.build(snapshot.shipped_files(Settings())).store
        >>> gaps = Gaps(Facts.build(store, Graph.build(store)))
        >>> [gaps.describe(gap, "sv").thing.code for gap in gaps.find("uncovered")]
        ['1C', '2B', '3B']
    """

    def __init__(self, facts: Facts) -> None:
        """Find all gaps.

        Args:
            facts: What the threads and the statements about things are.
        """
        self._facts = facts
        self._graph = facts.graph
        self._unloaded = Unloaded(facts)
        self._nearest = Nearest(facts)
        self._all = find(facts, self._unloaded)
        self._told: dict[tuple[Found, Lang], Gap] = {}
        self._of: dict[int, list[Found]] = {}
        for gap in self._all:
            self._of.setdefault(gap.thing, []).append(gap)

    def of(self, thing: int) -> tuple[Found, ...]:
        """Give the gaps of one thing, by its number."""
        return tuple(self._of.get(thing, ()))

    def find(
        self,
        name: GapType | None = None,
        cause: Cause | None = None,
        plan: str | None = None,
        level: str | None = None,
        rule: Rule | None = None,
    ) -> tuple[Found, ...]:
        """Choose among the gaps.

        Args:
            name: The type that is wanted; None for any.
            cause: The cause; None for any.
            plan: IRI of the document that the things are part of; None for any.
            level: Local name of the level that they are on; None for any.
            rule: The coverage rule that is not met, or is met by an initiative alone; None for any gap.

        Returns:
            The gaps: by type, then by the IRI of the thing, then by that of the target.
        """
        things = self._graph.things
        document = self._graph.number(plan) if plan is not None else None
        demanded = frozenset(rule.things.tolist()) if rule is not None else frozenset()
        return tuple(
            gap
            for gap in self._all
            if (name is None or TYPES[gap.type] == name)
            and (cause is None or gap.cause == cause)
            and (plan is None or things.plan[gap.thing] == document)
            and (level is None or things.levels[things.level[gap.thing]] == level)
            and (rule is None or (gap.rule == rule.iri and gap.thing in demanded))
        )

    def documents(self, lang: Lang) -> tuple[Node, ...]:
        """Give the documents that something is missing in, by their titles."""
        things = self._graph.things
        numbers = {int(things.plan[gap.thing]) for gap in self._all} - {-1}
        return tuple(
            sorted((self._graph.node(number, lang) for number in numbers), key=lambda one: (one.title.lower(), one.iri))
        )

    def type(self, gap: Found) -> GapType:
        """Tell what is missing."""
        return TYPES[gap.type]

    def type_text(self, gap: Found, lang: Lang) -> str:
        """Tell in words what is missing."""
        return messages.text(f"gap.type_{TYPES[gap.type]}", lang)

    def describe(self, gap: Found, lang: Lang) -> Gap:
        """Tell of a gap in words: its cause, what it rests on, and the nearest thing that would close it.

        What is near is looked for once: it is most of the work, and the plans do not change.

        Args:
            gap: One of the gaps.
            lang: The language of sentences.

        Returns:
            The gap in words.
        """
        told = self._told.get((gap, lang))
        if told is None:
            told = self._told[gap, lang] = self._describe(gap, lang)
        return told

    def _describe(self, gap: Found, lang: Lang) -> Gap:
        name = TYPES[gap.type]
        thing = self._graph.node(gap.thing, lang)
        missing = self._unloaded.document(gap.thing, WAYS[name])
        values = {
            "thing": self._facts.short(gap.thing, lang),
            "target": self._facts.short(gap.target, lang) if gap.target >= 0 else "",
            "document": self._graph.things.titles[lang][missing] if missing >= 0 else "",
        }
        return Gap(
            type=name,
            type_text=messages.text(f"gap.type_{name}", lang),
            thing=thing,
            cause=gap.cause,
            cause_text=self._why(name, gap.cause, lang, values),
            target=self._graph.things.iri[gap.target] if gap.target >= 0 else "",
            link=self._graph.hops.link[gap.hop] if gap.hop >= 0 else "",
            rule=gap.rule,
            waiver=self._facts.waiver(thing.iri, gap.rule, lang) if gap.cause == "declaredNotNeeded" else None,
            nearest=self._nearest.find(name, gap.cause, gap.thing, gap.target, missing, lang),
            evidence=self._evidence(gap, lang),
        )

    def _why(self, name: GapType, cause: Cause, lang: Lang, values: dict[str, str]) -> str:
        key = f"gap.entered_{cause}" if name == "planNotLoaded" else f"gap.cause_{cause}"
        return messages.text(key, lang, **values)

    def _evidence(self, gap: Found, lang: Lang) -> Place:
        """Tell where the link stands that is outdated or leads into what is not loaded; else where the thing stands."""
        hop = gap.hop
        if TYPES[gap.type] == "planNotLoaded":
            hop = self._unloaded.hop_into(gap.thing)
        if hop < 0:
            return self._facts.place(self._graph.things.iri[gap.thing])
        evidence = self._graph.hop(hop, lang).evidence
        return Place(evidence.source, evidence.locator, evidence.quote)


def count(found: Sequence[Found], lang: Lang) -> tuple[GapCount, ...]:
    """Count gaps by type and cause.

    Args:
        found: The gaps.
        lang: The language of the types' names.

    Returns:
        One count for each type and cause that there are gaps of, in the order of the types.
    """
    counts = Counter((gap.type, gap.cause) for gap in found)
    return tuple(
        GapCount(TYPES[place], messages.text(f"gap.type_{TYPES[place]}", lang), cause, number)
        for (place, cause), number in sorted(counts.items())
    )


def gaps_query(
    name: GapType | None = None,
    cause: Cause | None = None,
    plan: str | None = None,
    level: str | None = None,
    rule: Rule | None = None,
) -> str:
    """Give the query whose rows are the gaps that ``find`` gives, in the same order.

    Args:
        name: The type; None for any.
        cause: The cause; None for any.
        plan: IRI of the document; None for any.
        level: Local name of the level; None for any.
        rule: The coverage rule; None for any gap.

    Returns:
        SPARQL text that can be asked anywhere.
    """
    query = internal_query("gaps")
    types = [
        one for one in _PARTS if name in {None, one} and (rule is None or one in _TYPES_OF_RULES.get(rule.name, ()))
    ]
    for part in dict.fromkeys(_PARTS[one] for one in types):
        query = with_subquery(query, part, internal_query(f"gaps/{part}"))
    if name is not None or rule is not None:
        query = with_values(query, "missing", [Literal(one) for one in types])
    if rule is not None:
        query = with_values(query, "rule", [Iri(rule.iri)])
    if cause is not None:
        query = with_values(query, "because", [Literal(cause)])
    if plan is not None:
        query = with_values(query, "plan", [Iri(plan)])
    if level is not None:
        query = with_values(query, "level", [Iri(f"{RT}{level}")])
    return query
