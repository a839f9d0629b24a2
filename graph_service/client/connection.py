"""Speaking HTTP with one service: what is asked, where, and errors that say what is wrong with the way there."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Final
from urllib.parse import quote

import httpx
import orjson

from graph_service import __version__
from graph_service.errors import ParameterError, ProblemError, RemoteError
from graph_service.messages import Lang
from graph_service.store.excerpts import shortened

Value = str | float | Sequence[str] | None
"""A parameter's value; None leaves it out, and several values give it several times."""
Values = Mapping[str, Value]
"""Parameters by name."""

_TOKEN: Final = re.compile(r"[A-Za-z0-9._~+/-]+=*")
"""See https://www.rfc-editor.org/rfc/rfc6750#section-2.1."""
_MOST_MOVES: Final = 5
_MARK: Final = "X-Snapshot"
"""The header by which a service of ours is known."""
_PROBLEM: Final = "application/problem+json"


class Connection:
    """A way to one service, and to no other: a redirect to another host is told, not followed."""

    def __init__(
        self, url: str, *, token: str | None, timeout: float, lang: Lang, always: Mapping[str, str] | None = None
    ) -> None:
        """Prepare, without asking anything.

        Args:
            url: The address of the service.
            token: What lets this client in, where the service demands that.
            timeout: Most seconds to wait for the service to be reached, and for each piece of an answer.
            lang: The language of names and messages.
            always: Parameters that everything is asked with.

        Raises:
            ParameterError: If the address or the token cannot be one.
        """
        self.url = _address(url)
        self._timeout = timeout
        self._always = dict(always or {})
        headers = {"Accept-Language": lang, "User-Agent": f"redthread/{__version__}"}
        if token is not None:
            if not _TOKEN.fullmatch(token):
                raise ParameterError("service_token")
            headers["Authorization"] = f"Bearer {token}"
        self._http = httpx.Client(headers=headers, timeout=timeout, follow_redirects=False)

    def close(self) -> None:
        """Close what is open."""
        self._http.close()

    def get(self, path: str, values: Values | None = None, *, accept: str = "application/json") -> httpx.Response:
        """Ask for something.

        Args:
            path: What, from the address of the service on; begins with a slash.
            values: Parameters.
            accept: The media types that are wanted.

        Returns:
            The whole answer.

        Raises:
            ProblemError: If the service says that something is wrong.
            RemoteError: If it cannot be reached, or does not answer as ours do.
        """
        request = self._http.build_request(
            "GET", self.url + path, params=_parameters({**self._always, **(values or {})}), headers={"Accept": accept}
        )
        return self._answer(request)

    def post(self, path: str, values: Values, *, accept: str) -> httpx.Response:
        """Ask with a form, which may be long.

        Args:
            path: What, from the address of the service on; begins with a slash.
            values: The fields of the form.
            accept: The media types that are wanted.

        Returns:
            The whole answer.

        Raises:
            ProblemError: If the service says that something is wrong.
            RemoteError: If it cannot be reached, or does not answer as ours do.
        """
        request = self._http.build_request(
            "POST", self.url + path, params=self._always, data=_parameters(values), headers={"Accept": accept}
        )
        return self._answer(request)

    def following(self, answer: httpx.Response) -> httpx.Response | None:
        """Fetch the page after another, as that one names it (https://www.rfc-editor.org/rfc/rfc8288).

        Args:
            answer: The page before.

        Returns:
            The next page; None if there is none.

        Raises:
            ProblemError: If the service says that something is wrong.
            RemoteError: If it cannot be reached, or names a page somewhere else.
        """
        link = answer.links.get("next")
        if link is None:
            return None
        with self._told():
            request = self._http.build_request(
                "GET", answer.url.join(link["url"]), headers={"Accept": answer.request.headers["accept"]}
            )
        self._stay(answer.request, request)
        return self._answer(request)

    def unreadable(self, reason: object) -> RemoteError:
        """Make the error of an answer that is not what it should be.

        Args:
            reason: What is wrong with it.

        Returns:
            The error.
        """
        return RemoteError("service_unreadable", url=self.url, reason=shortened(str(reason)), version=__version__)

    def _answer(self, request: httpx.Request) -> httpx.Response:
        with self._told():
            for _ in range(_MOST_MOVES):
                response = self._http.send(request, stream=True)
                try:
                    if response.next_request is None:
                        return self._read(response)
                finally:
                    response.close()
                self._stay(request, response.next_request)
                request = response.next_request
        raise RemoteError("service_moved", url=self.url, target=shortened(str(request.url)))

    def _read(self, response: httpx.Response) -> httpx.Response:
        problem = response.headers.get("content-type", "").startswith(_PROBLEM)
        if not problem and (_MARK not in response.headers or response.is_error):
            # Not read: whatever it is, it is nothing for us, and it may be endless.
            raise RemoteError("service_foreign", url=self.url, status=response.status_code)
        response.read()
        if problem:
            raise self._problem(response)
        return response

    def _problem(self, response: httpx.Response) -> RemoteError:
        try:
            document = orjson.loads(response.content)
            if document["code"] == "nowhere" and httpx.URL(self.url).path != "/":
                return RemoteError("service_deeper", url=self.url)
            candidates = tuple((str(one["id"]), str(one["title"])) for one in document.get("candidates", ()))
            return ProblemError(response.status_code, str(document["code"]), str(document["detail"]), candidates)
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            return self.unreadable(error)

    def _stay(self, before: httpx.Request, after: httpx.Request) -> None:
        if before.method != after.method or not is_same_way(str(before.url), str(after.url)):
            raise RemoteError("service_moved", url=self.url, target=shortened(str(after.url)))

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except httpx.TimeoutException as error:
            raise RemoteError("service_silent", url=self.url, seconds=f"{self._timeout:g}") from error
        except (httpx.ConnectError, httpx.ProxyError) as error:
            raise RemoteError("service_unreachable", url=self.url, reason=_reason(error)) from error
        except (httpx.HTTPError, httpx.InvalidURL, ValueError) as error:
            raise RemoteError("service_broken", url=self.url, reason=_reason(error)) from error


def is_same_way(before: str, after: str) -> bool:
    """Tell whether it is safe to go on from one address to another that the first one names.

    Args:
        before: The address that was asked.
        after: The address that it names.

    Returns:
        True if both are on one host, and nothing that was encrypted would be so no more.

    Example:
        >>> is_same_way("http://plans.example/a", "https://plans.example/b")
        True
    """
    one, other = httpx.URL(before), httpx.URL(after)
    return one.host == other.host and (other.scheme == "https" or one.scheme == other.scheme == "http")


def path_of(name: str) -> str:
    """Write what a user calls a thing as the end of a path.

    Args:
        name: An IRI, a short path, a code or words.

    Returns:
        The name with everything escaped that does not stand for itself in a path.

    Example:
        >>> path_of("https://w3id.org/x#å ?")
        'https://w3id.org/x%23%C3%A5%20%3F'
    """
    return quote(name, safe="/:")


def _address(url: str) -> str:
    try:
        parsed = httpx.URL(url)
        root = str(parsed.copy_with(query=None, fragment=None)).rstrip("/")
    except (httpx.InvalidURL, ValueError):
        raise ParameterError("service_url", url=shortened(url)) from None
    unfit = parsed.userinfo or parsed.query or parsed.fragment
    if parsed.scheme not in {"http", "https"} or not parsed.host or unfit:
        raise ParameterError("service_url", url=shortened(url))
    return root


def _reason(error: Exception) -> str:
    return shortened(re.sub(r"^\[Errno -?\d+\] ", "", str(error)).rstrip("."))


def _parameters(values: Values) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
