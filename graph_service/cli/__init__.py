"""The terminal program ``redthread``. Thin: it reads arguments, calls the rest, and writes what comes back."""

from graph_service.cli.program import main

__all__ = ["main"]
