"""What makes two findings of different runs the same."""

import hashlib
import json
from pathlib import PurePath
from typing import Final

from graph_service.model.terms import BlankNode, Term
from graph_service.model.verdict import Finding

_DIGITS: Final = 32


def fingerprint(finding: Finding) -> str:
    """Give what is the same for the same finding in two runs, wherever in a file it stands.

    Args:
        finding: The finding.

    Returns:
        Hexadecimal digits, made of shape, component, focus node, path and value. A blank node has another label in each
        run, so that its file stands for it.
    """
    parts = (
        finding.shape,
        finding.component,
        _lasting(finding, finding.focus),
        finding.path,
        None if finding.value is None else _lasting(finding, finding.value),
    )
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:_DIGITS]


def _lasting(finding: Finding, term: Term) -> str:
    if isinstance(term, BlankNode):
        return f"_:{PurePath(finding.place.file).name}" if finding.place else "_:"
    return term.value
