"""One edition of a document in the making: its elements, and its links with what they rest on."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

from bench.plans.turtle import Objects, Sheet, date, en, ref, string, sv

READER: Final = "org/exempellasare"
"""The invented body that inferred links are attributed to."""
_INFERRED_AT: Final = '"2024-12-01T00:00:00Z"^^xsd:dateTime'
_WHY: Final = (
    sv("Påhittad slutsats: de två handlar om samma sak."),
    en("Invented conclusion: the two are about the same thing."),
)


@dataclass(frozen=True, slots=True)
class Element:
    """Something in a document that links can start from or point at.

    Attributes:
        iri: Its path below the base.
        title: Its wording.
    """

    iri: str
    title: str


@dataclass(frozen=True, slots=True)
class Edition:
    """What a document and its edition say of themselves.

    Attributes:
        document: Path of the document below the base, such as ``exempelkommun-17-2024``.
        title: Title of the document.
        level: Level, such as ``local``.
        publisher: Path of the body that publishes it.
        years: First and last year that it holds for.
        kind: Class of the document.
        version: Label of the edition.
        status: Whether the edition is ``current`` or ``superseded``.
    """

    document: str
    title: str
    level: Literal["national", "regional", "subregional", "local"]
    publisher: str
    years: tuple[int, int]
    kind: Literal["rt:Plan", "rt:FollowUpReport", "rt:Document"] = "rt:Plan"
    version: str = "1.0"
    status: Literal["current", "superseded"] = "current"

    @property
    def iri(self) -> str:
        """Path of the edition below the base."""
        return f"{self.document}/utgava/{self.version}"


@dataclass(slots=True)
class Paper:
    """The file of one edition.

    Attributes:
        edition: Which one.
        sheet: What is written so far.
        defects: How many defects of each kind have been put in on purpose.
    """

    edition: Edition
    sheet: Sheet
    defects: Counter[str] = field(default_factory=Counter)
    _positions: Counter[str] = field(default_factory=Counter)

    @classmethod
    def of(cls, edition: Edition, folder: str) -> "Paper":
        """Begin the file of an edition; the current one describes the document too.

        Args:
            edition: The edition.
            folder: Folder that the file lies in.

        Returns:
            The paper, with document, edition and period written.
        """
        name = edition.document if edition.status == "current" else f"{edition.document}-{edition.version}"
        paper = cls(edition, Sheet(f"{folder}/{name}.ttl", f"{edition.title}, utgåva {edition.version}."))
        if edition.status == "current":
            paper.sheet.add(
                edition.document,
                edition.kind,
                {
                    "dcterms:title": sv(edition.title),
                    "rt:level": f"rt:{edition.level}",
                    "dcterms:publisher": ref(edition.publisher),
                    "rt:period": ref(paper.period()),
                },
            )
            paper._write_period()
        paper.sheet.add(
            edition.iri,
            "rt:PlanEdition" if edition.kind == "rt:Plan" else "rt:Edition",
            {
                "rt:editionOf": ref(edition.document),
                "rt:version": string(edition.version),
                "dcterms:issued": date(f"{edition.years[0]}-01-15"),
                "rt:editionStatus": f"rt:{edition.status}",
                "rt:content": "rt:loaded",
            },
        )
        return paper

    def period(self) -> str:
        """Give the path of the period that the whole document holds for."""
        first, last = self.edition.years
        return f"{self.edition.document}/period/{first if first == last else f'{first}-{last}'}"

    def element(
        self, kind: Objects, name: str, title: str, locator: str, properties: Mapping[str, Objects] | None = None
    ) -> Element:
        """Write an element.

        Args:
            kind: Its class or classes.
            name: Its kind and code in the IRI, such as ``effektmal/1A``.
            title: Its wording.
            locator: Where in the document it stands.
            properties: What else is said of it.

        Returns:
            The element, for links.
        """
        group = name.partition("/")[0]
        self._positions[group] += 1
        element = Element(f"{self.edition.document}/{name}", title)
        self.sheet.add(
            element.iri,
            kind,
            {
                "dcterms:isPartOf": ref(self.edition.document),
                "dcterms:title": sv(title),
                "rt:position": str(self._positions[group]),
                **(properties or {}),
                **self.source(locator),
            },
        )
        return element

    def stated(self, start: Element, relation: str, end: Element, locator: str) -> None:
        """Write a link that stands in the document; the words it quotes are the title of what it points at."""
        self._link(start, relation, end, "stated", {**self.source(locator), "rt:quote": sv(end.title)})

    def inferred(
        self, start: Element, relation: str, end: Element, properties: Mapping[str, Objects] | None = None
    ) -> None:
        """Write a link that a reader has concluded."""
        why: dict[str, Objects] = {
            "rt:rationale": _WHY,
            "prov:wasAttributedTo": ref(READER),
            "prov:generatedAtTime": _INFERRED_AT,
        }
        self._link(start, relation, end, "inferred", {**(properties or {}), **why})

    def source(self, locator: str) -> dict[str, Objects]:
        """Give the properties that say where in this edition something stands."""
        return {"dcterms:source": ref(self.edition.iri), "rt:locator": sv(locator)}

    def _link(self, start: Element, relation: str, end: Element, basis: str, evidence: Mapping[str, Objects]) -> None:
        ends = {
            "rt:from": ref(start.iri),
            "rt:to": ref(end.iri),
            "rt:relation": f"rt:{relation}",
            "rt:basis": f"rt:{basis}",
            "rt:validity": "rt:valid",
        }
        name = f"{self._slug(start)}--{self._slug(end)}"
        self.sheet.add(f"{self.edition.document}/lank/{name}", "rt:Link", {**ends, **evidence})

    def _slug(self, element: Element) -> str:
        return element.iri.removeprefix(f"{self.edition.document}/").replace("/", "-")

    def _write_period(self) -> None:
        first, last = self.edition.years
        self.sheet.add(
            self.period(),
            "dcterms:PeriodOfTime",
            {
                "dcat:startDate": date(f"{first}-01-01"),
                "dcat:endDate": date(f"{last}-12-31"),
                "rt:precision": "rt:yearPrecision",
                "rt:asPrinted": sv(str(first) if first == last else f"{first}–{last}"),
            },
        )
