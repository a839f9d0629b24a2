"""The register of invented bodies and roles."""

from typing import Final

from bench.plans.paper import READER
from bench.plans.turtle import Sheet, en, sv
from bench.plans.words import words
from bench.plans.world import World

STATE: Final = "org/exempelmyndigheten"
"""The invented authority that the national documents come from."""
ROLES: Final = tuple(f"roll/exempelroll-{number}" for number in range(1, len(words("role")) + 1))
"""The roles that answer for activities."""


def region(number: int) -> tuple[str, str]:
    """Give path and name of a region.

    Example:
        >>> region(1)
        ('org/exempelregion-1', 'Exempelregion 1 (påhittad)')
    """
    return f"org/exempelregion-{number}", f"Exempelregion {number} (påhittad)"


def subregion(number: int) -> tuple[str, str]:
    """Give path and name of an association of municipalities."""
    return f"org/exempelforbund-{number}", f"Exempelförbund {number} (påhittat)"


def municipality(number: int) -> tuple[str, str]:
    """Give path and name of a municipality."""
    return f"org/exempelkommun-{number}", f"Exempelkommun {number} (påhittad)"


def register(world: World) -> Sheet:
    """Write the register.

    Args:
        world: Who makes plans.

    Returns:
        Its file.
    """
    sheet = Sheet("organisationer.ttl", "Påhittade organisationer och roller.")
    sheet.add(
        "register/exempelorganisationer",
        "rt:Register",
        {
            "dcterms:title": (sv("Påhittade organisationer"), en("Invented organisations")),
            "rt:content": "rt:loaded",
        },
    )
    bodies = [
        (READER, "Exempelläsare (påhittad)"),
        (STATE, "Exempelmyndigheten (påhittad)"),
        *map(region, world.regions),
        *map(subregion, world.subregions),
        *map(municipality, world.municipalities),
    ]
    for path, name in bodies:
        sheet.add(
            path,
            "org:FormalOrganization",
            {"skos:prefLabel": (sv(name), en(f"{name.split(' (', maxsplit=1)[0]} (invented)"))},
        )
    for path, swedish, english in zip(ROLES, words("role"), words("role_en"), strict=True):
        sheet.add(path, "org:Role", {"skos:prefLabel": (sv(f"{swedish} (påhittad)"), en(f"{english} (invented)"))})
    return sheet
