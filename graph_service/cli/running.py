"""A running service as what commands ask."""

from collections.abc import Mapping
from functools import cached_property
from itertools import islice

from graph_service.cli.as_of import tell_service
from graph_service.client import Client
from graph_service.errors import RemoteError
from graph_service.messages import LANGUAGES, Lang
from graph_service.model.answers import ListedQuestion
from graph_service.model.as_of import AsOf
from graph_service.model.finding import FindingSeen
from graph_service.model.question import Parameter, Question
from graph_service.model.search import Found
from graph_service.model.terms import Iri, Literal, Term, is_absolute_iri
from graph_service.model.thread import Basis, Direction, Hop, Step, Thread
from graph_service.model.verdict import Finding, Place, Severity, Verdict
from graph_service.plans import moments
from graph_service.vocabulary import SH, SHAPES


class Running:
    """A running service."""

    def __init__(self, url: str, lang: Lang, asked: AsOf) -> None:
        """Prepare, without asking anything.

        Args:
            url: Its address.
            lang: The user's language.
            asked: The time that it is asked of.

        Raises:
            ParameterError: If the address cannot be one.
        """
        self._url = url
        self._lang = lang
        self._asked = moments.written(asked)
        self._client = self._in(lang)
        tell_service(asked)
        self.store = self._client.store

    @cached_property
    def base(self) -> str:
        """Base that the resources lie under."""
        return self._client.snapshot().base

    def resolve(self, name: str) -> str:
        """Find the one thing that a user means."""
        return self._client.resolve(name)

    def thread(self, name: str, *, direction: Direction, depth: int, basis: frozenset[Basis]) -> Thread:
        """Follow the thread of a thing."""
        found = self._client.threads(name, direction=direction, depth=depth, basis=basis)
        steps = tuple(found)
        nodes = {node.iri: node for node in (found.start, *(step.thing for step in steps))}
        return Thread(
            start=found.start.iri,
            direction=direction,
            nodes=dict(sorted(nodes.items())),
            up=tuple(_hop(step) for step in steps if step.way == "up"),
            down=tuple(_hop(step) for step in steps if step.way == "down"),
            truncated=any(counts.more for counts in found.counts.values()),
        )

    def questions(self) -> tuple[Question, ...]:
        """Give the named questions, with what is said of them in the user's language."""
        return tuple(self._question(listed) for listed in self._client.questions())

    def search(self, words: str, *, kind: str | None, plan: str | None, limit: int) -> Found:
        """Search for words."""
        found = self._client.search(words, kind=kind, plan=plan)
        hits = tuple(islice(found, limit))
        return Found(found.meta.total, hits, tuple(found.groups), found.complete, found.meta.sparql or "")

    def filled(self, question: Question, given: Mapping[str, str]) -> str:
        """Give the query that a question becomes with its parameters filled in."""
        return self._client.filled(question.name, **given)

    def verdict(self) -> tuple[Verdict, tuple[FindingSeen, ...]]:
        """Give the verdict on what the service answers from, with its messages in all languages.

        Returns:
            The verdict, and its findings as they are told in the user's language.

        Raises:
            RemoteError: If it cannot be had.
        """
        told = {lang: self._in(lang).validation() for lang in LANGUAGES}
        first, *others = told.values()
        if any(other.meta.snapshot != first.meta.snapshot for other in others):
            raise RemoteError("service_changed", url=self._url)
        seen = {lang: tuple(listed) for lang, listed in told.items()}
        findings = tuple(_finding(dict(zip(seen, one, strict=True))) for one in zip(*seen.values(), strict=True))
        return Verdict(findings, first.shapes, first.triples, first.engine), seen[self._lang]

    def _in(self, lang: Lang) -> Client:
        return Client(self._url, lang=lang, as_of=self._asked.get("as_of"), known=self._asked.get("known"))

    def _question(self, listed: ListedQuestion) -> Question:
        lang = self._lang
        return Question(
            name=listed.name,
            group=listed.group,
            title={lang: listed.title},
            description={lang: listed.description},
            parameters=tuple(
                Parameter(p.name, p.type, {lang: p.label}, p.default, p.choices) for p in listed.parameters
            ),
            example=listed.example,
            columns=listed.columns,
            query="",
        )


def _hop(step: Step) -> Hop:
    return Hop(step.link, step.lower, step.upper, step.relation, step.evidence)


def _finding(told: Mapping[Lang, FindingSeen]) -> Finding:
    one = next(iter(told.values()))
    return Finding(
        severity=Severity[one.severity.upper()],
        focus=_term(one.iri),
        path=one.path or "",
        value=None if one.value is None else _term(one.value),
        component=f"{SH}{one.component}",
        shape=f"{SHAPES}{one.shape}",
        messages={lang: seen.message for lang, seen in told.items()},
        place=None if one.file is None or one.line is None else Place(one.file, one.line, one.column, one.graph or ""),
        mend={lang: seen.mend for lang, seen in told.items() if seen.mend},
    )


def _term(text: str) -> Term:
    return Iri(text) if is_absolute_iri(text) else Literal(text)
