"""Coverage: how well what the rules demand is covered, and by whose work.

The queries ``coverage-*.rq`` say the same in SPARQL.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Self, get_args

import numpy as np
from numpy.typing import NDArray

from graph_service.messages import Lang
from graph_service.model.coverage import (
    Contribution,
    CoverState,
    GroupCoverage,
    Grouping,
    Named,
    RuleCoverage,
    StateCount,
    ThingCoverage,
)
from graph_service.model.thread import Node
from graph_service.store.columns import columns
from graph_service.store.internal import internal_query
from graph_service.store.labels import title
from graph_service.store.port import Store
from graph_service.trace import covers, missing, rules
from graph_service.trace.facts import Facts
from graph_service.trace.groups import Groups
from graph_service.trace.missing import Found
from graph_service.trace.rules import DEEP, FLAGS, SHALLOW, STATES, Rule, Texts
from graph_service.trace.unloaded import Unloaded
from graph_service.trace.web import Numbers
from graph_service.vocabulary import RT

_GROUPINGS: Final[tuple[Grouping, ...]] = get_args(Grouping)
_NO_GROUP: Final = Named("", "")


@dataclass(frozen=True, slots=True)
class Work:
    """What groups do for the things of a rule: rows in the order of the things, then of the groups.

    Attributes:
        thing: For each row, a place among the things of the rule.
        group: The group; -1 for none.
        direct: How much of its work covers the thing directly.
        deep: How many of its activities lead to it.
        work: How many different things that is.
    """

    thing: Numbers
    group: Numbers
    direct: Numbers
    deep: Numbers
    work: Numbers


@dataclass(frozen=True, slots=True)
class Parts:
    """What covers the things of a rule, one by one: rows in the order of the things, then of what covers them.

    Attributes:
        thing: For each row, a place among the things of the rule.
        group: The group that what covers it belongs to; -1 for none.
        cover: The number of what covers it.
        direct: Whether it covers it directly.
        deep: Whether it is an activity that leads to it.
    """

    thing: Numbers
    group: Numbers
    cover: Numbers
    direct: NDArray[np.bool_]
    deep: NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Tally:
    """How the things of the rules stand: rows in the order of the rules, then of the groups.

    Attributes:
        rule: For each row, the place of a rule.
        group: The group that the things belong to; -1 for none.
        states: How many things are in each state, a column for each.
        flags: How many things have something wrong with their way up, a column for each.
    """

    rule: Numbers
    group: Numbers
    states: Numbers
    flags: Numbers


class Coverage:
    """The coverage of a snapshot by all rules.

    Example:
        >>> from graph_service.settings import Settings
        >>> from graph_service.store import snapshot
        >>> from graph_service.trace.graph import Graph
        >>> store = snapshot.build(snapshot.shipped_files(Settings())).store
        >>> coverage = Coverage.build(store, Facts.build(store, Graph.build(store)))
        >>> rows = coverage.totals(None, coverage.tally(None), slice(None), "en")
        >>> [f"{row.rule.title}: {row.covered} of {row.of}" for row in rows][1]
        'Effect goals have an initiative or activity: 38 of 41'
    """

    def __init__(self, facts: Facts, found: tuple[Rule, ...], gaps: Iterable[Found], words: Texts) -> None:
        """Put together what is known of the coverage of a snapshot.

        Args:
            facts: What the threads and the statements about things are.
            found: The rules.
            gaps: All gaps in the threads.
            words: What states and levels are called.
        """
        self._facts = facts
        self._graph = facts.graph
        self._rules = found
        self._words = words
        self._bodies = covers.bodies(facts)
        self._groups: dict[Grouping, Groups] = {by: Groups.divide(facts.graph, by, self._bodies) for by in _GROUPINGS}
        self._flags = rules.flags(facts, gaps)
        self._matrices: dict[tuple[str, Grouping, Lang], tuple[GroupCoverage, ...]] = {}

    @classmethod
    def build(cls, store: Store, facts: Facts) -> Self:
        """Work out the coverage of a dataset.

        Args:
            store: The dataset; one that sets no limit to its answers.
            facts: What its threads and the statements about things are.

        Returns:
            The coverage.
        """
        words: dict[str, dict[str, str]] = {}
        for iri, text, lang in sorted(zip(*columns(store, internal_query("graph-words")), strict=True)):
            words.setdefault(iri, {}).setdefault(lang, text)
        gaps = missing.find(facts, Unloaded(facts))
        return cls(facts, rules.read(store, facts, gaps), gaps, words)

    def iris(self) -> tuple[str, ...]:
        """Give the IRIs of the rules, sorted."""
        return tuple(rule.iri for rule in self._rules)

    def rule(self, name: str) -> Rule | None:
        """Give the rule of a name: its IRI, or the last part of it; None if there is none."""
        return next((rule for rule in self._rules if name in {rule.iri, rule.name}), None)

    def groups(self, by: Grouping) -> tuple[str, ...]:
        """Give the IRIs of all groups that something belongs to, sorted."""
        return self._groups[by].iri

    def tally(self, by: Grouping | None) -> Tally:
        """Count the things of all rules by their states, and by the groups that they belong to.

        Args:
            by: What the things are divided by; None if they are not. A thing of several groups counts in each.

        Returns:
            A row for each rule and each group that has things; what belongs to no group first.
        """
        parts = [self._tallied(place, rule, by) for place, rule in enumerate(self._rules)]
        return Tally(*(np.concatenate(column) for column in zip(*parts, strict=True)))

    def totals(self, by: Grouping | None, tally: Tally, part: slice, lang: Lang) -> tuple[RuleCoverage, ...]:
        """Tell some rows of a count.

        Args:
            by: What the things are divided by.
            tally: The count.
            part: Which of its rows.
            lang: The language of titles.

        Returns:
            The rows in words.
        """
        columns_ = (tally.rule, tally.group, tally.states, tally.flags)
        return tuple(
            RuleCoverage(
                rule=Named(self._rules[place].iri, title(self._rules[place].iri, self._rules[place].titles, lang)),
                group=self._group(by, group, lang),
                of=sum(states),
                covered=states[DEEP] + states[SHALLOW],
                covered_deep=states[DEEP],
                covered_shallow=states[SHALLOW],
                waived=states[STATES.index("waived")],
                partly_loaded=states[STATES.index("partlyLoaded")],
                not_loaded=states[STATES.index("notLoaded")],
                uncovered=states[STATES.index("uncovered")],
                **dict(zip(FLAGS, flags, strict=True)),
            )
            for place, group, states, flags in zip(*(column[part].tolist() for column in columns_), strict=True)
        )

    def states(self, rule: Rule, lang: Lang) -> tuple[StateCount, ...]:
        """Count the things of a rule by their states; the best state first."""
        counts = np.bincount(rule.state, minlength=len(STATES)).tolist()
        return tuple(
            StateCount(state, self._text(state, lang), count) for state, count in zip(STATES, counts, strict=True)
        )

    def things(self, rule: Rule, part: slice, lang: Lang) -> tuple[ThingCoverage, ...]:
        """Tell how well some of the things of a rule are covered.

        Args:
            rule: The rule.
            part: Which of its things.
            lang: The language of titles.

        Returns:
            The things in the order of their IRIs.
        """
        direct, deep = (_times(pairs.thing, rule.things) for pairs in (rule.covers.direct, rule.covers.deep))
        return tuple(
            ThingCoverage(
                thing=self._graph.node(thing, lang),
                state=STATES[state],
                state_text=self._text(STATES[state], lang),
                direct=links,
                deep=chains,
                **{flag: bool(mask[thing]) for flag, mask in self._flags.items()},
            )
            for thing, state, links, chains in zip(
                *(column[part].tolist() for column in (rule.things, rule.state, direct, deep)), strict=True
            )
        )

    def of(self, thing: int, lang: Lang) -> tuple[tuple[Named, ThingCoverage], ...]:
        """Tell how well one thing is covered, by each rule that demands that it is.

        Args:
            thing: Its number.
            lang: The language of titles.

        Returns:
            The rules in their order, each with the coverage; nothing where none demands any.
        """
        found = []
        for rule in self._rules:
            place = int(np.searchsorted(rule.things, thing))
            if place < len(rule.things) and rule.things[place] == thing:
                (told,) = self.things(rule, slice(place, place + 1), lang)
                found.append((Named(rule.iri, title(rule.iri, rule.titles, lang)), told))
        return tuple(found)

    def matrix(self, rule: Rule, by: Grouping, lang: Lang) -> tuple[GroupCoverage, ...]:
        """Tell what each group does for each of the things of a rule; worked out once, when it is first asked for.

        Args:
            rule: The rule.
            by: What the work is divided by. Work of several groups counts in each.
            lang: The language of titles.

        Returns:
            A row for each thing and each group that does something for it; for a thing that nothing is done for, one
            row of no group.
        """
        key = rule.iri, by, lang
        rows = self._matrices.get(key)
        if rows is None:
            rows = self._matrices[key] = self._described(rule, by, self._work(rule, by), lang)
        return rows

    def contributions(
        self,
        rule: Rule,
        by: Grouping,
        lang: Lang,
        *,
        plan: str | None = None,
        thing: str | None = None,
        group: str | None = None,
    ) -> tuple[Contribution, ...]:
        """Tell one by one what the numbers of the matrix count.

        Args:
            rule: The rule.
            by: What the work is divided by. Work of several groups is told for each.
            lang: The language of titles.
            plan: IRI of the document that the things stand in; None for any.
            thing: IRI of the only thing that is asked about; None for all of them.
            group: IRI of the only group whose work is asked about, empty for work of no group; None for all groups.

        Returns:
            A row for each thing, each group and what of the group covers the thing, sorted by their IRIs.
        """
        parts, iris = self._parts(rule, by), self._groups[by].iri
        chosen = np.ones(len(parts.thing), dtype=np.bool_)
        things = rule.things[parts.thing]
        for asked, of in ((plan, self._graph.things.plan[things]), (thing, things)):
            if asked is not None:
                number = self._graph.number(asked)
                chosen &= of == (-2 if number is None else number)
        if group is not None:
            chosen &= parts.group == (-1 if not group else iris.index(group) if group in iris else -2)
        columns_ = (parts.thing, parts.group, parts.cover, parts.direct, parts.deep)
        rows = sorted(zip(*(column[chosen].tolist() for column in columns_), strict=True))
        groups = {number: self._group(by, number, lang) for number in {row[1] for row in rows}}
        nodes = {place: self._graph.node(int(rule.things[place]), lang) for place in {row[0] for row in rows}}
        work = {cover: self._cover(cover, lang) for cover in {row[2] for row in rows}}
        return tuple(
            Contribution(nodes[place], groups[of], work[cover], direct, deep) for place, of, cover, direct, deep in rows
        )

    def _parts(self, rule: Rule, by: Grouping) -> Parts:
        wide = len(self._graph.things.iri) + len(self._bodies)
        keys = [pairs.thing * wide + pairs.cover for pairs in (rule.covers.direct, rule.covers.deep)]
        every = np.union1d(*keys)
        thing, cover = np.searchsorted(rule.things, every // wide), every % wide
        places, group = self._groups[by].spread(cover)
        direct, deep = (np.isin(every, key)[places] for key in keys)
        return Parts(thing[places], group, cover[places], direct, deep)

    def _cover(self, cover: int, lang: Lang) -> Node:
        size = len(self._graph.things.iri)
        return self._graph.node(cover, lang) if cover < size else self._facts.body(self._bodies[cover - size], lang)

    def _work(self, rule: Rule, by: Grouping) -> Work:
        parts = self._parts(rule, by)
        wide = len(self._groups[by].iri) + 1
        keys = parts.thing * wide + parts.group + 1
        idle = np.flatnonzero(~np.isin(np.arange(len(rule.things)), parts.thing)) * wide
        rows = np.unique(np.concatenate((keys, idle)))
        direct, deep, work = (_times(key, rows) for key in (keys[parts.direct], keys[parts.deep], keys))
        return Work(rows // wide, rows % wide - 1, direct, deep, work)

    def _described(self, rule: Rule, by: Grouping, work: Work, lang: Lang) -> tuple[GroupCoverage, ...]:
        place, group, links, chains = work.thing, work.group, work.direct, work.deep
        covered = np.where(chains > 0, DEEP, SHALLOW)
        state = np.where(np.isin(rule.state[place], (DEEP, SHALLOW)), covered, rule.state[place])
        groups = {number: self._group(by, number, lang) for number in np.unique(group).tolist()}
        texts = [self._text(name, lang) for name in STATES]
        rows = (rule.things[place], group, state, links, chains, work.work)
        return tuple(
            GroupCoverage(
                thing=self._graph.node(thing, lang),
                group=groups[of],
                state=STATES[how],
                state_text=texts[how],
                direct=direct,
                deep=deep,
                work=every,
            )
            for thing, of, how, direct, deep, every in zip(*(column.tolist() for column in rows), strict=True)
        )

    def _tallied(self, place: int, rule: Rule, by: Grouping | None) -> tuple[Numbers, ...]:
        places, group = np.arange(len(rule.things)), np.full(len(rule.things), -1, dtype=np.int64)
        if by is not None:
            places, group = self._groups[by].spread(rule.things)
        groups, row = np.unique(group, return_inverse=True)
        wide = len(STATES)
        states = np.bincount(row * wide + rule.state[places], minlength=len(groups) * wide).reshape(-1, wide)
        flagged = [self._flags[flag][rule.things[places]] for flag in FLAGS]
        flags = np.stack([np.bincount(row[mask], minlength=len(groups)) for mask in flagged], axis=1)
        return np.full(len(groups), place), groups, states, flags

    def _group(self, by: Grouping | None, group: int, lang: Lang) -> Named:
        if by is None or group < 0:
            return _NO_GROUP
        iri = self._groups[by].iri[group]
        if by == "level":
            return Named(iri, title(iri, self._words.get(iri, {}), lang))
        if by == "organisation":
            return Named(iri, self._facts.body(iri, lang).title)
        return Named(iri, self._graph.things.titles[lang][self._graph.things.number[iri]])

    def _text(self, state: CoverState, lang: Lang) -> str:
        iri = f"{RT}{state}"
        return title(iri, self._words.get(iri, {}), lang)


def _times(values: Numbers, wanted: Numbers) -> Numbers:
    """Count how many times each of some sorted numbers is among others."""
    found, times = np.unique(values, return_counts=True)
    counts = np.zeros(len(wanted), dtype=np.int64)
    counts[np.searchsorted(wanted, found)] = times
    return counts
