"""What the rules derive, brought up to date after a change for what the change can concern.

Each rule says something of one thing, the subject of what it constructs. What it reads for that is worked out from its
text, as it is for a constraint. So from each changed statement we go back to the things of which something else may be
derived now; all that was derived of them is taken out, which may concern more things, and so on. Then the rules are
asked of these things alone. What is derived of all others rests on nothing that has changed, so it stays.

This is "delete and rederive" (Gupta, Mumick and Subrahmanian, https://doi.org/10.1145/170035.170066), thing by thing.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

import pyoxigraph as ox

from graph_service.store import snapshot
from graph_service.store.branch import graph_of
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.sparql_parts import renamed
from graph_service.validation import affected, sparql_walks
from graph_service.validation.around import Node
from graph_service.validation.delta import Delta
from graph_service.validation.paths import Unbounded
from graph_service.validation.sparql_walks import THIS
from graph_service.validation.walks import FOCUS, Walker, Walks
from graph_service.vocabulary import DERIVED_GRAPH

_HEAD: Final = re.compile(r"CONSTRUCT\s*\{\s*\?(\w+)\s[^{}]*\}\s*WHERE\s*\{")
"""One statement about a variable; the rest is what the rule reads."""
MOST_THINGS: Final = 5_000
"""Most things of which it is derived anew; where there are more, all is."""
_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule made ready.

    Attributes:
        text: The query.
        thing: The variable of which it says something.
        walks: What it reads for that; None if that cannot be bounded.
        asked: Predicates that it asks for in filters, or None if that is not known; more of them may mean less derived.
    """

    text: str
    thing: str
    walks: Walks | None
    asked: frozenset[str] | None

    def of(self, things: Iterable[Node]) -> Iterable[str]:
        """Give the queries by which it is asked of some things alone."""
        head = _HEAD.search(self.text)
        if head is None:  # then it has no walks, and is never asked so
            yield self.text
            return
        before, after = self.text[: head.end()], self.text[head.end() :]
        if any(isinstance(thing, ox.BlankNode) for thing in things):
            yield f"{before} FILTER (isBlank(?{self.thing})) {after}"
        names = sorted(str(thing) for thing in things if isinstance(thing, ox.NamedNode))
        for first in range(0, len(names), _AT_ONCE):
            yield f"{before} VALUES ?{self.thing} {{ {' '.join(names[first : first + _AT_ONCE])} }} {after}"


@cache
def rules() -> tuple[Rule, ...]:
    """Make the rules ready.

    Returns:
        The rules, in the order in which they are asked.

    Example:
        >>> all(rule.walks is not None for rule in rules())
        True
    """
    return tuple(map(_rule, snapshot.rules()))


def rederive(store: EmbeddedStore) -> None:
    """Bring what is derived up to date.

    Args:
        store: A dataset that was made of another by ``EmbeddedStore.branch``, with what was derived of that. It becomes
            what ``snapshot.derive`` would make of it, and is settled.
    """
    concerned: set[Node] = set()
    while True:
        found = None if _turns(store) else _concerned(store, Delta.made(store))
        if found is None or len(found | concerned) > MOST_THINGS:
            snapshot.derive(store)
            break
        if found <= concerned:
            break
        concerned |= found
        _derive_anew(store, concerned)
    store.settle()


def _derive_anew(store: EmbeddedStore, things: set[Node]) -> None:
    """Take out all that is derived of some things, with all that it may have led to; then derive it anew."""
    derived = [
        quad
        for thing in things
        if isinstance(thing, ox.NamedNode | ox.BlankNode)
        for quad in store.matching(thing)
        if graph_of(quad) == DERIVED_GRAPH
    ]
    store.change(removed=derived)
    queries = [query for rule in rules() for query in rule.of(things)]
    before = None
    while before != (before := store.difference):
        for query in queries:
            store.change(added=store.inferred(query, DERIVED_GRAPH))


def _concerned(store: EmbeddedStore, delta: Delta) -> frozenset[Node] | None:
    found: frozenset[Node] = frozenset()
    for rule in rules():
        some = None if rule.walks is None else affected.back(store, delta, rule.walks)
        if some is None:
            return None
        found |= some
    return found


def _turns(store: EmbeddedStore) -> bool:
    """Tell whether something derived may be what keeps a rule from deriving: then the order of the rules matters."""
    return any(
        rule.asked is None or any(store.may_hold(predicate, DERIVED_GRAPH) for predicate in rule.asked)
        for rule in rules()
    )


def _rule(text: str) -> Rule:
    head = _HEAD.search(text)
    if head is None:
        return Rule(text, "", None, None)
    thing = head.group(1)
    query = f"SELECT {THIS} WHERE {{ {renamed(text[head.end() :], {thing: THIS[1:]})}"
    walker = Walker()
    try:
        sparql_walks.follow(query, walker, FOCUS)
        return Rule(text, thing, walker.done(), frozenset(sparql_walks.asked(query)))
    except Unbounded:
        return Rule(text, thing, None, None)
