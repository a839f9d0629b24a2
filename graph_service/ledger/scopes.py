"""What a token may do: scopes, and which of them a change of some graphs needs.

=================  =================================================================================
``plan:PATH``      the graphs of all editions of one plan; its path is what follows the base in its IRI
``plan:*``         those of every plan
``graph:PATH``     one graph that belongs to no plan, such as a register or a file with links
``graph:*``        every such graph
``review``         reviews of links, and waivers
``read``           nothing but reading, where that is closed; every other scope reads too
``all``            everything
=================  =================================================================================
"""

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Final

from graph_service.errors import ParameterError
from graph_service.store.excerpts import shortened
from graph_service.store.files import GraphFile
from graph_service.vocabulary import RT

ALL: Final = "all"
READ: Final = "read"
REVIEW: Final = "review"
_WORDS: Final = frozenset({ALL, READ, REVIEW})
_PATHED: Final = re.compile(r"(plan|graph):(\*|[^\x00-\x20\x7f<>\"{}|\\^`*]{1,500})")
"""A path is the end of an IRI, or a whole one; a star that is a part of it would look as if it stood for something."""
_EDITION_OF: Final = f"{RT}editionOf"


def parse(text: str, *, base: str) -> str:
    """Read a scope.

    Args:
        text: What somebody wrote.
        base: Base that the paths of plans and graphs lie under; where it is written out, it is left out.

    Returns:
        The scope.

    Raises:
        ParameterError: If it is none.

    Example:
        >>> parse("plan:https://example.org/id/lika-2018", base="https://example.org/id/")
        'plan:lika-2018'
    """
    found = _PATHED.fullmatch(text)
    path = found[2].removeprefix(base) if found else ""
    if text not in _WORDS and (not found or not path or not path.isprintable()):
        raise ParameterError("token_scope", scope=shortened(text))
    return f"{found[1]}:{path}" if found else text


def allows(held: Collection[str], needed: str) -> bool:
    """Tell whether scopes allow what needs some scope.

    Args:
        held: The scopes of a token.
        needed: The scope that is needed.

    Returns:
        True if they do.

    Example:
        >>> allows(["plan:lika-2018"], "plan:lika-2018"), allows(["plan:lika"], "plan:lika-2018")
        (True, False)
        >>> allows(["plan:*"], "graph:register/roller"), allows(["review"], "read"), allows([], "read")
        (False, True, False)
    """
    every = f"{needed.partition(':')[0]}:*"
    return bool(held) if needed == READ else not {ALL, needed, every}.isdisjoint(held)


def needed_for(files: Iterable[GraphFile], *, base: str) -> frozenset[str]:
    """Tell which scopes a change needs, all of them together.

    A graph belongs to the plan that it says its edition is one of. A graph that belongs to none needs a scope of its
    own; so does one whose name does not lie under the plan's, for whoever may write one plan must not take the names
    of others.

    Args:
        files: Every graph that the change touches: as it is now, if it is there, and as it would become, if it is put
            in. Were only one of the two looked at, a token for one plan could take or replace a graph of another.
        base: Base that paths lie under.

    Returns:
        The scopes.
    """
    return frozenset(scope for file in files for scope in _needed(file, base))


def _needed(file: GraphFile, base: str) -> Iterator[str]:
    plans = {
        quad.object.value.removeprefix(base)  # type: ignore[union-attr]  # whatever its kind, it has one
        for quad in file.quads
        if quad.predicate.value == _EDITION_OF and str(quad.subject) == f"<{file.graph}>"
    }
    yield from (f"plan:{plan}" for plan in plans)
    path = file.graph.removeprefix(base)
    if not any(path.startswith((f"{plan}/", f"{plan}#")) for plan in plans):
        yield f"graph:{path}"
