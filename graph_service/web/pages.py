"""All pages."""

from graph_service.api.desk import Desk
from graph_service.api.door import Door
from graph_service.api.made import Made
from graph_service.api.service import Service
from graph_service.web import about, accessibility, gaps, outcomes, overview, process, search, static, timeline
from graph_service.web.coverage import page as coverage
from graph_service.web.questions import asking, listing
from graph_service.web.review import checking, exceptions, findings, links
from graph_service.web.thread import page as thread
from graph_service.web.versions import changes, compare


def add(app: Door, service: Service, desk: Desk, made: Made) -> None:
    """Add the pages to an application.

    Args:
        app: The application.
        service: What they are made of.
        desk: Where changes are handed in.
        made: What they share with the API.
    """
    static.add(app)
    overview.add(app, service, desk)
    gaps.add(app, service)
    about.add(app, service)
    accessibility.add(app, service)
    thread.add(app, service)
    listing.add(app, service)
    asking.add(app, service)
    search.add(app, service)
    coverage.add(app, service)
    timeline.add(app, service)
    outcomes.add(app, service)
    process.add(app, service)
    findings.add(app, service, made)
    changes.add(app, service, desk)
    compare.add(app, service, desk)
    checking.add(app, service, desk, made)
    links.add(app, service, desk, made)
    exceptions.add(app, service, desk, made)
    findings.add_document(app, service, made)
