"""A graph that is put into the ledger: its statements in their canonical form, and the text that it was read from."""

from pathlib import Path
from typing import NamedTuple, Self

from graph_service.store import canonical
from graph_service.store.files import GraphFile


class Put(NamedTuple):
    """A graph that is put in.

    Attributes:
        graph: Its IRI.
        name: The file's name.
        content: Its statements in their canonical form.
        text: The file's text.
    """

    graph: str
    name: str
    content: bytes
    text: str

    @classmethod
    def of(cls, file: GraphFile) -> Self:
        """Bring a file's statements into their canonical form.

        Args:
            file: The file.

        Returns:
            What is kept of it.

        Raises:
            UnreadableInputError: If its blank nodes cannot be told apart in reasonable time and memory.
        """
        return cls(file.graph, file.path.name, canonical.canonical(file.quads, str(file.path)), file.text)

    @property
    def address(self) -> str:
        """The content address of the statements."""
        return canonical.address(self.content)

    @property
    def file(self) -> GraphFile:
        """It as the ledger will give it."""
        return GraphFile(Path(self.name), self.graph, canonical.read(self.content, self.graph), self.text)
