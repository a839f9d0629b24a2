"""What somebody wants to have checked: for which plan, its exact bytes, and what it was made on."""

import base64
import binascii
import hashlib
import re
import zlib
from dataclasses import dataclass, replace
from pathlib import PurePosixPath
from typing import Final

from graph_service.api import changing, parameters
from graph_service.api.desk import Desk
from graph_service.api.service import Service
from graph_service.errors import ParameterError, TooLargeError, UnknownThingError
from graph_service.keeper.request import Sent
from graph_service.messages import Lang
from graph_service.plans import history, reviews, waivers
from graph_service.plans.foreign import EDITION
from graph_service.plans.upload import Sort
from graph_service.store import labels
from graph_service.store.excerpts import shortened
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH
from graph_service.web.review.forms import Form

ENDINGS: Final = {
    ".ttl": "Turtle",
    ".trig": "TriG",
    ".jsonld": "JSON-LD",
    ".nt": "N-Triples",
    ".nq": "N-Quads",
    ".rdf": "RDF/XML",
}
"""The formats by the endings of files, and what they are called."""
NEW: Final[dict[str, Sort]] = {"ny-plan": "plan", "nytt-register": "graph"}
"""What is chosen for a plan or register that is not there yet."""
NONE: Final = "ingen"
"""What stands for that nothing was known of a plan."""
_SORTS: Final[dict[str, Sort]] = {"plan": "plan", "graf": "graph"}
_ADDRESSES: Final = re.compile(r"[0-9a-f]{64}(?:[\s,]+[0-9a-f]{64})*")


@dataclass(frozen=True, slots=True)
class Target:
    """A plan or register that there is.

    Attributes:
        value: What stands for it in forms.
        name: What follows the base in its IRI.
        title: What it is called.
        sort: Which of the two it is.
    """

    value: str
    name: str
    title: str
    sort: Sort


@dataclass(frozen=True, slots=True)
class Upload:
    """What is to be checked.

    Attributes:
        sort: Whether it is a plan or a register.
        name: What follows the base in its IRI.
        ending: The ending of a file in its format.
        content: Its exact bytes.
        expected: Content addresses of what it was made on; none if nothing was known of it, None if that is not told.
        source: What the file is called where it comes from; empty if the text was pasted.
    """

    sort: Sort
    name: str
    ending: str
    content: bytes
    expected: tuple[str, ...] | None
    source: str = ""

    @property
    def value(self) -> str:
        """What stands for the plan or register in forms."""
        return _value(self.sort, self.name)

    @property
    def hash(self) -> str:
        """The SHA-256 of the bytes, by which what is published is told to be what was checked."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def carried(self) -> str:
        """The bytes as a field of a form: browsers would change the line ends of a text."""
        return base64.urlsafe_b64encode(zlib.compress(self.content)).decode("ascii")

    @property
    def on(self) -> str:
        """What it was made on, as a field of a form."""
        return "" if self.expected is None else ",".join(self.expected) or NONE

    def on_what(self, expected: tuple[str, ...]) -> "Upload":
        """Give the same as made on something else."""
        return replace(self, expected=expected)

    def checked(self, service: Service, lang: Lang) -> Sent:
        """Give what is handed in to be judged.

        Args:
            service: What is served.
            lang: The language of what is told.

        Returns:
            It; what differs is to be told too.
        """
        file = changing.file_name(self.name, self.ending)
        target = service.settings.base + self.name
        return Sent(target, self.sort, file, self.content, expected=self.expected, lang=lang, compared=True)

    def published(self, service: Service, lang: Lang, who: str, why: str) -> Sent:
        """Give what is handed in to be kept.

        Args:
            service: What is served.
            lang: The language of what is told.
            who: Who publishes it.
            why: Why.

        Returns:
            It.
        """
        return replace(self.checked(service, lang), publish=True, who=who, why=why)

    @property
    def text(self) -> str | None:
        """The text; None if it is not UTF-8."""
        try:
            return self.content.decode("utf-8-sig")
        except UnicodeDecodeError:
            return None


def targets(service: Service, lang: Lang) -> tuple[Target, ...]:
    """List the plans and registers that a new version can be given of.

    Args:
        service: What is served.
        lang: The language of names.

    Returns:
        The plans, then the registers, each in the order of their names.
    """
    base = service.settings.base
    decided = (f"{base}{reviews.FOLDER}", f"{base}{waivers.FOLDER}")
    found: dict[str, Sort] = {}
    for graph in service.graphs:
        plan, edition, _ = graph.partition(EDITION)
        own = graph.startswith(base) and graph not in {ONTOLOGY_GRAPH, DERIVED_GRAPH} and not graph.startswith(decided)
        if own:
            found[plan] = "plan" if edition else "graph"
    names = labels.describe(service.store, found)
    listed = [
        Target(_value(sort, iri.removeprefix(base)), iri.removeprefix(base), names[iri].title(lang), sort)
        for iri, sort in found.items()
    ]
    return tuple(sorted(listed, key=lambda one: (one.sort != "plan", one.title.casefold(), one.name)))


def read(form: Form, service: Service, desk: Desk, known: tuple[Target, ...]) -> Upload:
    """Take from a form what is to be checked.

    Args:
        form: What was sent.
        service: What is served.
        desk: Where the ledger is read.
        known: The plans and registers that there are.

    Returns:
        What is to be checked.

    Raises:
        ParameterError: If something is missing, or is not what it may be.
        UnknownThingError: If it is of no plan that there is, or made on no change that there is.
        TooLargeError: If it is larger than what is taken.
    """
    sort, name = _target(form, service, known)
    content, source, ending = _content(form, service)
    return Upload(sort, name, ending, content, _made_on(form, service, desk, sort, name), source)


def unpacked(carried: str, limit: int) -> bytes:
    """Give the bytes that a form has carried along.

    Args:
        carried: The field.
        limit: Most bytes.

    Returns:
        The bytes.

    Raises:
        ParameterError: If they are none.
        TooLargeError: If there are more.

    Example:
        >>> unpacked(Upload("plan", "p", ".ttl", b"a", None).carried, 10)
        b'a'
    """
    unpacking = zlib.decompressobj()
    try:
        content = unpacking.decompress(base64.urlsafe_b64decode(carried.encode("ascii")), limit + 1)
    except (ValueError, binascii.Error, zlib.error) as error:
        raise ParameterError("check_carried") from error
    if len(content) > limit:
        raise TooLargeError("upload_too_large", limit=limit)
    if not unpacking.eof:
        raise ParameterError("check_carried")
    return content


def _target(form: Form, service: Service, known: tuple[Target, ...]) -> tuple[Sort, str]:
    chosen = form.text("plan")
    if not chosen:
        raise ParameterError("check_target")
    if chosen in NEW:
        name = form.text("namn").removeprefix(service.settings.base).strip("/")
        parameters.refuse_long({"namn": name})
        if not name or not name.isprintable():
            raise ParameterError("check_name", base=service.settings.base)
        return NEW[chosen], name
    kind, _, name = chosen.partition(":")
    if not any(target.value == chosen for target in known) and form.text("nytt") != chosen:
        raise UnknownThingError("check_unknown", name=shortened(name or chosen))
    return _SORTS.get(kind, "plan"), name


def _content(form: Form, service: Service) -> tuple[bytes, str, str]:
    ending = form.choice("format", ("", *ENDINGS))
    limit = service.settings.upload_bytes
    if form.file is not None:
        ending = ending or PurePosixPath(form.file.name.lower()).suffix
        if ending not in ENDINGS:
            raise ParameterError("check_ending", name=form.file.name, endings=", ".join(ENDINGS))
        return form.file.content, form.file.name, ending
    text = form.fields.get("text", "")
    if text.strip():
        content = text.encode()
    elif form.text("innehall"):
        content = unpacked(form.text("innehall"), limit)
    else:
        raise ParameterError("check_nothing")
    if len(content) > limit:
        raise TooLargeError("upload_too_large", limit=limit)
    return content, "", ending or ".ttl"


def _made_on(form: Form, service: Service, desk: Desk, sort: Sort, name: str) -> tuple[str, ...] | None:
    given = form.text("bas")
    if not given:
        return None
    if given == NONE:
        return ()
    if _ADDRESSES.fullmatch(given.lower()):
        return tuple(re.split(r"[\s,]+", given.lower()))
    return history.contents(desk.history(), service.settings.base + name, sort, given)


def _value(sort: Sort, name: str) -> str:
    return f"{'plan' if sort == 'plan' else 'graf'}:{name}"
