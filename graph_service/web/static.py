"""Style sheets, scripts and pictures, which browsers keep: their addresses say what is in them."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Annotated, Final

from fastapi import FastAPI, Response
from fastapi import Path as PathParameter

from graph_service.errors import UnknownThingError

FOLDER: Final = Path(__file__).with_name("static")
_MEDIA: Final = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".txt": "text/plain; charset=utf-8",
}
_FOR_GOOD: Final = {"Cache-Control": "public, max-age=31536000, immutable"}
_LENGTH: Final = 12


def address(name: str) -> str:
    """Give the address of a file, which is another as soon as the file is.

    Args:
        name: The file's name.

    Returns:
        A path here.

    Example:
        >>> address("style.css").startswith("/static/style.css?v=")
        True
    """
    return f"/static/{name}?v={_files()[name][0]}"


@cache
def _files() -> dict[str, tuple[str, bytes]]:
    read = {path.name: path.read_bytes() for path in sorted(FOLDER.iterdir()) if path.suffix in _MEDIA}
    return {name: (hashlib.sha256(content).hexdigest()[:_LENGTH], content) for name, content in read.items()}


def add(app: FastAPI) -> None:
    """Add the route to an application.

    Args:
        app: The application.
    """

    @app.get("/static/{name}", include_in_schema=False)
    def file(name: Annotated[str, PathParameter(max_length=100)], v: str | None = None) -> Response:
        if name not in _files():
            raise UnknownThingError("unknown_thing", name=name, hint="")
        version, content = _files()[name]
        headers = _FOR_GOOD if v == version else {}
        return Response(content, headers=headers, media_type=_MEDIA[Path(name).suffix])
