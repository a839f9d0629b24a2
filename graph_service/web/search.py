"""Searching, as a page, and what is suggested while a search is being written."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated, Final

import orjson
from fastapi import Depends, Query, Request, Response
from fastapi.responses import RedirectResponse

from graph_service.api import naming, parameters
from graph_service.api.door import Door
from graph_service.api.language import Language
from graph_service.api.service import Service
from graph_service.errors import ParameterError
from graph_service.messages import Lang
from graph_service.model.gap import Place
from graph_service.model.search import Found, Group, Hit, Piece
from graph_service.questions.search.find import coded, search, suggest
from graph_service.questions.search.query import LONGEST
from graph_service.store.labels import Labels
from graph_service.trace import upward
from graph_service.vocabulary import RT
from graph_service.web.answer import ASKED, AskedPage, Content, answer
from graph_service.web.here import Here

PATH: Final = "/sok"
SUGGESTIONS: Final = "/sok/forslag"
EXAMPLES: Final = ("4B", "digital infrastruktur", "välfärdsteknik", "NPÖ", "Vision e-hälsa 2025")
"""Searches that a reader can begin with."""
_PAGE: Final = 25
_MOST_SUGGESTED: Final = 8
_FEWEST_LETTERS: Final = 2
_WORDS: Final = 6
_NOTHING: Final = Found(0, (), (), complete=True, sparql="")


@dataclass(frozen=True, slots=True)
class Shown:
    """A hit as the page shows it.

    Attributes:
        hit: The hit.
        level: What its level is called, or empty.
        place: Where it stands.
        up: What it leads to by its shortest way, the farthest last; kind and code, or kind and title.
        coded: Whether what was searched for is its code.
        title: Its title in pieces, if that is where the words were found; else empty.
    """

    hit: Hit
    level: str
    place: Place
    up: tuple[str, ...]
    coded: bool
    title: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind that hits can be narrowed to.

    Attributes:
        name: What it is asked for by.
        label: What it is called.
        count: How many hits there are of it.
        chosen: Whether it is asked for.
    """

    name: str
    label: str
    count: int
    chosen: bool


def add(app: Door, service: Service) -> None:
    """Add the page to an application.

    Args:
        app: The application.
        service: What it is made of.
    """
    app.twinned.add(PATH)
    known = Labels(service.store)

    @app.get(PATH, include_in_schema=False, dependencies=[Depends(parameters.only("q", "slag", "plan", *ASKED))])
    def page(
        request: Request,
        lang: Language,
        asked: AskedPage,
        q: Annotated[str, Query(max_length=LONGEST)] = "",
        kind: Annotated[str, Query(alias="slag", max_length=parameters.LONGEST)] = "",
        plan: Annotated[str, Query(max_length=parameters.LONGEST)] = "",
    ) -> Response:
        document = naming.find_document(service, plan, lang) if plan else None
        exact = coded(service.index.result(), q) if q.strip() else ()
        if asked.form == "html":
            if len(exact) == 1 and not kind and not plan and not asked.offset:
                return RedirectResponse(Here.of(request, service).thing(exact[0]), HTTPStatus.SEE_OTHER)
            asked = replace(asked, limit=asked.limit or _PAGE)
        part = asked.part()
        found, wordless = _search(service, q, kind or None, document, part, lang)
        levels = _levels(known, found.hits, lang)
        shown = [_shown(service, hit, levels, exact, lang) for hit in found.hits] if asked.form == "html" else []
        content = Content(
            template="search.html",
            values={
                "q": q,
                "found": found,
                "coded": [one for one in shown if one.coded and len(exact) > 1],
                "groups": _grouped([one for one in shown if not (one.coded and len(exact) > 1)]),
                "kind": kind,
                "kinds": _kinds(found.groups, kind),
                "plan": document,
                "plan_title": known.describe([document])[document].title(lang) if document else "",
                "plans": _plans(found.hits),
                "exact": len(exact),
                "wordless": wordless,
                "examples": EXAMPLES,
                "completed": _completed(service, q) if not found.total and q.strip() and not wordless else (),
            },
            entries=[_in_a_cell(hit) for hit in found.hits] if asked.form == "csv" else found.hits,
            total=found.total,
            sparql=f"{found.sparql.rstrip()}\nLIMIT {part.stop - part.start}\n" if found.hits else None,
            things=[hit.iri for hit in found.hits],
            more={"groups": found.groups, "complete": found.complete},
        )
        return answer(request, service, asked, content)

    @app.get(SUGGESTIONS, include_in_schema=False, dependencies=[Depends(parameters.only("q", "slag", "plan"))])
    def suggestions(
        request: Request,
        lang: Language,
        q: Annotated[str, Query(max_length=LONGEST)] = "",
        kind: Annotated[str, Query(alias="slag", max_length=parameters.LONGEST)] = "",
        plan: Annotated[str, Query(max_length=parameters.LONGEST)] = "",
    ) -> Response:
        document = naming.find_document(service, plan, lang) if plan else None
        found = _NOTHING
        if len(q.strip()) >= _FEWEST_LETTERS:
            found, _ = _search(service, q, kind or None, document, slice(0, _MOST_SUGGESTED), lang)
        here = Here.of(request, service)
        items = [
            {
                "code": hit.code,
                "title": hit.title,
                "kind": hit.kind_label,
                "plan": hit.plan_title,
                "href": here.thing(hit.iri),
            }
            for hit in found.hits
        ]
        told = here.ngettext("%(num)s suggestion", "%(num)s suggestions", len(items))
        how = here.gettext("The arrow keys choose among them.") if items else ""
        said = {"label": here.gettext("Suggestions"), "status": f"{told}. {how}".strip(), "total": found.total}
        body = orjson.dumps({**said, "items": items})
        return Response(body, headers={"Content-Language": here.lang}, media_type="application/json")


def _search(
    service: Service, text: str, kind: str | None, plan: str | None, part: slice, lang: Lang
) -> tuple[Found, bool]:
    """Search; what is empty, or has no word in it, finds nothing. Tells whether it was the latter."""
    if not text.strip():
        return _NOTHING, False
    try:
        found = search(
            service.store,
            service.index.result(),
            text,
            kind=kind,
            plan=plan,
            offset=part.start,
            limit=part.stop - part.start,
            lang=lang,
        )
    except ParameterError as error:
        if error.key != "search_empty":
            raise
        return _NOTHING, True
    return found, False


def _levels(known: Labels, hits: Sequence[Hit], lang: Lang) -> dict[str, str]:
    found = known.describe({f"{RT}{hit.level}" for hit in hits if hit.level})
    return {iri.removeprefix(RT): label.title(lang) for iri, label in found.items()}


def _shown(service: Service, hit: Hit, levels: Mapping[str, str], exact: Sequence[str], lang: Lang) -> Shown:
    return Shown(
        hit=hit,
        level=levels.get(hit.level, ""),
        place=service.facts.place(hit.iri),
        up=_up(service, hit.iri, lang),
        coded=hit.iri in exact,
        title=hit.snippet if "".join(piece.text for piece in hit.snippet) == hit.title else (),
    )


def _up(service: Service, iri: str, lang: Lang) -> tuple[str, ...]:
    chains = upward.find(service.graph, service.graph.number(iri), most=1).chains
    return tuple(_called(service, number, lang) for number in chains[0][1:]) if chains else ()


def _called(service: Service, number: int, lang: Lang) -> str:
    node, kind = service.graph.node(number, lang), service.facts.kind(number, lang)
    return f"{kind} {node.code}" if node.code and node.plan else f"{kind} »{node.title}«"


def _grouped(shown: Sequence[Shown]) -> list[tuple[str, list[Shown]]]:
    """Group hits by what their kinds are called, in the order of the best of each."""
    groups: dict[str, list[Shown]] = {}
    for one in shown:
        groups.setdefault(one.hit.kind_label or one.hit.kind, []).append(one)
    return list(groups.items())


def _kinds(groups: Sequence[Group], chosen: str) -> list[Kind]:
    """Give the kinds that hits can be narrowed to; of several with the same name, all are meant by it."""
    called: dict[str, list[Group]] = {}
    for group in groups:
        called.setdefault(group.kind_label or group.kind, []).append(group)
    meant = chosen.strip().casefold()
    return [
        Kind(
            same[0].kind if len(same) == 1 else label,
            label,
            sum(group.count for group in same),
            chosen=meant in {label.casefold(), *(group.kind.casefold() for group in same)},
        )
        for label, same in called.items()
    ]


def _plans(hits: Sequence[Hit]) -> dict[str, str]:
    return {hit.plan: hit.plan_title for hit in hits if hit.plan}


def _completed(service: Service, text: str) -> tuple[str, ...]:
    """Suggest searches in place of one that finds nothing: fewer letters of its last word, completed."""
    for length in range(len(text), _FEWEST_LETTERS, -1):
        found = suggest(service.index.result(), text[:length], limit=_WORDS)
        if found:
            return found
    return ()


def _in_a_cell(hit: Hit) -> Hit:
    return replace(hit, snippet=(Piece("".join(piece.text for piece in hit.snippet), matched=False),))
