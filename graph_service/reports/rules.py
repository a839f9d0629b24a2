"""What the shapes demand, for reports that list it."""

import re
from collections.abc import Iterable
from typing import Final

from graph_service.reports.report import Rule
from graph_service.validation.shapes import Shape, each

_FIELD: Final = re.compile(r"\{[?$]\w+\}")


def rules(shapes: Iterable[Shape]) -> tuple[Rule, ...]:
    """Give the rules that some shapes are.

    Args:
        shapes: Shapes with targets.

    Returns:
        One rule for each shape that can find something, with … for what only a finding can tell.
    """
    return tuple(_rule(shape) for shape in each(shapes) if shape.constraints)


def _rule(shape: Shape) -> Rule:
    messages = next((c.messages for c in shape.constraints if c.messages), shape.messages)
    return Rule(
        shape.iri,
        shape.severity,
        {lang: _FIELD.sub("…", message) for lang, message in messages.items()},
        shape.mend,
    )
