"""A mapping that differs little from another: it costs what they differ by, and touches nothing else."""

from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Generic, TypeVar

_Value = TypeVar("_Value")


class Overlay(Mapping[str, _Value], Generic[_Value]):
    """Another mapping with some values in the place of its own, or without some.

    Attributes:
        base: The other mapping; it is none of this kind, so that no chain of them grows.
        put: What takes the place of its values, or is new.
        gone: Keys that are not there.

    Example:
        >>> other = Overlay({"a": 1, "b": 2}, {"b": 3, "c": 4}, {"a"})
        >>> dict(other), len(other), "a" in other
        ({'b': 3, 'c': 4}, 2, False)
    """

    base: Mapping[str, _Value]
    put: Mapping[str, _Value]
    gone: frozenset[str]

    def __init__(self, base: Mapping[str, _Value], put: Mapping[str, _Value], gone: Collection[str] = ()) -> None:
        """Make it.

        Args:
            base: The other mapping, which is not changed any more.
            put: What takes the place of its values, or is new.
            gone: Keys that are not there; what is put is there all the same.
        """
        self.base, self.put, self.gone = base, dict(put), frozenset(gone) - put.keys()
        if isinstance(base, Overlay):
            self.base = base.base
            self.put = {key: value for key, value in base.put.items() if key not in gone} | self.put
            self.gone = (base.gone | self.gone) - self.put.keys()

    def __getitem__(self, key: str) -> _Value:
        """Give a value."""
        if key in self.put:
            return self.put[key]
        if key in self.gone:
            raise KeyError(key)
        return self.base[key]

    def __iter__(self) -> Iterator[str]:
        """Give the keys: those of the other mapping in its order, then what is new."""
        kept = (key for key in self.base if key not in self.gone)
        return chain(kept, (key for key in self.put if key not in self.base))

    def __len__(self) -> int:
        """Count them."""
        new = sum(key not in self.base for key in self.put)
        return len(self.base) + new - sum(key in self.base for key in self.gone)


def differing(one: Mapping[str, _Value], other: Mapping[str, _Value]) -> set[str]:
    """Find where two mappings hold other objects.

    Args:
        one: A mapping.
        other: Another; if it was made of that, or both of a third, only what they differ by is looked at.

    Returns:
        Keys that hold another object in either, or are in one of them alone.

    Example:
        >>> small = {"a": "x", "b": "y"}
        >>> sorted(differing(small, Overlay(small, {"a": "z"}, {"b"})))
        ['a', 'b']
    """
    (base, own), (other_base, others) = _parts(one), _parts(other)
    keys = own | others if base is other_base else {*one, *other}
    return {key for key in keys if one.get(key) is not other.get(key)}


def _parts(mapping: Mapping[str, _Value]) -> tuple[Mapping[str, _Value], set[str]]:
    if isinstance(mapping, Overlay):
        return mapping.base, mapping.put.keys() | mapping.gone
    return mapping, set()
