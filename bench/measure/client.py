"""One request by the plainest client: what prepares and awaits the engines must not take their time."""

from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from time import perf_counter
from typing import Final
from urllib.parse import urlsplit

from bench.measure.errors import NoAnswerError
from bench.measure.load import Request

_TIMEOUT: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back.

    Attributes:
        status: The status code.
        body: The content.
        seconds: How long it took.
    """

    status: int
    body: bytes
    seconds: float


def send(url: str, request: Request, *, accept: str = "*/*") -> Answer:
    """Send a request.

    Args:
        url: Scheme, host and port of the engine.
        request: What to send.
        accept: Media types that are accepted.

    Returns:
        The answer, whatever its status code.

    Raises:
        NoAnswerError: If there is none.
    """
    headers = {"Accept": accept}
    if request.form:
        headers["Content-Type"] = "application/x-www-form-urlencoded"
    return _exchange(url, request.method, request.path, request.body or None, headers)


def upload(url: str, path: str, file: Path, *, media_type: str) -> Answer:
    """Post a file.

    Args:
        url: Scheme, host and port of the engine.
        path: Where to.
        file: The file.
        media_type: Its media type.

    Returns:
        The answer.

    Raises:
        NoAnswerError: If there is none.
    """
    return _exchange(url, "POST", path, file.read_bytes(), {"Content-Type": media_type})


def _exchange(url: str, method: str, path: str, body: str | bytes | None, headers: dict[str, str]) -> Answer:
    connection = HTTPConnection(urlsplit(url).netloc, timeout=_TIMEOUT)
    began = perf_counter()
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return Answer(answer.status, answer.read(), perf_counter() - began)
    except (OSError, HTTPException) as error:
        raise NoAnswerError(url, path, error) from error
    finally:
        connection.close()
