"""What is said of a query before an engine sees it, and terms entering a query."""

import socket
import string

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from graph_service.errors import BrokenFileError, QueryError, QueryRefusedError
from graph_service.model.terms import Iri, Literal, Term
from graph_service.store.oxigraph import EmbeddedStore
from graph_service.store.sparql_text import (
    MAX_NESTING,
    MAX_SIZE,
    check_nesting,
    check_public,
    check_read_only,
    explain,
    names_graphs,
    tokens,
    with_values,
    yields,
)
from graph_service.vocabulary import PREFIXES, XSD

WORDS = st.sampled_from(("SERVICE", "service", "LOAD", "INSERT DATA", "{", "(", "DELETE", "VALUES", "#", "x"))
TEXTS = st.lists(WORDS, max_size=3).map(" ".join)
HARMLESS = st.one_of(
    TEXTS.map(lambda text: f'?s ?p "{text}" .'),
    TEXTS.map(lambda text: f"?s ?p '''{text}\n''' ."),
    TEXTS.map(lambda text: f'?s ?p "\\"{text}\\\\" .'),
    TEXTS.map(lambda text: f"# {text}\n"),
    st.sampled_from(("SERVICE", "Load", "service/x#INSERT")).map(lambda text: f"?s <urn:{text}> ?o ."),
    st.sampled_from(("SERVICE", "delete", "Service")).map(lambda text: f"?s rt:{text} ?{text} ."),
    st.just("service:x Service:y service:z . GRAPH service:g { service:x ?p ?o }"),
    st.just("{ SELECT ?s { ?s SERVICE:a/service: ?o FILTER (?o IN (service:b, service:c)) } }"),
    st.sampled_from(("sv-SERVICE", "service")).map(lambda text: f'?s ?p "x"@{text} .'),
    st.just("FILTER (?s<?p && ?p>?o)"),
)
SERVICES = st.sampled_from(
    (
        "SERVICE <urn:x> {}",
        "service<urn:x>{}",
        "SeRvIcE SILENT ?x {}",
        "SERVICESILENT<urn:x>{}",
        "SERVICErt:x{}",
        "?s ?p true.SERVICE<urn:x>{}",
        "?s ?p trueSERVICE<urn:x>{}",
        "?s ?p 1SERVICE<urn:x>{}",
        "?s ?p 1.SERVICE<urn:x>{}",
        "?s ?p 1.5e3SERVICE<urn:x>{}",
        '?s ?p "x"@sv.SERVICE<urn:x>{}',
        "FILTER(?a<?b)SERVICE<urn:x>{}",
        "FILTER(?a<?b)SERVICErt:x{} FILTER(?c>?d)",
        "# comment\rSERVICE<urn:x>{}",
        "\\u0053ERVICE <urn:x> {}",
    )
)
SERVICE_PREFIXES = "".join(f"PREFIX {name}: <urn:{name}> " for name in ("service", "Service", "SERVICE"))
CHARACTERS = st.characters(exclude_categories=["Cs"])
LOCALS = st.text(string.ascii_letters + string.digits + "åäöÅÄÖ-._~!$&'()*+,;=:@/", min_size=1, max_size=30)
DATATYPES = st.sampled_from((f"{XSD}string", "urn:datatype", "https://example.org/dt#år"))
TERMS = st.one_of(
    LOCALS.map(lambda local: Iri(f"https://example.org/{local}")),
    st.builds(Literal, st.text(CHARACTERS, max_size=40), datatype=DATATYPES),
    st.builds(Literal, st.text(CHARACTERS, max_size=40), language=st.sampled_from(("sv", "en", "en-au", "zh-hant"))),
)


def _refusal(query: str) -> str:
    with pytest.raises(QueryRefusedError) as caught:
        check_read_only(query)
    return str(caught.value)


@given(parts=st.lists(HARMLESS, max_size=6))
def test_keywords_in_strings_comments_iris_and_names_are_not_keywords(parts: list[str]) -> None:
    """A query that names SERVICE or an update only in strings, comments, IRIs, names and tags passes, and runs."""
    query = SERVICE_PREFIXES + "SELECT * {\n" + "\n".join(parts) + "\n}"
    check_read_only(query)
    EmbeddedStore().select(query)


@given(parts=st.lists(HARMLESS, max_size=4), rest=st.lists(HARMLESS, max_size=4), service=SERVICES)
def test_service_is_found_wherever_it_stands(parts: list[str], rest: list[str], service: str) -> None:
    """SERVICE is refused wherever an engine would see it, also without white space around it, with its line."""
    before = "SELECT * {\n" + "".join(f"{part}\n" for part in parts)
    query = f"{before}{service}\n" + "\n".join(rest) + "\n}"
    line = before.count("\n") + 1
    assert _refusal(query).startswith(f"Line {line}: SERVICE is not allowed")


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * FROM service:g { ?s ?p ?o }",
        "SELECT * FROM NAMED service:g { GRAPH ?g { ?s ?p ?o } }",
        "DESCRIBE service:x { ?s ?p ?o }",
        "ASK { ?s ?p _:a.SERVICE OPTIONAL { ?s ?p ?o } }",
    ],
)
def test_names_before_a_group_are_not_services(query: str) -> None:
    """A name whose prefix is called service may stand before a group where only a name can stand."""
    query = f"{SERVICE_PREFIXES}{query}"
    check_read_only(query)
    EmbeddedStore().answer(query)


def test_service_opens_no_connection() -> None:
    """A query with SERVICE is refused by the store before anything is connected to."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.setblocking(False)  # noqa: FBT003 -- the socket's own parameter
        address = f"http://127.0.0.1:{server.getsockname()[1]}/"
        for query in (f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}", f"LOAD <{address}>"):
            with pytest.raises(QueryRefusedError):
                EmbeddedStore().answer(query)
        with pytest.raises(BlockingIOError):
            server.accept()


@pytest.mark.parametrize(
    "update",
    ["INSERT DATA { <urn:a> <urn:b> 1 }", "delete where { ?s ?p ?o }", "LOAD <urn:a>", "PREFIX a: <urn:a> CLEAR ALL"],
)
def test_updates_are_refused_by_their_word(update: str) -> None:
    """An update is refused, and the word that makes it one is named."""
    word = next(word for word in ("INSERT", "DELETE", "LOAD", "CLEAR") if word in update.upper())
    assert _refusal(update) == (f"Line 1: {word} changes data; only SELECT, ASK, CONSTRUCT and DESCRIBE are answered.")


def test_strings_that_do_not_end_are_told() -> None:
    """A string without an end, or with an escape that SPARQL does not have, is told with its line."""
    for broken in ('"open', '"\\q"'):
        with pytest.raises(QueryError) as caught:
            EmbeddedStore().ask(f"ASK {{\n ?s ?p {broken} }}")
        assert str(caught.value).startswith("Line 2: the string does not end")


@pytest.mark.parametrize(("opening", "closing"), [("{", "}"), ("(", ")"), ("[", "]"), ("({[", "]})")])
def test_nesting_is_counted_over_all_brackets(opening: str, closing: str) -> None:
    """Brackets of any kind may be nested up to the limit, and not deeper."""
    levels = MAX_NESTING // len(opening)
    check_nesting(opening * levels + closing * levels)
    with pytest.raises(QueryRefusedError) as caught:
        check_nesting("\n" + opening * (levels + 1) + closing * (levels + 1))
    assert caught.value.key == "query_too_deep"
    assert caught.value.values["line"] == 2


@pytest.mark.parametrize(
    "part", ["!", "- ", "^", "<urn:a>/", "||true", "+1", " MINUS {}", " OPTIONAL {}", "?s ?p ?o .", "1, ", "<urn:a> "]
)
def test_long_chains_are_refused(part: str) -> None:
    """A chain of operators, patterns or terms is refused where it grows so long that it could crash the engine."""
    length = MAX_SIZE // sum(1 for _ in tokens(part))
    check_nesting(part * length)
    with pytest.raises(QueryRefusedError) as caught:
        check_nesting(part * (length + 1))
    assert caught.value.key == "query_too_complex"


def test_values_may_be_as_long_as_they_like() -> None:
    """A list in VALUES is flat: ten thousand rows in each of two blocks pass, and are answered."""
    rows = " ".join(f"({number} {number})" for number in range(10_000))
    query = f"SELECT (COUNT(*) AS ?n) {{ {{ VALUES (?x ?y) {{ {rows} }} }} UNION {{ VALUES (?x ?y) {{ {rows} }} }} }}"
    check_nesting(query)
    assert EmbeddedStore().select(query).rows[0]["n"].value == "20000"


def test_what_follows_values_is_counted() -> None:
    """After a VALUES block the count goes on: it hides no chain."""
    with pytest.raises(QueryRefusedError):
        check_nesting("ASK { VALUES ?x { 1 2 } FILTER(" + "!" * MAX_SIZE + "true) }")


@pytest.mark.parametrize("name", ["_:a.values", "_:a-values", "?values", "rt:a.values", "'x'@sv-values"])
def test_names_are_not_values(name: str) -> None:
    """A name that ends in the word begins no list: what stands in brackets after it is counted."""
    with pytest.raises(QueryRefusedError):
        check_nesting(f"ASK {{ ?s ?p {name} {{ FILTER(" + "!" * MAX_SIZE + "true) } }")


def test_public_queries_have_a_greatest_length() -> None:
    """A public query that is longer than allowed is refused with both numbers."""
    with pytest.raises(QueryRefusedError) as caught:
        check_public("ASK { }   ", length=9, depth=5, size=5)
    assert str(caught.value) == "The query has 10 characters; at most 9 are allowed."
    check_public("ASK { }   ", length=10, depth=1, size=3)


def test_public_queries_have_a_greatest_size() -> None:
    """A public query of more words and signs than allowed is refused with the number; white space is none."""
    check_public("ASK { }   ", length=99, depth=5, size=3)
    with pytest.raises(QueryRefusedError) as caught:
        check_public("ASK { } LIMIT 1", length=99, depth=5, size=3)
    assert (caught.value.key, caught.value.values["limit"]) == ("query_too_complex", 3)


@given(text=st.text(max_size=80))
@example("\\u0053")
@example("'" * 30)
def test_any_text_is_read_to_its_end(text: str) -> None:
    """Whatever a text holds, it is read token by token; what is left out is only white space, comments and escapes."""
    read = [token for _, token, _ in tokens(text)]
    assert len("".join(read)) <= len(text)
    assert all(not token.isspace() for token in read)


@given(terms=st.lists(TERMS, max_size=5))
def test_terms_come_back_from_the_engine_as_they_went_in(terms: list[Term]) -> None:
    """Any IRI and any literal that enters a query as a term comes out of the engine the same."""
    query = with_values('SELECT ?x { VALUES ?x { "old" } }', "x", terms)
    check_read_only(query)
    assert [row["x"] for row in EmbeddedStore().select(query).rows] == terms


@given(value=st.text(CHARACTERS, max_size=40))
def test_no_literal_breaks_out_of_its_place(value: str) -> None:
    """A literal that looks like SPARQL stays a literal: the query around it is the same."""
    query = with_values('ASK { VALUES ?x { 1 } FILTER(?x = "stays") }', "x", [Literal(value + '" } SERVICE')])
    assume("stays" not in value)
    assert EmbeddedStore().ask(query) is False


def test_values_left_open_stand_for_anything() -> None:
    """No terms at all leave the parameter open."""
    assert with_values("ASK { VALUES ?x { 1 } }", "x", None) == "ASK { VALUES ?x { UNDEF } }"
    assert EmbeddedStore().ask("ASK { VALUES ?x { UNDEF } }")


@pytest.mark.parametrize("query", ["ASK { }", "ASK { VALUES ?x { 1 } VALUES ?x { 2 } }", "ASK { VALUES ?xx { 1 } }"])
def test_query_without_its_one_block_is_refused(query: str) -> None:
    """A query that has no VALUES block for the parameter, or two, is malformed."""
    with pytest.raises(BrokenFileError):
        with_values(query, "x", [])


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("ASK {\n ?s dct:x ?o }", "Line 2: the prefix dct: is not declared. Did you mean dcat:, dcterms:? Otherwise"),
        ("ASK { ?s q:x ?o }", "Line 1: the prefix q: is not declared. Declare it with PREFIX, or use one of these"),
        ("ASK { ?s :x ?o }", "Line 1: the prefix : is not declared."),
        (f"ASK {{ ?s {'q' * 5000}:x ?o }}", "Line 1: the prefix qqq"),
        ("ASK {\n ?s ?p }", "The query cannot be read, at or just before line 2, column 9"),
        ("ASK { ?s ?p ?o\n\n", "The query ends too early, on line 3: something is missing, such as a bracket."),
        ("ASK { BIND(1 AS ?x) BIND(2 AS ?x) }", "The query cannot be read, at or just before line 1"),
        ("SELECT (<urn:f>(1) AS ?x) { }", "The query cannot be answered: The custom function <urn:f> is not"),
    ],
)
def test_engines_words_become_a_message_with_place(query: str, told: str) -> None:
    """What the engine says of a query becomes a message with the line, and a prefix that is missing is named."""
    with pytest.raises(QueryError) as caught:
        EmbeddedStore().answer(query)
    assert str(caught.value).startswith(told)
    assert len(str(caught.value)) < 500


def test_prefixes_that_the_query_declares_are_known() -> None:
    """A prefix that the query declares itself is not the one that is told as missing."""
    error = explain("PREFIX q: <urn:q> ASK { ?s q:x r:y }", "error at 1:5: x", PREFIXES)
    assert error.values["prefix"] == "r:"


@pytest.mark.parametrize(
    ("query", "kind"),
    [
        ("SELECT * { }", "rows"),
        ("# CONSTRUCT\nask{}", "rows"),
        ("CONSTRUCT WHERE { }", "triples"),
        ("PREFIX select: <urn:x> describe select:y", "triples"),
        ("", "rows"),
    ],
)
def test_kind_of_answer_is_told_by_the_first_keyword(query: str, kind: str) -> None:
    """CONSTRUCT and DESCRIBE give triples, and everything else gives rows."""
    assert yields(query) == kind


@given(
    st.lists(
        st.sampled_from(("FROM", "from", "rt:", "?", "$", ":", "-", ".", "x", "1", "<urn:g>", "'", " ")), max_size=8
    )
)
def test_from_is_found_wherever_it_is_a_word(parts: list[str]) -> None:
    """The quick look at a query finds FROM just where reading it token by token does."""
    query = "".join(parts)
    words = [text.lower() for kind, text, _ in tokens(query) if kind == "word"]
    assert names_graphs(query) is any(word.startswith("from") for word in words)
