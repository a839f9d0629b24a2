"""Where a reader is: the page, its language and time, and what every link on it keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Self
from urllib.parse import urlencode

from fastapi import Request

from graph_service.api.language import language_of
from graph_service.api.service import Service
from graph_service.messages import LANGUAGES, Lang
from graph_service.web import translations
from graph_service.web.paths import keeps_time
from graph_service.web.rendering import addresses

_PAGING: Final = frozenset({"offset", "limit"})
_NEVER_KEPT: Final = frozenset({"lang", "format"})


@dataclass(frozen=True, slots=True)
class Here:
    """Where a reader is.

    Attributes:
        service: What the page is made of.
        lang: The language of the page.
        path: Its path, encoded.
        query: Its parameters, without those that every link keeps.
        kept: The parameters that every link keeps: a language that was chosen, and another time than now.
        sent: Whether it is the answer to a form that was sent, which has no address of its own.
    """

    service: Service
    lang: Lang
    path: str
    query: tuple[tuple[str, str], ...]
    kept: Mapping[str, str]
    sent: bool = False

    @classmethod
    def of(cls, request: Request, service: Service, path: str | None = None) -> Self:
        """Tell where a request comes to.

        Args:
            request: The request.
            service: What it is answered from.
            path: The path that all formats of the page have in common, encoded; None for that of the request.

        Returns:
            The place.
        """
        lang = language_of(request)
        given = request.query_params
        chosen = {"lang": lang} if given.get("lang") in LANGUAGES else {}
        query = tuple(pair for pair in given.multi_items() if pair[0] not in _NEVER_KEPT)
        path = request.scope["raw_path"].decode("ascii") if path is None else path
        return cls(service, lang, path, query, {**chosen, **service.time}, request.method == "POST")

    def gettext(self, text: str, **values: object) -> str:
        """Say a text in the language of the page; ``%(name)s`` stands for a value."""
        said = translations.of(self.lang).gettext(text)
        return said % values if values else said

    def ngettext(self, one: str, many: str, count: int, **values: object) -> str:
        """Say a text about one thing or about many; ``%(num)s`` stands for how many."""
        return translations.of(self.lang).ngettext(one, many, count) % {"num": count, **values}

    def href(self, path: str, /, **given: object) -> str:
        """Give the address of another page.

        Args:
            path: Its path, encoded; behind ``#`` a place in it.
            **given: Its parameters; None and empty texts are left out, of a list each value is given.

        Returns:
            The address, in the language and of the time of this page.
        """
        whole, _, place = path.partition("#")
        kept = [pair for pair in self.kept.items() if keeps_time(whole) or pair[0] not in self.service.time]
        pairs = [*_pairs(given), *(pair for pair in kept if pair[0] not in given)]
        asked = f"?{urlencode(pairs)}" if pairs else ""
        return f"{whole}{asked}{f'#{place}' if place else ''}"

    def file(self, path: str) -> str:
        """Give the address of a file, which has no language; of the time of this page."""
        return f"{path}?{urlencode(self.service.time)}" if self.service.time else path

    def changed(self, **given: object) -> str:
        """Give the address of this page with other parameters; what is None is left out, and paging begins anew."""
        query = [pair for pair in self.query if pair[0] not in given and pair[0] not in _PAGING]
        pairs = [*query, *_pairs(given), *self.kept.items()]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def twin(self, ending: str) -> str:
        """Give the address of the same as this page in another format, such as ``".csv"``."""
        path = "/oversikt" if self.path == "/" else self.path
        pairs = [*self.query, *self.kept.items()]
        return f"{path}{ending}?{urlencode(pairs)}" if pairs else f"{path}{ending}"

    def now(self) -> str:
        """Give the address of this page as of now."""
        pairs = [*self.query, *(pair for pair in self.kept.items() if pair[0] not in self.service.time)]
        return f"{self.path}?{urlencode(pairs)}" if pairs else self.path

    def spoken(self, lang: Lang) -> str:
        """Give the address of this page in another language."""
        return f"{self.path}?{urlencode([*self.query, *{**self.kept, 'lang': lang}.items()])}"

    def thing(self, iri: str) -> str:
        """Give the address of what is told of a thing; empty where no browser should be led."""
        found = addresses(self.service.settings.base)(iri)
        return self.href(found) if found.startswith("/") else found

    def swedish(self, iri: str, title: str) -> bool:
        """Tell whether what a thing is called is in Swedish, as plans are, though the page is not."""
        things = self.service.graph.things
        number = things.number.get(iri)
        return self.lang != "sv" and number is not None and things.titles["sv"][number] == title

    def short(self, iri: str) -> str:
        """Give the short path that a thing can be named by."""
        return iri.removeprefix(self.service.settings.base)


def _pairs(given: Mapping[str, object]) -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for name, value in given.items():
        values = value if isinstance(value, list | tuple) else [value]
        pairs += [(name, str(one)) for one in values if one is not None and one != ""]
    return pairs
