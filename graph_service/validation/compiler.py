"""Compiling shapes to SPARQL: one query per constraint, asked once for all nodes at once.

Asking a constraint for each node by itself is what makes SHACL slow; as a set it is one query.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count
from typing import Final

from graph_service.errors import ShapeError
from graph_service.model.verdict import Severity
from graph_service.validation.shapes import Constraint, Shape
from graph_service.vocabulary import SH, XSD

_CHECKED_DATATYPES: Final = frozenset(
    f"<{XSD}{name}>"
    for name in (
        *("integer", "decimal", "boolean", "double", "float", "date", "time", "dateTime"),
        *("gYear", "gMonth", "gDay", "gYearMonth", "gMonthDay", "duration", "yearMonthDuration", "dayTimeDuration"),
    )
)
_NODE_KINDS: Final = {
    f"<{SH}IRI>": "isIRI({v})",
    f"<{SH}BlankNode>": "isBlank({v})",
    f"<{SH}Literal>": "isLiteral({v})",
    f"<{SH}BlankNodeOrIRI>": "(isBlank({v}) || isIRI({v}))",
    f"<{SH}BlankNodeOrLiteral>": "(isBlank({v}) || isLiteral({v}))",
    f"<{SH}IRIOrLiteral>": "(isIRI({v}) || isLiteral({v}))",
}
_COMPARISONS: Final = {"minInclusive": ">=", "maxInclusive": "<=", "minExclusive": ">", "maxExclusive": "<"}
_PAIRS: Final = {"lessThan": "<", "lessThanOrEquals": "<="}


@dataclass(frozen=True, slots=True)
class Check:
    """One constraint as a query.

    Attributes:
        query: A SELECT that gives ``?focus``, and ``?value`` and other variables where there are any, for each
            node that does not meet the constraint.
        shape: The shape that the constraint stands in.
        constraint: The constraint.
        severity: How bad it is.
        target: The shape that says to what it applies: the same, or the node shape around it.
        number: Which of the constraint's queries this is, from 0.
    """

    query: str
    shape: Shape
    constraint: Constraint
    severity: Severity
    target: Shape
    number: int

    def asked_of(self, nodes: Iterable[str]) -> str:
        """Give the query that looks at some nodes alone.

        Args:
            nodes: IRIs and literals as SPARQL text, which the shape applies to.

        Returns:
            The query.
        """
        values = f"VALUES ?focus {{ {' '.join(nodes)} }}"
        return tuple(_queries(values, self.shape, self.constraint, few=True))[self.number]

    def asked_of_nameless(self) -> str:
        """Give the query that looks at blank nodes alone, which no query can name."""
        return tuple(_queries(f"{_targets(self.target)} FILTER(isBlank(?focus))", self.shape, self.constraint))[
            self.number
        ]


def compile_shapes(shapes: tuple[Shape, ...]) -> tuple[Check, ...]:
    """Compile shapes to checks.

    Args:
        shapes: Shapes with targets.

    Returns:
        One check per constraint.

    Raises:
        ShapeError: If a constraint cannot be compiled where it stands.
    """
    return tuple(
        Check(query, inner, constraint, inner.severity, shape, number)
        for shape in shapes
        for inner in (shape, *shape.properties)
        for constraint in inner.constraints
        for number, query in enumerate(_queries(_targets(shape), inner, constraint))
    )


def _targets(shape: Shape) -> str:
    forms = {
        "class": "{{ ?focus a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* <{0}> }}",
        "node": "{{ VALUES ?focus {{ <{0}> }} }}",
        "literal": "{{ VALUES ?focus {{ {0} }} }}",
        "subjectsOf": "{{ ?focus <{0}> ?anyObject }}",
        "objectsOf": "{{ ?anySubject <{0}> ?focus }}",
    }
    union = " UNION ".join(forms[kind].format(iri) for kind, iri in shape.targets)
    return f"{{ SELECT DISTINCT ?focus WHERE {{ {union} }} }}"


def _queries(targets: str, shape: Shape, constraint: Constraint, *, few: bool = False) -> Iterator[str]:
    name = constraint.parameter
    if name == "sparql":
        yield _asked_of_targets(targets, constraint.value)
    elif name in {"minCount", "maxCount"}:
        yield _cardinality(targets, shape, constraint, few=few)
    elif name == "hasValue":
        held = _has(shape, constraint.value)
        yield f"SELECT DISTINCT ?focus WHERE {{ {targets} FILTER NOT EXISTS {{ {held} }} }}"
    elif name == "uniqueLang":
        if constraint.value.startswith('"true"'):
            first, second = f"?focus {shape.path} ?one", f"?focus {shape.path} ?two"
            yield (
                f"SELECT DISTINCT ?focus WHERE {{ {targets} {first} . {second} "
                'FILTER(LANG(?one) != "" && LANG(?one) = LANG(?two) && !sameTerm(?one, ?two)) }'
            )
    elif name in _PAIRS:
        compared = f"COALESCE(?value {_PAIRS[name]} ?other, false)"
        yield (
            f"SELECT DISTINCT ?focus ?value WHERE {{ {targets} ?focus {shape.path} ?value . "
            f"?focus {constraint.value} ?other FILTER(!{compared}) }}"
        )
    elif name == "equals":
        other = f"?focus {constraint.value} ?value"
        for one, two in ((_values(shape), other), (other, _has(shape, "?value"))):
            yield f"SELECT DISTINCT ?focus ?value WHERE {{ {targets} {one} FILTER NOT EXISTS {{ {two} }} }}"
    else:
        condition = _condition(constraint, "?focus", "?value", count())
        yield (
            f"SELECT DISTINCT ?focus ?value WHERE {{ {targets} {_values(shape)} "
            f"FILTER(!COALESCE({condition}, false)) }}"
        )


def _asked_of_targets(targets: str, query: str) -> str:
    """Have a SPARQL constraint look at the targets alone, by putting them first into its WHERE."""
    select, brace, where = query.partition("{")
    return (
        f"SELECT DISTINCT * WHERE {{ {{ {select}{brace} {targets} BIND(?focus AS ?this) {where} }} "
        "BIND(?this AS ?focus) }"
    )


def _values(shape: Shape) -> str:
    """Write as a SPARQL pattern what binds the value nodes."""
    return f"?focus {shape.path} ?value" if shape.path else "BIND(?focus AS ?value)"


def _has(shape: Shape, value: str) -> str:
    """Write as a SPARQL pattern that something is among the value nodes."""
    return f"?focus {shape.path} {value}" if shape.path else f"FILTER(sameTerm(?focus, {value}))"


def _cardinality(targets: str, shape: Shape, constraint: Constraint, *, few: bool) -> str:
    limit = _integer(constraint)
    if constraint.parameter == "minCount" and limit == 1:
        # The engine asks MINUS once for all; FILTER NOT EXISTS with a path of several steps it asks anew for each node.
        # Named inside too, a few nodes need not be looked for among all that have such values.
        having = f"{targets if few else ''} ?focus {shape.path} ?any"
        return f"SELECT DISTINCT ?focus WHERE {{ {targets} MINUS {{ {having} }} }}"
    values = f"?focus {shape.path} ?any"
    # What has no value at all never has too many, so no such node need be kept.
    counted, wrong = (
        (f"OPTIONAL {{ {values} }}", f"< {limit}") if constraint.parameter == "minCount" else (values, f"> {limit}")
    )
    return f"SELECT ?focus WHERE {{ {targets} {counted} }} GROUP BY ?focus HAVING (COUNT(DISTINCT ?any) {wrong})"


def _integer(constraint: Constraint) -> int:
    return int(constraint.value.split('"')[1])


def _conforms(shape: Shape, node: str, numbers: Iterator[int]) -> str:
    return _all(
        f"COALESCE({_holds(inner, constraint, node, numbers)}, false)"
        for inner in (shape, *shape.properties)
        for constraint in inner.constraints
    )


def _any(conditions: Iterable[str]) -> str:
    return f"({' || '.join(conditions) or 'false'})"


def _all(conditions: Iterable[str]) -> str:
    return f"({' && '.join(conditions) or 'true'})"


def _holds(shape: Shape, constraint: Constraint, node: str, numbers: Iterator[int]) -> str:
    name = constraint.parameter
    if name in {"sparql", "uniqueLang", "equals", *_PAIRS}:
        raise ShapeError("shape_nested_constraint", shape=shape.iri, construct=f"sh:{name}")
    if not shape.path:
        return _condition(constraint, node, node, numbers)
    value = f"?v{next(numbers)}"
    if name == "minCount" and _integer(constraint) == 1:
        return f"EXISTS {{ {node} {shape.path} {value} }}"
    if name == "minCount" and _integer(constraint) == 0:
        return "true"
    if name == "maxCount" and _integer(constraint) == 0:
        return f"NOT EXISTS {{ {node} {shape.path} {value} }}"
    if name == "maxCount" and _integer(constraint) == 1:
        other = f"?v{next(numbers)}"
        pair = f"{node} {shape.path} {value} . {node} {shape.path} {other}"
        return f"NOT EXISTS {{ {pair} FILTER(!sameTerm({value}, {other})) }}"
    if name == "hasValue":
        return f"EXISTS {{ {node} {shape.path} {constraint.value} }}"
    if name in {"minCount", "maxCount"}:
        raise ShapeError("shape_nested_constraint", shape=shape.iri, construct=f"sh:{name}")
    condition = _condition(constraint, node, value, numbers)
    return f"NOT EXISTS {{ {node} {shape.path} {value} FILTER(!COALESCE({condition}, false)) }}"


def _condition(constraint: Constraint, focus: str, node: str, numbers: Iterator[int]) -> str:
    """Write as a SPARQL expression what a value of a focus node must be."""
    name, value = constraint.parameter, constraint.value
    match name:
        case "class":
            return f"EXISTS {{ {node} a/<http://www.w3.org/2000/01/rdf-schema#subClassOf>* {value} }}"
        case "datatype":
            same = f"DATATYPE({node}) = {value}"
            if value in _CHECKED_DATATYPES:
                cast = f"{value}(STR({node}))"
                return f"({same} && isLiteral({cast}))"
            return same
        case "nodeKind":
            return _NODE_KINDS[value].format(v=node)
        case "in":
            return _any(f"sameTerm({node}, {item})" for item in constraint.values)
        case "hasValue":
            return f"sameTerm({node}, {value})"
        case "pattern":
            flags = f", {_quoted(constraint.flags)}" if constraint.flags else ""
            return f"(!isBlank({node}) && REGEX(STR({node}), {value}{flags}))"
        case "minLength":
            return f"(!isBlank({node}) && STRLEN(STR({node})) >= {value})"
        case "maxLength":
            return f"(!isBlank({node}) && STRLEN(STR({node})) <= {value})"
        case "languageIn":
            return _any(f"LANGMATCHES(LANG({node}), {item})" for item in constraint.values)
        case "disjoint":
            return f"NOT EXISTS {{ {focus} {value} {node} }}"
        case "node" | "and":
            return _all(_conforms(s, node, numbers) for s in constraint.shapes)
        case "or":
            return _any(_conforms(s, node, numbers) for s in constraint.shapes)
        case "not":
            return f"(!{_conforms(constraint.shapes[0], node, numbers)})"
        case "xone":
            ones = (f"IF({_conforms(s, node, numbers)}, 1, 0)" for s in constraint.shapes)
            return f"(({' + '.join(('0', *ones))}) = 1)"
        case _:
            return f"({node} {_COMPARISONS[name]} {value})"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
