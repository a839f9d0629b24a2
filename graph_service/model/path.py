"""How two things hang together: the chains between them, hop by hop.

The records have no slots, for those without are written as JSON ten times as quickly.
"""

from dataclasses import dataclass

from graph_service.model.thread import Counts, Evidence, Hop, Node, Way


@dataclass(frozen=True)
class Chain:
    """One way from a thing to another.

    Attributes:
        length: How many steps it has.
        things: The things along it, both ends among them.
        hops: The hops in their order; where several links join the same two things, each is there.
    """

    length: int
    things: tuple[Node, ...]
    hops: tuple[Hop, ...]


@dataclass(frozen=True)
class Line:
    """One hop of a chain, as a row of a table.

    Attributes:
        chain: Number of the chain, from 1.
        step: Number of the step in it, from 1.
        lower: The end that leads.
        relation: Local name of the relation.
        upper: The end that is led to.
        evidence: What the hop rests on.
        link: IRI of the link that states it.
    """

    chain: int
    step: int
    lower: Node
    relation: str
    upper: Node
    evidence: Evidence
    link: str


@dataclass(frozen=True)
class Between:
    """What lies between two things.

    Attributes:
        way: Whether the first leads up to the second, or is led to by it; null if neither.
        shortest: Steps of the shortest chain; 0 if there is none.
        things: How many things lie on some way from one to the other, both ends among them.
        hops: How many hops do.
        more: True if there are more, or longer, chains than were looked for.
        above: What the first leads to, counted; told where there is no chain.
        below: What leads to the second, counted; told where there is no chain.
        meets: The nearest things that both lead to; told where there is no chain.
    """

    way: Way | None
    shortest: int
    things: int
    hops: int
    more: bool
    above: Counts | None
    below: Counts | None
    meets: tuple[Node, ...]
