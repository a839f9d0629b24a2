"""The client: what a service can be asked, each as a method."""

from collections.abc import Collection
from typing import Any, Final, Self, TypeVar, overload

import orjson

from graph_service.client.answers import (
    Answers,
    Consequences,
    Effort,
    ElementAnswer,
    Elements,
    Gaps,
    GroupsCoverage,
    Hits,
    Lika,
    Outcomes,
    Paths,
    PlanAnswer,
    Plans,
    Questions,
    Rows,
    RulesCoverage,
    Snapshot,
    ThingsCoverage,
    Threads,
    Timeline,
    Validation,
)
from graph_service.client.connection import Connection, Value, path_of
from graph_service.client.decoding import decoded
from graph_service.client.listing import Listing
from graph_service.client.store import RemoteStore
from graph_service.messages import Lang
from graph_service.model.coverage import Grouping as Division
from graph_service.model.finding import SeverityName
from graph_service.model.gap import Cause, GapType
from graph_service.model.impact import Change
from graph_service.model.impact import Kind as Following
from graph_service.model.names import Content, Grouping, Kind, Level, LikaArea, Outcome
from graph_service.model.thread import Basis, Direction
from graph_service.store.port import ResultFormat

L = TypeVar("L", bound=Listing[Any])
R = TypeVar("R")
_API: Final = "/api/v1"
_PAGE: Final = 1000
"""Entries of a list that are fetched at a time."""


class Client:
    """A client of one running service.

    Names of things are given as users write them: an IRI, a short path, a code such as ``4B``, or words from a title.
    Every method raises ProblemError where the service says that something is wrong, and RemoteError where it cannot be
    reached or does not answer as ours do.

    Example::

        with Client("http://127.0.0.1:8000") as client:
            for step in client.threads("fyrbodal-2020-2022/effektmal/4B", direction="up"):
                print(step.thing.title, step.evidence.quote)
    """

    def __init__(
        self,
        url: str,
        *,
        token: str | None = None,
        timeout: float = 60.0,
        lang: Lang = "sv",
        as_of: str | None = None,
        known: str | None = None,
    ) -> None:
        """Prepare, without asking anything.

        Args:
            url: The address of the service, such as ``http://127.0.0.1:8000``.
            token: What lets this client in, where something before the service demands that; sent as a bearer token.
            timeout: Most seconds to wait for the service to be reached, and for each piece of an answer.
            lang: The language of names and messages; texts of plans keep theirs.
            as_of: The day that plans are to be in force on, such as ``2019-12-31``; None for all plans.
            known: The moment, such as ``2026-11-28T12:00Z``, or the number of the commit as of which the service is to
                know them; None for now.

        Raises:
            ParameterError: If the address or the token cannot be one.
        """
        given = {"as_of": as_of, "known": known}
        always = {name: value for name, value in given.items() if value is not None}
        self._connection = Connection(url, token=token, timeout=timeout, lang=lang, always=always)
        self.store = RemoteStore(self._connection)

    def close(self) -> None:
        """Close what is open."""
        self._connection.close()

    def __enter__(self) -> Self:
        """Give the client."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close it."""
        self.close()

    def query(self, sparql: str) -> Rows:
        """Ask a SELECT query.

        Args:
            sparql: SPARQL text; the usual prefixes need not be declared.

        Returns:
            The rows; they say whether the service cut any off.

        Raises:
            QueryError: If it is no SELECT.
        """
        table, truncated = self.store.rows(sparql)
        return Rows(table.columns, table.rows, truncated)

    def holds(self, sparql: str) -> bool:
        """Ask an ASK query.

        Args:
            sparql: SPARQL text.

        Returns:
            The answer.

        Raises:
            QueryError: If it is no ASK.
        """
        return self.store.ask(sparql)

    def construct(self, sparql: str, form: ResultFormat = "turtle") -> str:
        """Ask a CONSTRUCT or DESCRIBE query.

        Args:
            sparql: SPARQL text.
            form: ``"turtle"``, ``"nt"``, ``"rdfxml"`` or ``"jsonld"``.

        Returns:
            The triples, in that form.

        Raises:
            QueryError: If it is neither, or the service cuts triples off.
        """
        return self.store.triples(sparql, form).decode()

    def plans(self, *, level: Level | None = None, loaded: Content | None = None) -> Plans:
        """List the documents that are known.

        Args:
            level: Only those of this level.
            loaded: Only those whose content is loaded so; not loaded is unknown, never empty.

        Returns:
            The documents.
        """
        return self._list(Plans, "/plans", level=level, loaded=loaded)

    def plan(self, name: str) -> PlanAnswer:
        """Describe one document: its editions, what it holds, what it is connected with and how.

        Args:
            name: The document.

        Returns:
            The description.
        """
        return self._one(PlanAnswer, f"/plans/{path_of(name)}")

    def elements(self, *, kind: Kind | None = None, plan: str | None = None, level: Level | None = None) -> Elements:
        """List what documents contain.

        Args:
            kind: Only those of this class or its sub-classes.
            plan: Only those of this document.
            level: Only those of this level.

        Returns:
            The elements.
        """
        return self._list(Elements, "/elements", kind=kind, plan=plan, level=level)

    def element(self, name: str, *, kind: Kind | None = None) -> ElementAnswer:
        """Describe one element, with everything that is said of it.

        Args:
            name: The element.
            kind: The class that is meant, where a code stands for several things.

        Returns:
            The description.
        """
        return self._one(ElementAnswer, f"/elements/{path_of(name)}", kind=kind)

    def threads(
        self,
        name: str,
        *,
        direction: Direction = "both",
        depth: int | None = None,
        basis: Collection[Basis] | None = None,
    ) -> Threads:
        """Follow the thread of a thing: what it leads to, and what leads to it.

        Args:
            name: The thing.
            direction: ``"up"`` for what it leads to, ``"down"`` for what leads to it, or ``"both"``.
            depth: Most steps in each direction; None for as many as the service follows.
            basis: Which links to follow; None for those that are stated or inferred.

        Returns:
            The hops, nearest first, each with its evidence.
        """
        counted = None if basis is None else sorted(basis)
        return self._list(Threads, f"/threads/{path_of(name)}", direction=direction, depth=depth, basis=counted)

    def paths(self, first: str, second: str) -> Paths:
        """Find how two things hang together.

        Args:
            first: The one thing.
            second: The other.

        Returns:
            The chains between them, shortest first, with the evidence of each hop.
        """
        return self._list(Paths, "/paths", **{"from": first, "to": second})

    @overload
    def coverage(self, *, by: Division | None = None) -> RulesCoverage: ...

    @overload
    def coverage(self, *, rule: str) -> ThingsCoverage: ...

    @overload
    def coverage(self, *, rule: str, by: Division) -> GroupsCoverage: ...

    def coverage(
        self, *, rule: str | None = None, by: Division | None = None
    ) -> RulesCoverage | ThingsCoverage | GroupsCoverage:
        """Tell what the rules demand coverage of, how well it is covered, and by whose work.

        Args:
            rule: One rule, such as ``effektmal``; None for all.
            by: What is divided: the things, or with a rule the work that covers them.

        Returns:
            Without a rule: how many things each rule finds covered. With a rule: how well each thing is covered; or, if
            that is divided, how well by the work of each group.
        """
        values: dict[str, Value] = {"rule": rule, "by": by}
        if rule is None:
            return self._list(RulesCoverage, "/coverage", **values)
        if by is None:
            return self._list(ThingsCoverage, "/coverage", **values)
        return self._list(GroupsCoverage, "/coverage", **values)

    def gaps(
        self,
        *,
        type: GapType | None = None,  # noqa: A002 -- the service's own word
        cause: Cause | None = None,
        plan: str | None = None,
        level: Level | None = None,
    ) -> Gaps:
        """List what is missing in the threads.

        Args:
            type: Only this.
            cause: Only what is missing for this cause.
            plan: Only what is missing in this document.
            level: Only what is missing on this level.

        Returns:
            The gaps, each with its cause and the nearest thing that would close it.
        """
        return self._list(Gaps, "/gaps", type=type, cause=cause, plan=plan, level=level)

    def impact(self, name: str, *, change: Change = "remove", kind: Following | None = None) -> Consequences:
        """Tell what follows if a thing disappears, or if its text changes.

        Args:
            name: The thing; a document stands for all that it holds.
            change: ``"remove"`` or ``"alter"``.
            kind: Only what follows in this way.

        Returns:
            What loses its thread, its coverage or its evidence, and through which link.
        """
        return self._list(Consequences, f"/impact/{path_of(name)}", change=change, kind=kind)

    def timeline(self, *, year: int | None = None, plan: str | None = None) -> Timeline:
        """List what runs when.

        Args:
            year: Only what runs some day of this year, or may.
            plan: Only what is of this document.

        Returns:
            Activities and initiatives; those that cannot be dated come last, and say why.
        """
        return self._list(Timeline, "/timeline", year=year, plan=plan)

    def effort(self, *, by: Grouping = "plan", plan: str | None = None) -> Effort:
        """Sum what plans set aside.

        Args:
            by: What to sum by.
            plan: Only what is of this document.

        Returns:
            The sums, then what cannot be summed, one by one, with why.
        """
        return self._list(Effort, "/effort", by=by, plan=plan)

    def outcomes(
        self, *, verdict: Outcome | None = None, project: str | None = None, plan: str | None = None
    ) -> Outcomes:
        """Tell what came of the goals of a plan.

        Args:
            verdict: Only goals with this outcome.
            project: Only the goals of this project.
            plan: The plan; None for the one that the service has a follow-up of.

        Returns:
            The goals, each with what came of it and how the next plan's goals answer to it.
        """
        return self._list(Outcomes, "/outcomes", verdict=verdict, project=project, plan=plan)

    def lika(self, *, area: LikaArea | None = None) -> Lika:
        """List the indicators of LIKA and what addresses them.

        Args:
            area: Only those of this area.

        Returns:
            Each indicator with each thing that addresses it; those that nothing addresses come last.
        """
        return self._list(Lika, "/lika", area=area)

    def search(self, q: str, *, kind: str | None = None, plan: str | None = None) -> Hits:
        """Search for words: in codes, titles, other names, and what things say.

        Args:
            q: Words, a code, or a name; the last word may be a beginning.
            kind: A class that hits are of, such as ``EffectGoal`` or ``Effektmål``.
            plan: A document that hits belong to.

        Returns:
            The hits, best first.
        """
        return self._list(Hits, "/search", q=q, kind=kind, plan=plan)

    def questions(self) -> Questions:
        """List the named questions.

        Returns:
            The questions, with their parameters.
        """
        return self._list(Questions, "/questions")

    def question(self, name: str, /, **given: str) -> Answers:
        """Ask a named question, and get its rows as texts.

        Args:
            name: The question's name.
            **given: Its parameters.

        Returns:
            The rows.
        """
        return self._list(Answers, f"/questions/{path_of(name)}", **given)

    def filled(self, name: str, /, **given: str) -> str:
        """Give the query that a named question becomes with its parameters filled in.

        Args:
            name: The question's name.
            **given: Its parameters.

        Returns:
            SPARQL text that can be asked anywhere.
        """
        first = self._list(Answers, f"/questions/{path_of(name)}", **{**given, "limit": "1"})
        return (first.meta.sparql or "").removesuffix("\nLIMIT 1 OFFSET 0\n")

    def ask(self, name: str, /, **given: str) -> Rows:
        """Ask a named question, and get its rows as terms.

        Args:
            name: The question's name.
            **given: Its parameters.

        Returns:
            The rows.
        """
        return self.query(self.filled(name, **given))

    def validation(
        self, *, severity: SeverityName | None = None, plan: str | None = None, shape: str | None = None
    ) -> Validation:
        """List what validation found.

        Args:
            severity: Only findings as bad as this.
            plan: Only those about this document.
            shape: Only those of this shape, by the end of its IRI.

        Returns:
            The findings, the worst first.
        """
        return self._list(Validation, "/validation", severity=severity, plan=plan, shape=shape)

    def snapshot(self) -> Snapshot:
        """Tell what the service answers from.

        Returns:
            Its named graphs, the version of the program, and the limits to asking.
        """
        return self._list(Snapshot, "/snapshot")

    def resolve(self, name: str) -> str:
        """Find the one thing that a name means.

        Args:
            name: The name.

        Returns:
            The thing's IRI.
        """
        return self.threads(name, direction="up", depth=1).start.iri

    def _list(self, kind: type[L], path: str, /, **values: Value) -> L:
        return kind(self._connection, self._connection.get(_API + path, {"limit": _PAGE, **values}))

    def _one(self, kind: type[R], path: str, /, **values: Value) -> R:
        given = self._connection.get(_API + path, values)
        try:
            return decoded(kind, orjson.loads(given.content))
        except ValueError as error:
            raise self._connection.unreadable(error) from error
