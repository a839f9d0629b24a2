"""Who makes plans and when: the sizes, and which municipality belongs where."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final

_MUNICIPALITIES_IN_SUBREGION: Final = 13
_SUBREGIONS_IN_REGION: Final = 4
_YEARS_OF_SUBREGIONAL_PLAN: Final = 3
_LAST_YEAR: Final = 2024


@dataclass(frozen=True)
class World:
    """How many municipalities plan for how many years.

    Municipalities, sub-regions and regions are numbered from 1.

    Example:
        >>> World(49, 1).subregions, World(49, 1).regions
        (range(1, 5), range(1, 2))
        >>> World(290, 5).years
        range(2020, 2025)
    """

    municipality_count: int
    year_count: int
    seed: int = 1

    @property
    def municipalities(self) -> range:
        """All municipalities."""
        return range(1, self.municipality_count + 1)

    @cached_property
    def subregions(self) -> range:
        """All sub-regions: thirteen municipalities each, the last one fewer."""
        return range(1, -(-self.municipality_count // _MUNICIPALITIES_IN_SUBREGION) + 1)

    @cached_property
    def regions(self) -> range:
        """All regions: four sub-regions each, the last one fewer."""
        return range(1, -(-len(self.subregions) // _SUBREGIONS_IN_REGION) + 1)

    @cached_property
    def years(self) -> range:
        """The years that are planned for."""
        return range(_LAST_YEAR - self.year_count + 1, _LAST_YEAR + 1)

    def first_year_of_subregional_plan(self, year: int) -> int:
        """Give the year in which the sub-regional plan begins that holds in a year.

        Example:
            >>> [World(49, 5).first_year_of_subregional_plan(year) for year in World(49, 5).years]
            [2020, 2020, 2020, 2023, 2023]
        """
        return year - (year - self.years[0]) % _YEARS_OF_SUBREGIONAL_PLAN

    def last_year_of_subregional_plan(self, first: int) -> int:
        """Give the last year of the sub-regional plan that begins in a year."""
        return first + _YEARS_OF_SUBREGIONAL_PLAN - 1


SIZES: Final[dict[str, World]] = {"S": World(49, 1), "M": World(290, 5), "L": World(290, 20)}
"""The sizes that are measured."""


def subregion_of(municipality: int) -> int:
    """Give the sub-region that a municipality belongs to.

    Example:
        >>> subregion_of(13), subregion_of(14)
        (1, 2)
    """
    return (municipality - 1) // _MUNICIPALITIES_IN_SUBREGION + 1


def region_of(subregion: int) -> int:
    """Give the region that a sub-region belongs to.

    Example:
        >>> region_of(4), region_of(5)
        (1, 2)
    """
    return (subregion - 1) // _SUBREGIONS_IN_REGION + 1
