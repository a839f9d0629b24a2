"""What a SPARQL constraint reads, found in its text.

Understood are patterns of triples and property paths, FILTER with EXISTS inside, groups and UNION: what can be asked
for by following statements from ``?this``. A query that holds anything else is asked of all its focus nodes at every
change.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from graph_service.validation.paths import TYPE, Edge, Path, Tokens, Unbounded, can_stay, iri, predicates, read_path
from graph_service.validation.walks import Step, Walker

_Term = tuple[str, str]
THIS: Final = "?this"


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern; its predicate is a variable's name or a path."""

    subject: _Term
    predicate: Path | str
    object: _Term

    @property
    def variables(self) -> frozenset[str]:
        """The variables in it."""
        ends = {text for kind, text in (self.subject, self.object) if kind == "variable"}
        return frozenset(ends | ({self.predicate} if isinstance(self.predicate, str) else set()))


@dataclass(frozen=True, slots=True)
class Group:
    """A group graph pattern.

    Attributes:
        patterns: Its triple patterns.
        unions: Its groups and unions of groups.
        exists: The groups that its filters ask for.
    """

    patterns: "tuple[Pattern, ...]"
    unions: "tuple[tuple[Group, ...], ...]"
    exists: "tuple[Group, ...]"

    @property
    def bound(self) -> frozenset[str]:
        """The variables that are bound in each of its solutions."""
        own = frozenset().union(*(pattern.variables for pattern in self.patterns))
        return own.union(*(frozenset.intersection(*(one.bound for one in union)) for union in self.unions))


def follow(query: str, walker: Walker, focus: int) -> None:
    """Add to the walks of a constraint what its query reads.

    A solution is found by going from pattern to pattern, each time from an end that is bound. Where no end is, the
    predicate is read wherever it stands.

    Args:
        query: The query, whose ``?this`` is the focus node.
        walker: The walks.
        focus: The state of the focus node.

    Raises:
        Unbounded: If the query holds what is not understood.
    """
    _Follower(walker).group(_read(query), {THIS: focus}, frozenset({THIS}))


def asked(query: str) -> Iterator[str]:
    """Give the predicates that a query asks for in its filters: what they say may keep something from being found.

    Args:
        query: The query.

    Yields:
        IRIs of the predicates.

    Raises:
        Unbounded: If it holds what is not understood, or asks for any predicate.
    """

    def within(group: Group, *, inside: bool) -> Iterator[str]:
        for pattern in group.patterns if inside else ():
            if isinstance(pattern.predicate, str):
                raise Unbounded(pattern.predicate)
            yield from predicates(pattern.predicate)
        for one in (one for union in group.unions for one in union):
            yield from within(one, inside=inside)
        for one in group.exists:
            yield from within(one, inside=True)

    return within(_read(query), inside=False)


def _read(query: str) -> Group:
    tokens = Tokens(query)
    while not tokens.comes("{"):
        if tokens.take() == ("", ""):
            raise Unbounded(query)
    group = _read_group(tokens)
    if tokens.peek() != ("", ""):
        raise Unbounded(tokens.peek()[1])
    return group


class _Follower:
    def __init__(self, walker: Walker) -> None:
        self._walker = walker

    def group(self, group: Group, known: Mapping[str, int], given: frozenset[str] = frozenset()) -> dict[str, int]:
        """Follow a group.

        Args:
            group: The group.
            known: The states of the variables that are bound.
            given: Those of them that its filters know though it may not bind them itself.

        Returns:
            The states of all variables that are bound then, as far as they are reached.
        """
        states = dict(known)
        left = self._reachable(group.patterns, states)
        for union in group.unions:
            self._union(union, states)
            left = self._reachable(left, states)
        for pattern in left:
            self._read_anywhere(pattern)
        # A filter knows what its own group binds and, as a rule, nothing from outside.
        own = {variable: state for variable, state in states.items() if variable in group.bound | given}
        for asked in group.exists:
            self.group(asked, own)
        return states

    def _union(self, union: tuple[Group, ...], states: dict[str, int]) -> None:
        # A branch is worked out by itself and joined then: what it binds otherwise than its surroundings falls away.
        ends = [self.group(branch, states) for branch in union]
        for variable in frozenset.intersection(*(branch.bound for branch in union)) - states.keys():
            if all(variable in end for end in ends):
                states[variable] = self._walker.state()
                for end in ends:
                    self._walker.leap(end[variable], states[variable])

    def _reachable(self, patterns: Iterable[Pattern], states: dict[str, int]) -> list[Pattern]:
        """Follow all patterns that can be reached, the narrowest way first; gives the others."""
        left = list(patterns)
        while left:
            best = min(left, key=lambda pattern: _cost(pattern, states))
            if _cost(best, states) >= _UNREACHED:
                break
            left.remove(best)
            self._follow(best, states)
        return left

    def _follow(self, pattern: Pattern, states: dict[str, int]) -> None:
        forward = pattern.subject[1] in states
        begin, end = (pattern.subject, pattern.object) if forward else (pattern.object, pattern.subject)
        source = states[begin[1]]
        if isinstance(pattern.predicate, str):
            target, named = self._walker.state(), self._walker.state()
            self._walker.step(Step(source, None, not forward, target, named, _constant(end)))
            states.setdefault(pattern.predicate, named)
        elif isinstance(pattern.predicate, Edge):
            target = self._walker.state()
            self._walker.step(Step(source, pattern.predicate.predicate, not forward, target, term=_constant(end)))
        else:
            target = self._walker.follow(pattern.predicate, source, inverse=not forward)
        if end[0] == "variable":
            states.setdefault(end[1], target)

    def _read_anywhere(self, pattern: Pattern) -> None:
        # Its variables stay unreached, so that what is read from them is read anywhere too.
        if isinstance(pattern.predicate, str) or can_stay(pattern.predicate):
            raise Unbounded(str(pattern.predicate))
        for predicate in predicates(pattern.predicate):
            self._walker.everywhere(predicate)


_UNREACHED: Final = 3


def _cost(pattern: Pattern, states: Mapping[str, int]) -> int:
    if pattern.subject[1] in states:
        return 0
    if pattern.object[1] not in states:
        return _UNREACHED
    # From a class to all that are of it leads the widest way there is.
    return 2 if pattern.predicate == Edge(TYPE) else 1


def _constant(end: _Term) -> str:
    kind, text = end
    return f"<{iri(kind, text)}>" if kind in {"iri", "name"} else ""


def _read_group(tokens: Tokens) -> Group:
    """Read a group whose brace has been taken."""
    patterns: list[Pattern] = []
    unions: list[tuple[Group, ...]] = []
    exists: list[Group] = []
    while not tokens.comes("}"):
        if tokens.comes("filter"):
            exists += _read_filter(tokens)
            tokens.comes(".")
        elif tokens.comes("{"):
            branches = [_read_group(tokens)]
            while tokens.comes("union", "{"):
                branches.append(_read_group(tokens))
            unions.append(tuple(branches))
            tokens.comes(".")
        else:
            patterns += _read_triples(tokens)
    return Group(tuple(patterns), tuple(unions), tuple(exists))


def _read_triples(tokens: Tokens) -> list[Pattern]:
    subject = _read_term(tokens)
    found: list[Pattern] = []
    while True:
        predicate = _variable(tokens.take()[1]) if tokens.peek()[0] == "variable" else read_path(tokens)
        found.append(Pattern(subject, predicate, _read_term(tokens)))
        while tokens.comes(","):
            found.append(Pattern(subject, predicate, _read_term(tokens)))
        if not tokens.comes(";"):
            break
    if not tokens.comes(".") and tokens.peek()[1].lower() not in {"}", "filter", "{"}:
        raise Unbounded(tokens.peek()[1])
    return found


def _read_term(tokens: Tokens) -> _Term:
    kind, text = tokens.take()
    if kind in {"iri", "name"}:
        iri(kind, text)
    elif kind == "string":
        if tokens.peek()[0] == "language":
            tokens.take()
        elif tokens.comes("^", "^"):
            iri(*tokens.take())
    elif kind == "variable":
        text = _variable(text)
    elif not text.isdigit():
        raise Unbounded(text)
    return kind, text


def _variable(text: str) -> str:
    return f"?{text[1:]}"  # $x is ?x


def _read_filter(tokens: Tokens) -> list[Group]:
    """Read the constraint of a filter for the groups that it asks for; all else in it reads no statement."""
    if _exists_comes(tokens):
        return [_read_group(tokens)]
    while tokens.peek()[0] in {"word", "name", "iri"}:  # a function
        tokens.take()
    tokens.need("(")
    found: list[Group] = []
    depth = 1
    while depth:
        if _exists_comes(tokens):
            found.append(_read_group(tokens))
        else:
            kind, text = tokens.take()
            if not kind or text in {"{", "}"}:
                raise Unbounded(text)
            depth += (text == "(") - (text == ")")
    return found


def _exists_comes(tokens: Tokens) -> bool:
    return tokens.comes("exists", "{") or tokens.comes("not", "exists", "{")
