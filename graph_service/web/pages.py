"""All pages."""

from graph_service.api.door import Door
from graph_service.api.service import Service
from graph_service.web import gaps, static
from graph_service.web.questions import asking, listing


def add(app: Door, service: Service) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
    """
    static.add(app)
    gaps.add(app, service)
    listing.add(app, service)
    asking.add(app, service)
