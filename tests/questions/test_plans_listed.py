"""What the page about the data asks: documents by several states, their editions, and the year in which most runs."""

from graph_service.model.plan import PlanEntry
from graph_service.model.timeline import Running
from graph_service.questions import plans, timeline, views
from graph_service.store.snapshot import Snapshot

BASE = "https://w3id.org/redthread/id/"


def test_documents_of_several_states_can_be_asked_for_at_once(shipped: Snapshot) -> None:
    """Those that are loaded as a whole and those that are loaded in part are the same together as one by one."""

    def asked(content: object) -> set[str]:
        query = plans.plans_query("sv", content=content)  # type: ignore[arg-type]
        return {one.iri for one in views.ask(shipped.store, query, PlanEntry)}

    both = asked(("loaded", "partlyLoaded"))
    assert both == asked("loaded") | asked("partlyLoaded")
    assert len(asked("loaded")) == 5
    assert both.isdisjoint(asked("notLoaded"))
    assert both | asked("notLoaded") == asked(None)


def test_the_editions_of_a_document_come_in_their_order(shipped: Snapshot) -> None:
    """Fyrbodal's plan has five drafts and the one that was decided on 3 April 2020."""
    found = plans.editions(shipped.store)[f"{BASE}fyrbodal-2020-2022"]
    assert sorted(one.version or "" for one in found) == ["0.1", "0.2", "0.3", "0.4", "0.5", "1.0"]
    (decided,) = (one for one in found if one.status == "current")
    assert (decided.version, decided.issued, decided.content) == ("1.0", "2020-04-03", "loaded")


def _running(start: str | None, end: str | None, state: str = "runs") -> Running:
    return Running(state, "urn:a", "Activity", None, "A", "urn:p", None, (), start, end, None, None)  # type: ignore[arg-type]


def test_the_busiest_year_is_the_latest_of_those_in_which_most_runs() -> None:
    """What has no dates, or only those of its plan, does not count."""
    found = [
        _running("2016-01-01", "2018-12-31"),
        _running("2017-01-01", "2017-12-31"),
        _running("2018-01-01", "2018-12-31"),
        _running("2020-01-01", "2022-12-31", "runsByPlan"),
        _running(None, None, "undated"),
    ]
    assert timeline.busiest_year(found) == 2018
    assert timeline.busiest_year(found[3:]) is None
