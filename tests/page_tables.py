"""What stands in the tables of a page, read as a browser would: for tests of pages."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Final

_CELLS: Final = frozenset({"td", "th"})
_BLOCKS: Final = frozenset({"p", "blockquote", "details", "summary", "li", "span"})


@dataclass
class Cell:
    """A cell of a table: its text, the addresses of its links, and what its tag says."""

    tag: str
    said: dict[str, str]
    links: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text, with single spaces."""
        return " ".join("".join(self.words).split())


@dataclass
class Row:
    """A row of a table."""

    said: dict[str, str]
    cells: list[Cell] = field(default_factory=list)

    @property
    def texts(self) -> list[str]:
        """The texts of its cells."""
        return [cell.text for cell in self.cells]


class _Tables(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tables: list[list[Row]] = []
        self._open: Cell | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "table":
            self.tables.append([])
        elif tag == "tr":
            self.tables[-1].append(Row(said))
        elif tag in _CELLS:
            self._open = Cell(tag, said)
            self.tables[-1][-1].cells.append(self._open)
        elif tag in _BLOCKS and self._open is not None:
            self._open.words.append(" ")
        elif tag == "a" and self._open is not None and "href" in said:
            self._open.links.append(said["href"])

    def handle_endtag(self, tag: str) -> None:
        if tag in _CELLS:
            self._open = None

    def handle_data(self, data: str) -> None:
        if self._open is not None:
            self._open.words.append(data)


def tables(html: str) -> list[list[Row]]:
    """Read the tables of a page.

    Args:
        html: The page.

    Returns:
        The rows of each.
    """
    reader = _Tables()
    reader.feed(html)
    return reader.tables
