"""The language of an answer: the ``lang`` parameter, else Accept-Language, else Swedish."""

from typing import Annotated, Final

from fastapi import Depends, Query, Request

from graph_service.api.preferences import sent, weighted
from graph_service.messages import LANGUAGES, Lang

_DEFAULT: Final[Lang] = "sv"


def language_of(request: Request) -> Lang:
    """Choose the language of an answer.

    Args:
        request: The request.

    Returns:
        The language.
    """
    header = weighted(sent(request, "accept-language"))
    accepted = [tag for tag, weight in sorted(header, key=lambda pair: -pair[1]) if weight]
    for tag in (*request.query_params.getlist("lang"), *accepted):
        for lang in LANGUAGES:
            if tag.split("-")[0] == lang:
                return lang
    return _DEFAULT


def _language(
    request: Request,
    lang: Annotated[Lang | None, Query(description="Language of names and messages; else Accept-Language.")] = None,
) -> Lang:
    return lang or language_of(request)


Language = Annotated[Lang, Depends(_language)]
"""The language of an answer, as a route's argument."""
