"""What the API and the pages of a snapshot share, so that it is worked out once for both."""

from dataclasses import dataclass
from typing import Self

from graph_service.api.desk import Desk
from graph_service.api.found import Found
from graph_service.api.held import Held
from graph_service.api.service import Service
from graph_service.api.texts import Texts


@dataclass(frozen=True, slots=True)
class Made:
    """What is worked out when it is first asked for.

    Attributes:
        found: What validation found.
        held: What the plans say of links and waivers.
        texts: The files that it all was read from.
    """

    found: Found
    held: Held
    texts: Texts

    @classmethod
    def of(cls, service: Service, desk: Desk) -> Self:
        """Prepare, without working anything out.

        Args:
            service: What is answered from.
            desk: Where the ledger is read.

        Returns:
            What is shared.
        """
        return cls(Found(service), Held(service, desk), Texts(service, desk))
