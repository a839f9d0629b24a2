"""When a document is in force: by its editions' days, its events and its period, and no more than is known of them."""

from datetime import date, timedelta

from hypothesis import assume, given
from hypothesis import strategies as st

from graph_service.plans.validity import Document, Edition, Standing

DAYS = st.dates(date(2017, 12, 1), date(2021, 2, 1))
_AFTERWARDS = {"over", "replaced"}
_BEFOREHAND = {"not_issued", "not_begun", "not_over"}


@st.composite
def spans(draw: st.DrawFn) -> tuple[date | None, date | None]:
    """Draw when something began: not known, a day, or between two days."""
    first, last = sorted((draw(DAYS), draw(DAYS)))
    return draw(st.sampled_from(((None, None), (first, first), (first, last), (first, None))))


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """Draw a document with some editions, each a revision of any of the others or of none."""
    names = [f"urn:{number}" for number in range(draw(st.integers(0, 4)))]
    editions = {}
    for name in names:
        earliest, latest = draw(spans())
        status = draw(st.sampled_from(("", "current", "superseded", "draft")))
        revises = draw(st.frozensets(st.sampled_from(names), max_size=1))
        editions[name] = Edition(name, name[-1], status, earliest, latest, revises)
    start, end = draw(st.one_of(st.just((None, None)), st.tuples(DAYS, DAYS).map(lambda days: tuple(sorted(days)))))
    return Document("urn:d", "D", draw(st.booleans()), start, end, editions)


@given(documents(), DAYS, DAYS)
def test_what_has_not_begun_never_was_and_what_is_over_never_comes_back(
    document: Document, day: date, other: date
) -> None:
    """An edition that is not yet in force was not before either; one that no longer is will not be again."""
    for edition in document.editions.values():
        why = document.of(edition, day).why
        if (why in _BEFOREHAND and other <= day) or (why in _AFTERWARDS and other >= day) or why == "draft":
            assert document.of(edition, other).out


@given(documents(), DAYS)
def test_a_document_is_in_force_by_its_best_edition(document: Document, day: date) -> None:
    """A document is in force if an edition is, and it is not known if it is of none but may be of one."""
    assume(document.editions)
    states = {document.of(edition, day).state for edition in document.editions.values()}
    assert document.standing(day).state == next(state for state in ("in", "unknown", "out") if state in states)


@given(documents(), DAYS)
def test_why_and_when_go_with_what_is_out(document: Document, day: date) -> None:
    """Whatever is out says why, and all but drafts say when; that day lies on the right side of the day asked for."""
    for edition in document.editions.values():
        found = document.of(edition, day)
        assert found.out == (found.why is not None)
        if found.why in _BEFOREHAND:
            assert found.when is not None
            assert found.when > day
        elif found.why in _AFTERWARDS:
            assert found.when is not None
            assert found.when < day or (found.why == "replaced" and found.when == day)
        assert bool(found.by) == (found.why == "replaced")


@given(st.sets(DAYS, min_size=1, max_size=5), DAYS)
def test_the_last_edition_that_is_issued_counts(issued: set[date], day: date) -> None:
    """Of dated editions without drafts, the one issued last on or before the day is in force, and no other."""
    editions = {str(one): Edition(str(one), str(one), "", one, one) for one in issued}
    document = Document("urn:d", editions=editions)
    last = max((one for one in issued if one <= day), default=None)
    assert {one for one in editions if document.of(editions[one], day).state == "in"} == (
        {str(last)} if last else set()
    )
    assert all(document.of(edition, day).state != "unknown" for edition in editions.values())


@given(DAYS, DAYS, DAYS)
def test_a_plan_is_in_force_all_of_its_period_and_no_longer(one: date, other: date, day: date) -> None:
    """Where nothing else is known of a plan, it is in force from the first to the last day of its period."""
    start, end = sorted((one, other))
    found = Document("urn:d", start=start, end=end).standing(day)
    assert found.state == ("in" if start <= day <= end else "out")


@given(DAYS, DAYS)
def test_a_time_within_which_something_happened_is_not_known_until_it_is_over(one: date, other: date) -> None:
    """Of what was issued between two days it is not known whether it was there, until the later one has come."""
    first, last = sorted((one, other))
    edition = Edition("urn:e", status="current", earliest=first, latest=last)
    document = Document("urn:d", editions={"urn:e": edition})
    assert document.of(edition, first - timedelta(days=1)) == Standing("out", "not_issued", first)
    assert document.of(edition, last).state == "in"
    if first < last:
        assert document.of(edition, last - timedelta(days=1)).state == "unknown"


def test_a_superseded_edition_without_a_known_follower_is_not_known() -> None:
    """An edition that has been superseded, nobody says when, may have been in force on any day after its issue."""
    old = Edition("urn:1", "1", "superseded", date(2019, 1, 1), date(2019, 1, 1))
    new = Edition("urn:2", "2", "current")
    alone, followed = (Document("urn:d", editions={one.iri: one for one in some}) for some in ([old], [old, new]))
    for document in (alone, followed):
        assert document.of(old, date(2018, 12, 31)).why == "not_issued"
        assert document.of(old, date(2020, 1, 1)).state == "unknown"
    assert followed.of(new, date(2020, 1, 1)).state == "unknown"


def test_a_revision_counts_through_the_drafts_between() -> None:
    """An edition that revises drafts of which the first revises another edition takes that edition's place."""
    first = Edition("urn:1", "1.0", "superseded")
    draft = Edition("urn:x", "1.5", "draft", revises=frozenset({"urn:1"}))
    day = date(2020, 4, 3)
    last = Edition("urn:2", "2.0", "current", day, day, frozenset({"urn:x"}))
    document = Document("urn:d", editions={one.iri: one for one in (first, draft, last)})
    assert document.of(first, day) == Standing("out", "replaced", day, "2.0")
    assert document.of(first, day - timedelta(days=1)).state == "unknown"
    assert document.of(draft, day) == Standing("out", "draft")


def test_a_report_is_not_there_before_what_it_tells_of_is_over() -> None:
    """What is no plan is not in force for its period: it tells of that, so it comes afterwards, nobody knows when."""
    report = Document("urn:d", governs=False, start=date(2019, 1, 1), end=date(2019, 12, 31))
    assert report.standing(date(2019, 12, 30)) == Standing("out", "not_over", date(2019, 12, 31))
    assert report.standing(date(2019, 12, 31)).state == "unknown"
    assert report.standing(date(2040, 1, 1)).state == "unknown"
