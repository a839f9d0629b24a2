"""All pages."""

from graph_service.api.door import Door
from graph_service.api.service import Service
from graph_service.web import gaps, outcomes, process, static, timeline
from graph_service.web.coverage import page as coverage


def add(app: Door, service: Service) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
    """
    static.add(app)
    gaps.add(app, service)
    coverage.add(app, service)
    timeline.add(app, service)
    outcomes.add(app, service)
    process.add(app, service)
