"""What validation found, as a page: the verdict first, then each cause once, at its place in the file."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Final

from fastapi import Depends, Query, Request, Response

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.messages import Lang
from graph_service.model.finding import SeverityName
from graph_service.questions.findings import groups as counted
from graph_service.web.answer import ASKED, Asked, AskedPage, Content, answer
from graph_service.web.here import Here
from graph_service.web.review import places
from graph_service.web.translations import later

PATH: Final = "/granskning"
REPORTS: Final = (
    ("html", later("a page of its own")),
    ("text", later("text")),
    ("turtle", "SHACL (Turtle)"),
    ("jsonld", "SHACL (JSON-LD)"),
    ("sarif", "SARIF"),
    ("junit", "JUnit"),
    ("github", later("annotations for GitHub")),
    ("json", "JSON"),
    ("csv", "CSV"),
)
"""The formats that the report is to be had in, and what they are called."""
_FILTERS: Final = ("allvar", "form")
_Severity = Annotated[SeverityName | None, Query(alias="allvar")]
_Shape = Annotated[str | None, Query(alias="form", max_length=parameters.LONGEST)]


@dataclass(frozen=True, slots=True)
class Share:
    """How much was found in one document.

    Attributes:
        iri: Its IRI; empty for what belongs to none.
        title: Its title.
        counts: How many findings of each severity there are.
    """

    iri: str
    title: str
    counts: Mapping[str, int]

    @property
    def weighty(self) -> bool:
        """Whether there is more than remarks."""
        return bool(self.counts["violation"] or self.counts["warning"])


def add(app: Door, service: Service, made: Made) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
        made: What it shares with the API.
    """
    app.twinned |= {PATH, f"{PATH}/"}
    page = _Page(service, made)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("plan", *_FILTERS, *ASKED))])
    def found(
        request: Request,
        lang: Language,
        asked: AskedPage,
        severity: _Severity = None,
        shape: _Shape = None,
        plan: Annotated[str | None, Query(max_length=parameters.LONGEST)] = None,
    ) -> Response:
        return page.answer(request, lang, asked, severity, shape, plan or None)


def add_document(app: Door, service: Service, made: Made) -> None:
    """Add the page of one document, after all others whose paths begin in the same way.

    Args:
        app: The application.
        service: What it is made of.
        made: What it shares with the API.
    """
    page = _Page(service, made)

    @app.get(
        f"{PATH}/{{name:path}}", include_in_schema=False, dependencies=[Depends(parameters.only(*_FILTERS, *ASKED))]
    )
    def document(
        request: Request,
        name: str,
        lang: Language,
        asked: AskedPage,
        severity: _Severity = None,
        shape: _Shape = None,
    ) -> Response:
        parameters.refuse_long({"name": name})
        return page.answer(request, lang, asked, severity, shape, name)


class _Page:
    def __init__(self, service: Service, made: Made) -> None:
        self._service = service
        self._made = made
        self._shares = cache(self._shared)

    def answer(
        self,
        request: Request,
        lang: Lang,
        asked: Asked,
        severity: SeverityName | None,
        shape: str | None,
        plan: str | None,
    ) -> Response:
        service, found = self._service, self._made.found
        document = None if plan is None else naming.find_document(service, plan, lang)
        told = found.choose(severity, document, shape or None, lang)
        if asked.form == "turtle":
            return found.written(told, "turtle", lang)
        here = Here.of(request, service)
        seen = tuple(one for _, one in told)
        everything = found.choose(None, None, None, lang)
        content = Content(
            template="review.html",
            values={
                "documents": places.by_document(told, asked.part(), self._made.texts) if _is_page(asked) else (),
                "shares": self._shares(lang),
                "shapes": sorted(Counter(one.shape for _, one in everything).items()),
                "severity": severity,
                "shape": shape,
                "document": document,
                "reports": [(_report(here, form, severity, document, shape), name) for form, name in REPORTS],
                "filtered": any((severity, document, shape)),
                "all": len(everything),
            },
            entries=seen,
            sparql=found.query(told, severity, document, shape or None),
            more={"groups": counted(seen)},
        )
        return answer(request, service, asked, content)

    def _shared(self, lang: Lang) -> tuple[Share, ...]:
        counts: dict[str, Counter[str]] = {}
        titles: dict[str, str] = {}
        for _, one in self._made.found.choose(None, None, None, lang):
            counts.setdefault(one.plan or "", Counter())[one.severity] += 1
            titles.setdefault(one.plan or "", one.plan_title or "")
        return tuple(Share(iri, titles[iri], count) for iri, count in sorted(counts.items(), key=_worst))


def _worst(item: tuple[str, Counter[str]]) -> tuple[bool, int, int, int, str]:
    iri, count = item
    return (not iri, -count["violation"], -count["warning"], -count["info"], iri)


def _is_page(asked: Asked) -> bool:
    return asked.form == "html"


def _report(here: Here, form: str, severity: str | None, document: str | None, shape: str | None) -> str:
    short = here.short(document) if document else None
    given = {"severity": severity, "plan": short, "shape": shape, "format": form}
    return here.href("/api/v1/validation", **{name: value for name, value in given.items() if value})
