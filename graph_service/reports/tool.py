"""What reports say of the program that wrote them."""

from typing import Final

from graph_service import __version__

NAME: Final = "redthread"
VERSION: Final = __version__
FINGERPRINT: Final = "redthread/v1"
"""Name of our fingerprints among those of others; changed when they are made of something else."""
