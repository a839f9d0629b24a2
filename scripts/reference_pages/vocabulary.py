"""Reading the ontology for its page: classes, properties, concept schemes and derivation rules."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import pyoxigraph as ox

from graph_service import resources
from graph_service.store.snapshot import rules_folder
from graph_service.vocabulary import DCTERMS, DERIVED_GRAPH, ONTOLOGY_GRAPH, PREFIXES, RDF, RDFS, RT, SKOS

_OWL: Final = PREFIXES["owl"]
_SCHEMA: Final = PREFIXES["schema"]
_HEADING: Final = re.compile(r"^#\n# (.+)\n#\n", re.MULTILINE)
_BLOCK: Final = re.compile(r"^rt:(\w+)\s", re.MULTILINE)
_KINDS: Final = {f"{_OWL}Class": "class", f"{_OWL}ObjectProperty": "object", f"{_OWL}DatatypeProperty": "datatype"}
_OF_EVERY_CONCEPT: Final = frozenset(
    {f"{RDF}type", f"{SKOS}inScheme", f"{SKOS}prefLabel", f"{SKOS}altLabel", f"{SKOS}definition"}
)


@dataclass(frozen=True, slots=True)
class Text:
    """The texts that one property of a thing gives, by language."""

    by_language: Mapping[str, tuple[str, ...]]

    def __getitem__(self, lang: str) -> str:
        """Give the text in one language; several are joined by commas."""
        return ", ".join(self.by_language.get(lang, ()))


@dataclass(frozen=True, slots=True)
class Reference:
    """A term that another one names.

    Attributes:
        name: Its prefixed name.
        heading: The heading it has on the page, or empty if it is not one of our own.
    """

    name: str
    heading: str


@dataclass(frozen=True, slots=True)
class Term:
    """One class or property.

    Attributes:
        iri: Its IRI.
        name: Its prefixed name.
        heading: Its heading on the page.
        kind: ``"class"``, ``"object"`` or ``"datatype"``.
        symmetric: Whether it holds both ways.
        label: What it is called.
        other: What it is called besides.
        definition: What it means.
        above: The terms that it is a kind of.
        below: The terms of the page that are kinds of it.
        domain: What it is said of.
        range: What its values are.
        near: The terms of others that come close to it.
    """

    iri: str
    name: str
    heading: str
    kind: str
    symmetric: bool
    label: Text
    other: Text
    definition: Text
    above: tuple[Reference, ...]
    below: tuple[Reference, ...]
    domain: tuple[Reference, ...]
    range: tuple[Reference, ...]
    near: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The terms under one heading of the file."""

    title: str
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Branch:
    """A class and what is below it."""

    term: Term
    below: tuple["Branch", ...]


@dataclass(frozen=True, slots=True)
class Concept:
    """One concept of a scheme, with what only concepts of that scheme say, by the name of the column."""

    name: str
    label: Text
    definition: Text
    extras: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Scheme:
    """One concept scheme."""

    name: str
    title: Text
    description: Text
    columns: tuple[str, ...]
    concepts: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One derivation rule: its name, the comment it begins with, and the query."""

    name: str
    comment: str
    query: str


@dataclass(frozen=True, slots=True)
class CoverageRule:
    """One coverage rule: its name, what must be covered by what, and the shape that checks it."""

    iri: str
    title: Text
    applies_to: tuple[Reference, ...]
    covered_by: tuple[Reference, ...]
    checked_by: tuple[Reference, ...]


@dataclass(frozen=True, slots=True)
class Reused:
    """A term of another vocabulary, and what it is called here."""

    name: str
    label: Text


@dataclass(frozen=True, slots=True)
class Ontology:
    """What the page tells.

    Attributes:
        title: The ontology's title.
        description: What it is for.
        version: Its version.
        license: IRI of its licence.
        namespace: What the IRIs of its terms begin with.
        prefixes: The prefixes of other vocabularies whose terms the page names.
        tree: The classes, each below the one that it is a kind of.
        classes: The classes, grouped as in the file.
        properties: The properties, grouped as in the file.
        schemes: The concept schemes, by name.
        coverage: The coverage rules, in the order of their file.
        reused: The terms of other vocabularies that have a name here, in the order of the files.
        derived: The named graph that holds what the rules derive: its IRI, what it is called, and what it holds.
    """

    title: Text
    description: Text
    version: str
    license: str
    namespace: str
    prefixes: Mapping[str, str]
    tree: tuple[Branch, ...]
    classes: tuple[Group, ...]
    properties: tuple[Group, ...]
    schemes: tuple[Scheme, ...]
    coverage: tuple[CoverageRule, ...]
    reused: tuple[Reused, ...]
    derived: tuple[str, Text, Text]


def read() -> Ontology:
    """Read the ontology.

    Returns:
        What the page tells.
    """
    folder = resources.folder("ontology")
    graph = _Graph()
    for path in sorted(folder.rglob("*.ttl")):
        graph.add(path)
    groups = _groups(folder / "redthread.ttl", graph)
    classes = _only(groups, {"class"})
    terms = [term for group in groups for term in group.terms]
    reused = tuple(
        Reused(graph.name(iri), graph.text(iri, f"{RDFS}label"))
        for iri in graph.having(f"{RDFS}label")
        if not iri.startswith(RT)
    )
    references = (reference for t in terms for reference in (*t.above, *t.domain, *t.range, *t.near))
    named = {name.partition(":")[0] for name in (*(r.name for r in references), *(term.name for term in reused))}
    return Ontology(
        graph.text(ONTOLOGY_GRAPH, f"{DCTERMS}title"),
        graph.text(ONTOLOGY_GRAPH, f"{DCTERMS}description"),
        graph.one(ONTOLOGY_GRAPH, f"{_OWL}versionInfo"),
        graph.one(ONTOLOGY_GRAPH, f"{DCTERMS}license"),
        RT,
        {prefix: graph.prefixes[prefix] for prefix in sorted(named & set(graph.prefixes)) if prefix != "rt"},
        _tree(classes),
        classes,
        _only(groups, {"object", "datatype"}),
        tuple(_scheme(graph, iri) for iri in sorted(graph.subjects(f"{RDF}type", f"{SKOS}ConceptScheme"))),
        tuple(_coverage(graph, iri) for iri in graph.subjects(f"{RDF}type", f"{RT}CoverageRule")),
        reused,
        (
            DERIVED_GRAPH,
            graph.text(DERIVED_GRAPH, f"{DCTERMS}title"),
            graph.text(DERIVED_GRAPH, f"{DCTERMS}description"),
        ),
    )


def rules() -> tuple[Rule, ...]:
    """Read the derivation rules.

    Returns:
        The rules in the order in which they are applied.
    """
    found = []
    for path in sorted(rules_folder().glob("*.rq")):
        lines = path.read_text(encoding="utf-8").splitlines()
        end = next(number for number, line in enumerate(lines) if not line.startswith("#"))
        comment = " ".join(line.removeprefix("#").strip() for line in lines[:end])
        found.append(Rule(path.name, comment, "\n".join(lines[end:]).strip()))
    return tuple(found)


@dataclass(slots=True)
class _Graph:
    """The statements of the ontology's files, in the order of the files."""

    prefixes: dict[str, str] = field(default_factory=lambda: dict(PREFIXES))
    _objects: dict[tuple[str, str], list[ox.NamedNode | ox.Literal]] = field(default_factory=dict)
    _subjects: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _predicates: dict[str, list[str]] = field(default_factory=dict)

    def add(self, path: Path) -> None:
        parser = ox.parse(path=path, format=ox.RdfFormat.TURTLE)
        for quad in parser:
            if isinstance(quad.subject, ox.NamedNode) and isinstance(quad.object, ox.NamedNode | ox.Literal):
                subject, predicate = quad.subject.value, quad.predicate.value
                self._objects.setdefault((subject, predicate), []).append(quad.object)
                self._subjects.setdefault((predicate, quad.object.value), []).append(subject)
                self._predicates.setdefault(subject, []).append(predicate)
        self.prefixes |= parser.prefixes

    def values(self, subject: str, predicate: str) -> list[str]:
        return [value.value for value in self._objects.get((subject, predicate), [])]

    def one(self, subject: str, predicate: str) -> str:
        return next(iter(self.values(subject, predicate)), "")

    def subjects(self, predicate: str, value: str) -> list[str]:
        return self._subjects.get((predicate, value), [])

    def having(self, predicate: str) -> list[str]:
        return [subject for subject, predicates in self._predicates.items() if predicate in predicates]

    def predicates(self, subject: str) -> list[str]:
        return self._predicates.get(subject, [])

    def text(self, subject: str, predicate: str) -> Text:
        found: dict[str, tuple[str, ...]] = {}
        for value in self._objects.get((subject, predicate), []):
            if isinstance(value, ox.Literal) and value.language:
                found[value.language] = (*found.get(value.language, ()), value.value)
        return Text(found)

    def name(self, iri: str) -> str:
        for prefix, namespace in self.prefixes.items():
            if iri.startswith(namespace) and len(iri) > len(namespace):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def kind(self, iri: str) -> str:
        return next((_KINDS[kind] for kind in self.values(iri, f"{RDF}type") if kind in _KINDS), "")

    def references(self, subject: str, *predicates: str) -> tuple[Reference, ...]:
        return tuple(self.reference(value) for predicate in predicates for value in self.values(subject, predicate))

    def reference(self, iri: str) -> Reference:
        ours = iri.startswith(RT) and self.kind(iri)
        return Reference(self.name(iri), self.heading(iri) if ours else "")

    def heading(self, iri: str) -> str:
        """Give a term's heading; that of a class says so, since some differ from a property only by a capital."""
        return f"Class {self.name(iri)}" if self.kind(iri) == "class" else self.name(iri)


def _groups(path: Path, graph: _Graph) -> tuple[Group, ...]:
    pieces = _HEADING.split(path.read_text(encoding="utf-8"))[1:]
    return tuple(
        Group(title, tuple(_term(graph, f"{RT}{name}") for name in _BLOCK.findall(body)))
        for title, body in zip(pieces[::2], pieces[1::2], strict=True)
    )


def _only(groups: tuple[Group, ...], kinds: set[str]) -> tuple[Group, ...]:
    kept = (Group(group.title, tuple(term for term in group.terms if term.kind in kinds)) for group in groups)
    return tuple(group for group in kept if group.terms)


def _term(graph: _Graph, iri: str) -> Term:
    supers = (f"{RDFS}subClassOf", f"{RDFS}subPropertyOf")
    below = (subject for predicate in supers for subject in graph.subjects(predicate, iri))
    return Term(
        iri,
        graph.name(iri),
        graph.heading(iri),
        graph.kind(iri),
        f"{_OWL}SymmetricProperty" in graph.values(iri, f"{RDF}type"),
        graph.text(iri, f"{RDFS}label"),
        graph.text(iri, f"{SKOS}altLabel"),
        graph.text(iri, f"{SKOS}definition"),
        graph.references(iri, *supers),
        tuple(graph.reference(subject) for subject in below),
        graph.references(iri, f"{_SCHEMA}domainIncludes"),
        graph.references(iri, f"{_SCHEMA}rangeIncludes"),
        graph.references(iri, f"{SKOS}closeMatch"),
    )


def _tree(groups: tuple[Group, ...]) -> tuple[Branch, ...]:
    terms = {term.name: term for group in groups for term in group.terms}

    def branch(term: Term) -> Branch:
        return Branch(term, tuple(branch(terms[reference.name]) for reference in term.below))

    return tuple(branch(term) for term in terms.values() if not any(r.name in terms for r in term.above))


def _scheme(graph: _Graph, iri: str) -> Scheme:
    members = graph.subjects(f"{SKOS}inScheme", iri)
    extras = list(dict.fromkeys(p for m in members for p in graph.predicates(m) if p not in _OF_EVERY_CONCEPT))
    columns = {extra: graph.text(extra, f"{RDFS}label")["en"] or graph.name(extra) for extra in extras}
    concepts = tuple(
        Concept(
            graph.name(member),
            graph.text(member, f"{SKOS}prefLabel"),
            graph.text(member, f"{SKOS}definition"),
            {column: _shown(graph.one(member, extra)) for extra, column in columns.items()},
        )
        for member in members
    )
    return Scheme(
        graph.name(iri),
        graph.text(iri, f"{DCTERMS}title"),
        graph.text(iri, f"{DCTERMS}description"),
        tuple(columns.values()),
        concepts,
    )


def _coverage(graph: _Graph, iri: str) -> CoverageRule:
    return CoverageRule(
        iri,
        graph.text(iri, f"{DCTERMS}title"),
        graph.references(iri, f"{RT}appliesTo"),
        graph.references(iri, f"{RT}coveredBy"),
        graph.references(iri, f"{RT}checkedBy"),
    )


def _shown(value: str) -> str:
    return {"true": "yes", "false": "no"}.get(value, value)
