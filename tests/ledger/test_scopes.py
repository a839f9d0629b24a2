"""What a token may do, and what a change needs."""

from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import ParameterError
from graph_service.ledger import scopes
from graph_service.settings import Settings
from graph_service.store import snapshot
from graph_service.store.files import GraphFile
from graph_service.vocabulary import RT

BASE = Settings().base
PATHS = st.from_regex(r"[ab/é-]{1,5}(#[ab]?)?", fullmatch=True)
SCOPES = st.one_of(
    st.sampled_from(["all", "read", "review", "plan:*", "graph:*"]),
    st.builds("{}:{}".format, st.sampled_from(["plan", "graph"]), PATHS),
)


def _file(graph: str, *plans: str) -> GraphFile:
    name, edition_of = ox.NamedNode(BASE + graph), ox.NamedNode(f"{RT}editionOf")
    other = ox.Quad(ox.NamedNode(f"{BASE}other"), edition_of, ox.NamedNode(f"{BASE}not-its-own"), name)
    quads = (other, *(ox.Quad(name, edition_of, ox.NamedNode(BASE + plan), name) for plan in plans))
    return GraphFile(Path("x.ttl"), name.value, quads, "")


@given(SCOPES)
def test_a_scope_is_read_as_it_is_written(scope: str) -> None:
    """Every scope is read as itself, also with the base written out."""
    assert scopes.parse(scope, base=BASE) == scope
    kind, colon, path = scope.partition(":")
    if path and path != "*":
        assert scopes.parse(f"{kind}{colon}{BASE}{path}", base=BASE) == scope


@pytest.mark.parametrize(
    "text",
    [
        *("", "plan", "plan:", "plan: a", "plan:a b", "plan:a*", "plan:**", "plan:a\nall", "PLAN:a", "All", "write"),
        *("graph:", "review:a", f"plan:{BASE}", "plan:a\u202eb", "plan:<a>", "plan:" + "a" * 501),
    ],
)
def test_what_is_no_scope_is_refused(text: str) -> None:
    """Unknown words, empty, long and hostile paths are no scopes."""
    with pytest.raises(ParameterError):
        scopes.parse(text, base=BASE)


@given(st.sets(SCOPES), PATHS, PATHS)
def test_a_token_allows_what_it_names_and_no_more(held: set[str], plan: str, graph: str) -> None:
    """Only the plan itself, every plan, or everything allows to write a plan; the same goes for graphs and reviews."""
    assert scopes.allows(held, f"plan:{plan}") == bool(held & {"all", "plan:*", f"plan:{plan}"})
    assert scopes.allows(held, f"graph:{graph}") == bool(held & {"all", "graph:*", f"graph:{graph}"})
    assert scopes.allows(held, "review") == bool(held & {"all", "review"})
    assert scopes.allows(held, "read") == bool(held)
    assert scopes.allows(held, "all") == ("all" in held)


@given(st.sets(SCOPES), SCOPES, SCOPES)
def test_more_scopes_allow_no_less(held: set[str], more: str, needed: str) -> None:
    """What some scopes allow is allowed by them and another one together."""
    assert scopes.allows(held | {more}, needed) >= scopes.allows(held, needed)


def test_a_change_needs_the_scopes_of_all_that_it_touches() -> None:
    """An edition needs its plan's; what belongs to no plan, or is not named under its own, a scope for the graph."""
    cases = {
        frozenset({"plan:a"}): [_file("a/utgava/1", "a"), _file("a#2", "a")],
        frozenset({"graph:register/roller"}): [_file("register/roller")],
        frozenset({"plan:a", "plan:b"}): [_file("a/utgava/1", "a"), _file("a/utgava/1", "b", "a")],
        frozenset({"plan:a", "graph:b/utgava/1"}): [_file("b/utgava/1", "a")],
        frozenset({"plan:a", "graph:ab"}): [_file("ab", "a")],
        frozenset(): [],
    }
    for needed, files in cases.items():
        assert scopes.needed_for(files, base=BASE) == needed


@given(st.lists(st.tuples(PATHS, st.sets(st.sampled_from(["a", "b", "a/b"])))))
def test_a_token_for_one_plan_writes_no_graph_of_another(graphs: list[tuple[str, set[str]]]) -> None:
    """Whatever a change touches: if it is allowed with a token for a plan, all of it says that it belongs to that."""
    needed = scopes.needed_for((_file(graph, *plans) for graph, plans in graphs), base=BASE)
    if all(scopes.allows(["plan:a"], scope) for scope in needed):
        assert all(plans == {"a"} and graph.startswith(("a/", "a#")) for graph, plans in graphs)


def test_shipped_plans_need_one_scope_each() -> None:
    """Each shipped edition needs the scope of its own plan, and each register one of its own."""
    for file in snapshot.shipped_files(Settings()):
        path = file.graph.removeprefix(BASE)
        kind = f"graph:{path}" if path.startswith("register/") else f"plan:{path.partition('/')[0]}"
        assert scopes.needed_for([file], base=BASE) == {kind}
