"""The files that what is served was read from, row by row: to show where a finding stands."""

from collections.abc import Iterable
from pathlib import Path
from threading import Lock

from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.errors import RedThreadError
from graph_service.model.rows import TextRow
from graph_service.model.verdict import Place
from graph_service.store import files
from graph_service.store.excerpts import lines, rows


class Texts:
    """Reads a file when a row of it is first asked for, and keeps it while the snapshot is served."""

    def __init__(self, service: Service, desk: Desk) -> None:
        """Read nothing yet.

        Args:
            service: What is answered from.
            desk: Where the ledger is read.
        """
        self._service = service
        self._desk = desk
        self._lines: dict[str, list[str]] = {}
        self._lock = Lock()

    def prepare(self, places: Iterable[Place]) -> None:
        """Read the files of some places at once.

        Args:
            places: The places.
        """
        with self._lock:
            missing = {place.graph: place.file for place in places if place.graph not in self._lines}
            self._lines |= {graph: lines(text) for graph, text in self._read(missing).items()}

    def around(self, place: Place) -> tuple[TextRow, ...]:
        """Give the row of a place with those around it.

        Args:
            place: The place, in what is served.

        Returns:
            The rows; none if the file cannot be read any more.
        """
        self.prepare([place])
        return rows(self._lines.get(place.graph, ()), place.line)

    def _read(self, wanted: dict[str, str]) -> dict[str, str]:
        try:
            if self._service.commit is not None:
                ledger = self._desk.history()
                found = ledger.texts(self._service.commit, wanted) if wanted else {}
                ledger.still(self._service.commit, self._service.address)
                return found
            if self._desk.files:
                return {file.graph: file.text for file in self._desk.files if file.graph in wanted}
            limit = self._service.settings.file_bytes
            return {graph: files.read_text(Path(path), limit=limit) for graph, path in wanted.items()}
        except RedThreadError:  # a finding is told all the same, without the rows around it
            return {}
