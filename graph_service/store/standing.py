"""What holds of links and waivers, in the place of what their files say: reviews, changed texts and past days count.

A file says what whoever wrote it knew. Whether its links still hold depends on reviews and on texts in other files, and
whether its waivers do depends on the day. In the dataset each link has the validity that holds, and a waiver whose last
day has passed is an ``rt:ExpiredWaiver``, so that no query need know how either came about.
"""

from collections.abc import Iterable, Mapping
from datetime import date

import pyoxigraph as ox

from graph_service.model.validity import Kept, Validity
from graph_service.store import waivers
from graph_service.store.files import GraphFile
from graph_service.store.links import VALIDITY, Links
from graph_service.store.waivers import EXPIRED, TYPE, WAIVER
from graph_service.vocabulary import RT


def as_it_stands(files: Iterable[GraphFile], kept: Kept, today: date | None) -> dict[str, tuple[ox.Quad, ...]]:
    """Give what some files say as it stands.

    Args:
        files: The files, each with a graph of its own.
        kept: What the ends of links said when what the links state came in; of others it is not known.
        today: The day on which waivers have to count; None to let all count.

    Returns:
        The statements by the IRI of their graph.
    """
    plans = tuple(files)
    overruled = {
        standing.link.iri: standing.validity
        for standing in Links(plans).standings(kept)
        if standing.validity != standing.link.validity
    }
    past = {waived.iri for waived in waivers.read(plans) if waived.expired(today)} if today is not None else set()
    if not overruled and not past:
        return {file.graph: file.quads for file in plans}
    return {file.graph: tuple(stands(quad, overruled, past) for quad in file.quads) for file in plans}


def stands(quad: ox.Quad, overruled: Mapping[str, Validity], past: set[str]) -> ox.Quad:
    """Give a statement as it stands.

    Args:
        quad: The statement, as a file says it.
        overruled: The validity of links that have another than their files say, by the link's IRI.
        past: IRIs of waivers whose last day has passed.

    Returns:
        It, or what holds in its place.
    """
    subject = quad.subject
    if not isinstance(subject, ox.NamedNode):
        return quad
    if quad.predicate == VALIDITY and subject.value in overruled:
        return ox.Quad(subject, VALIDITY, ox.NamedNode(f"{RT}{overruled[subject.value]}"), quad.graph_name)
    if quad.predicate == TYPE and quad.object == WAIVER and subject.value in past:
        return ox.Quad(subject, TYPE, EXPIRED, quad.graph_name)
    return quad
