"""A client of a running service.

Example::

    from graph_service.client import Client

    with Client("http://127.0.0.1:8000") as client:
        for gap in client.gaps(type="uncovered"):
            print(gap.thing.title, gap.cause_text)
"""
