"""What of some plans was in force on a day.

An element is in force when the document that owns it is, wherever it is quoted; of a document with several editions it
is what stands in the one that was in force. A link needs both its ends, a follow-up what it follows, a defect what it
concerns. Registers are always there, and so is the record of every document: its title, editions, history and period,
for what is in force may well be known from a later source.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from graph_service.model.as_of import LeftOut, Undated
from graph_service.plans.stated_times import (
    DOCUMENTS,
    Said,
    Values,
    day_of,
    documents,
    is_nameless,
    kinds,
    read,
    value_of,
)
from graph_service.plans.validity import Document, Standing
from graph_service.store import parts
from graph_service.store.files import GraphFile
from graph_service.vocabulary import RT

_ALWAYS: Final = DOCUMENTS | {
    *("rt:Edition", "rt:PlanEdition", "rt:EditionEvent", "rt:Register", "rt:Service", "rt:NamePeriod"),
    *("org:Organization", "org:FormalOrganization", "org:OrganizationalUnit", "org:OrganizationalCollaboration"),
    *("org:Role", "foaf:Agent", "skos:Concept", "skos:ConceptScheme"),
}
"""What a graph goes on saying, even that of a document that was not in force."""
_ENDS: Final[Mapping[str, tuple[str, ...]]] = {
    "rt:Link": ("rt:from", "rt:to"),
    "rt:FollowUp": ("rt:follows",),
    "rt:Assessment": ("rt:assesses", "rt:assessedFor"),
    "rt:Waiver": ("rt:concerns",),
    "rt:ExpiredWaiver": ("rt:concerns",),
    "rt:SourceDefect": ("rt:concerns",),
    "rt:Review": ("rt:reviews",),
}
"""What a thing hangs on: without these it is not there."""
_WAIVERS: Final = frozenset({"rt:Waiver", "rt:ExpiredWaiver"})
_DATED: Final = frozenset({"rt:FollowUp", "rt:Assessment"}) | _WAIVERS
"""What has a time of its own, and is not there before it; a waiver is there from when it was decided."""
_BELOW: Final = frozenset({"dcterms:PeriodOfTime", "rt:Effort", "rt:Budget"})
"""What is there as long as something that names it is."""
_NAMING: Final = ("rt:period", "rt:effort", "rt:budget", "rt:timeSpent")
_LOADED: Final = frozenset({f"{RT}loaded", f"{RT}partlyLoaded"})


@dataclass(frozen=True, slots=True)
class Selection:
    """What of some plans was in force on a day.

    Attributes:
        files: It, one entry per graph, with the texts of the whole files.
        left_out: The documents of which something is left out, and why, in the order of their titles.
        unknown: The documents that are kept though it is not known whether they were in force.
    """

    files: tuple[GraphFile, ...]
    left_out: tuple[LeftOut, ...] = ()
    unknown: tuple[Undated, ...] = ()


def in_force(files: tuple[GraphFile, ...], day: date) -> Selection:
    """Choose what of some plans was in force on a day.

    Args:
        files: The plans, each graph once.
        day: The day.

    Returns:
        What was, or may have been, and what was not. It is a whole that can be built and judged as any other: no
        statement in it names a thing that is not in it any more.

    Example:
        >>> in_force((), date(2019, 12, 31)).files
        ()
    """
    said = read(files)
    choice = _Choice(said, documents(said), day)
    absent = choice.absent()
    gone: dict[str, set[str]] = {file.graph: set() for file in files}
    for graph, thing in choice.gone:
        gone[graph].add(thing)
    chosen = [parts.without(file, gone[file.graph], absent, choice.emptied(file.graph)) for file in files]
    return Selection(tuple(file for file in chosen if file.quads), choice.left_out(), choice.unknown())


@dataclass
class _Choice:
    """What of all that is said is left out."""

    said: Said
    documents: Mapping[str, Document]
    day: date
    gone: set[tuple[str, str]] = field(default_factory=set)

    def __post_init__(self) -> None:
        self._standings = {iri: document.standing(self.day) for iri, document in self.documents.items()}
        self._editions = {
            edition.iri: (document.iri, document.of(edition, self.day))
            for document in self.documents.values()
            for edition in document.editions.values()
        }
        self._of_graph = {graph: self._edition(graph) for graph in self.said}
        self._all = {(graph, thing): values for graph, things in self.said.items() for thing, values in things.items()}
        self._starts = {
            thing: value_of(values, "dcat:startDate")
            for (_, thing), values in self._all.items()
            if "dcat:startDate" in values
        }
        self._counts = Counter(thing for _, thing in self._all)
        below = [key for key, values in self._all.items() if not _BELOW.isdisjoint(kinds(values))]
        hanging = [key for key, values in self._all.items() if not _ENDS.keys().isdisjoint(kinds(values))]
        self.gone.update(key for key, values in self._all.items() if self._is_out(*key, values))
        while True:
            absent = self.absent() | {iri for iri, standing in self._standings.items() if standing.out}
            more = [key for key in hanging if key not in self.gone and self._has_no_end(self._all[key], absent)]
            if not more:
                break
            self.gone.update(more)
        named: dict[str, list[tuple[str, str]]] = {}
        for key, values in self._all.items():
            for name in _NAMING:
                for value in values.get(name, ()):
                    named.setdefault(value, []).append(key)
        for graph, thing in below:
            by = named.get(thing)
            if all(key in self.gone for key in by) if by else self._graph_is_out(graph):
                self.gone.add((graph, thing))

    def absent(self) -> set[str]:
        """Give the things that no graph says anything of any more."""
        gone = Counter(thing for _, thing in self.gone)
        return {thing for thing, count in gone.items() if count == self._counts[thing] and not is_nameless(thing)}

    def emptied(self, graph: str) -> frozenset[str]:
        """Give the editions in a graph whose content is not told any more."""
        edition = self._of_graph.get(graph, "")
        return frozenset({edition}) if edition and self._editions[edition][1].out else frozenset()

    def left_out(self) -> tuple[LeftOut, ...]:
        """Give the documents of which something is left out."""
        found: dict[str, Standing] = {}
        for graph, thing in self.gone:
            for owner in self._all[graph, thing].get("dcterms:isPartOf", ()):
                if owner in self._standings and self._standings[owner].out:
                    found[owner] = self._standings[owner]
        for edition in filter(None, self._of_graph.values()):
            document, standing = self._editions[edition]
            if standing.out:
                found[document] = standing
        listed = [
            LeftOut(iri, self.documents[iri].title, standing.why, standing.when, standing.by)
            for iri, standing in found.items()
            if standing.why is not None
        ]
        return tuple(sorted(listed, key=lambda one: (one.title.casefold(), one.iri)))

    def unknown(self) -> tuple[Undated, ...]:
        """Give the documents of which something is kept though it is not known whether they were in force."""
        found = {
            owner
            for key, values in self._all.items()
            if key not in self.gone
            for owner in values.get("dcterms:isPartOf", ())
            if owner in self._standings and self._standings[owner].state == "unknown"
        }
        for edition in filter(None, self._of_graph.values()):
            document, standing = self._editions[edition]
            if standing.state == "unknown":
                found.add(document)
        listed = [Undated(iri, self.documents[iri].title) for iri in found]
        return tuple(sorted(listed, key=lambda one: (one.title.casefold(), one.iri)))

    def _edition(self, graph: str) -> str:
        """Find the edition that a graph holds: the one that it is named after, or the one that it says is loaded."""
        if graph in self._editions:
            return graph
        loaded = [
            thing
            for thing, values in self.said[graph].items()
            if thing in self._editions and not _LOADED.isdisjoint(values.get("rt:content", ()))
        ]
        return loaded[0] if len(loaded) == 1 else ""

    def _graph_is_out(self, graph: str) -> bool:
        edition = self._of_graph[graph]
        return bool(edition) and self._editions[edition][1].out

    def _is_out(self, graph: str, thing: str, values: Values) -> bool:
        classes = kinds(values)
        if thing in self.documents or thing in self._editions or not _ALWAYS.isdisjoint(classes):
            return False
        owners = values.get("dcterms:isPartOf", ())
        if owners:
            return all(self._owner_is_out(graph, owner) for owner in owners)
        if not _DATED.isdisjoint(classes) and self._is_later(values):
            return True
        if "rt:Link" in classes or not _BELOW.isdisjoint(classes):
            return False
        if is_nameless(thing) and _ENDS.keys().isdisjoint(classes):
            return False  # it goes with what it stands below
        return self._graph_is_out(graph)

    def _owner_is_out(self, graph: str, owner: str) -> bool:
        edition = self._of_graph[graph]
        if edition and self._editions[edition][0] == owner:
            return self._editions[edition][1].out
        return owner in self._standings and self._standings[owner].out

    def _is_later(self, values: Values) -> bool:
        day = day_of(value_of(values, "dcterms:date"))
        if day is None:
            day = day_of(self._starts.get(value_of(values, "rt:period"), ""))
        if day is None and not _WAIVERS.isdisjoint(kinds(values)):
            day = day_of(value_of(values, "prov:generatedAtTime"))
        return day is not None and day > self.day

    @staticmethod
    def _has_no_end(values: Values, absent: set[str]) -> bool:
        for kind in kinds(values) & _ENDS.keys():
            ends = [values.get(name, ()) for name in _ENDS[kind]]
            if any(several and absent.issuperset(several) for several in ends):
                return True
        return False
