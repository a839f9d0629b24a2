"""Names of things in addresses: whole paths, but not what is asked of the thing that they name."""

from typing import Final

from starlette.convertors import Convertor, register_url_convertor

ASKED: Final = ("check", "diff", "editions")
"""What may stand behind the name of a plan or register."""


class _Name(Convertor[str]):
    regex = ".*" + "".join(f"(?<!/{word})" for word in ASKED)

    def convert(self, value: str) -> str:
        return value

    def to_string(self, value: str) -> str:
        return value


def register() -> None:
    """Make ``{name:thing}`` known in the paths of routes; to be called before a route has it."""
    register_url_convertor("thing", _Name())
