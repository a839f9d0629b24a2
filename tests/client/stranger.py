"""A server on loopback that is no service of ours, and says whatever a test has it say."""

import socket
import threading
from collections.abc import Mapping
from typing import Final, Self

FOREVER: Final = b"\0forever"
"""As the end of an answer: the connection stays open, and nothing more comes."""
ENDLESS: Final = b"\0endless"
"""As the end of an answer: the same bytes come for ever."""


class Stranger:
    """A server that answers each path with the bytes given for it.

    Attributes:
        url: Its address.
        asked: What it was sent, in order: request line and headers of each request.
    """

    def __init__(self, answers: Mapping[str, bytes]) -> None:
        """Listen on a free port.

        Args:
            answers: What is sent back, by path; for all others the connection is closed without a word.
        """
        self._answers = dict(answers)
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._open: list[socket.socket] = []
        self.url = f"http://127.0.0.1:{self._listening.getsockname()[1]}"
        self.asked: list[str] = []
        threading.Thread(target=self._listen, daemon=True).start()

    def say(self, path: str, answer: bytes) -> None:
        """Answer a path from now on with some bytes."""
        self._answers[path] = answer

    def __enter__(self) -> Self:
        """Give the server."""
        return self

    def __exit__(self, *_: object) -> None:
        """Stop it."""
        self._listening.close()
        for connection in self._open:
            connection.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            self._open.append(connection)
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            head = b""
            while b"\r\n\r\n" not in head:
                more = connection.recv(65_536)
                if not more:
                    return
                head += more
            self.asked.append(head.decode("latin-1"))
            answer = self._answers.get(self.asked[-1].split(" ", 2)[1].partition("?")[0], b"")
            connection.sendall(answer.removesuffix(FOREVER).removesuffix(ENDLESS))
            if answer.endswith(FOREVER):
                return
            while answer.endswith(ENDLESS):
                connection.sendall(b"x" * 65_536)
            connection.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # the client has had enough


def answer(body: bytes = b"", status: str = "200 OK", **headers: str) -> bytes:
    """Write an answer.

    Args:
        body: What it holds.
        status: Its status code and reason.
        **headers: Its headers, with underscores for hyphens; without a length, a right one is added.

    Returns:
        The bytes that are sent.
    """
    given = {name.replace("_", "-"): value for name, value in headers.items()}
    given.setdefault("Content-Length", str(len(body)))
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items()), "Connection: close", "", ""]
    return "\r\n".join(lines).encode() + body
