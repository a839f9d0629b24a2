"""Changes as an Atom feed (https://www.rfc-editor.org/rfc/rfc4287), in pages (https://www.rfc-editor.org/rfc/rfc5005)."""

from collections.abc import Iterable
from typing import Final
from xml.etree import ElementTree as ET

from graph_service.messages import Lang, text
from graph_service.model.history import ChangedGraph, ChangeMade
from graph_service.plans import decided
from graph_service.settings import Settings

_ATOM: Final = "http://www.w3.org/2005/Atom"
_PATH: Final = "/api/v1/changes"
_NEVER: Final = "1970-01-01T00:00:00+00:00"
"""When a feed was updated in which nothing stands yet."""


def write(changes: Iterable[ChangeMade], settings: Settings, lang: Lang, following: str) -> bytes:
    """Write a page of the feed.

    Args:
        changes: The changes of the page.
        settings: The settings.
        lang: The language of titles.
        following: Path of the next page; empty if there is none.

    Returns:
        The feed as UTF-8.
    """
    ET.register_namespace("", _ATOM)
    url = settings.url
    listed = tuple(changes)
    feed = ET.Element(f"{{{_ATOM}}}feed", {"xml:lang": lang})
    _add(feed, "id", f"{url}{_PATH}")
    _add(feed, "title", text("feed.title", lang))
    _add(feed, "updated", max((one.at for one in listed), default=_NEVER))
    _add(_add(feed, "author"), "name", settings.operator_name)
    _add(feed, "link", rel="self", href=f"{url}{_PATH}?format=atom")
    if following:
        _add(feed, "link", rel="next", href=f"{url}{following}&format=atom")
    for one in listed:
        _entry(feed, one, url, lang)
    written: bytes = ET.tostring(feed, "utf-8", xml_declaration=True)
    return written


def _entry(feed: ET.Element, change: ChangeMade, url: str, lang: Lang) -> None:
    entry = _add(feed, "entry")
    _add(entry, "id", f"urn:sha256:{change.address}")
    _add(entry, "title", text("feed.change", lang, number=change.number, why=change.why))
    _add(entry, "updated", change.at)
    _add(_add(entry, "author"), "name", change.who)
    _add(
        entry, "link", rel="alternate", type="application/json", href=f"{url}{_PATH}?after={change.number - 1}&limit=1"
    )
    _add(entry, "summary", "\n".join(_told(one, lang) for one in change.graphs))


def _told(one: ChangedGraph, lang: Lang) -> str:
    if one.decision is not None:
        return decided.shown(one.decision, lang, taken_back=one.content is None)
    return text("feed.removed" if one.content is None else "feed.put", lang, name=one.path)


def _add(parent: ET.Element, name: str, content: str = "", **attributes: str) -> ET.Element:
    made = ET.SubElement(parent, f"{{{_ATOM}}}{name}", attributes)
    made.text = content or None
    return made
