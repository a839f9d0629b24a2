"""The language of an answer: the ``lang`` parameter, else Accept-Language, else Swedish."""

from typing import Final

from fastapi import Request

from graph_service.messages import LANGUAGES, Lang

_DEFAULT: Final[Lang] = "sv"


def language_of(request: Request) -> Lang:
    """Choose the language of an answer.

    Args:
        request: The request.

    Returns:
        The language.
    """
    wanted = [request.query_params.get("lang", "")]
    ranked: list[tuple[float, str]] = []
    for part in request.headers.get("accept-language", "").split(","):
        tag, _, quality = part.strip().partition(";q=")
        try:
            ranked.append((float(quality or 1), tag))
        except ValueError:
            continue
    wanted += [tag for quality, tag in sorted(ranked, key=lambda pair: -pair[0]) if quality > 0]
    for tag in wanted:
        for lang in LANGUAGES:
            if tag.lower().split("-")[0] == lang:
                return lang
    return _DEFAULT
