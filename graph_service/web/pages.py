"""All pages."""

from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.web import gaps, static
from graph_service.web.review import checking, findings


def add(app: Door, service: Service, desk: Desk, made: Made) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
        desk: Where changes are handed in.
        made: What they share with the API.
    """
    static.add(app)
    gaps.add(app, service)
    findings.add(app, service, made)
    checking.add(app, service, desk, made)
    findings.add_document(app, service, made)
