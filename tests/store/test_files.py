"""Reading RDF files, and what is told when that cannot be done."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph_service.errors import UnreadableInputError
from graph_service.settings import Settings
from graph_service.store import files, snapshot
from graph_service.store.files import GraphFile
from graph_service.vocabulary import DERIVED_GRAPH, ONTOLOGY_GRAPH

BASE = Settings().base
PREFIXES = f"@prefix rt: <https://w3id.org/redthread/ns#> .\n@base <{BASE}> .\n"
ENDINGS = (".ttl", ".trig", ".nt", ".nq", ".rdf", ".jsonld")


def _write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def _read(path: Path, limit: int = 100_000) -> GraphFile:
    return files.read(path, limit=limit, base=BASE)


def _refused(path: Path, limit: int = 100_000) -> UnreadableInputError:
    with pytest.raises(UnreadableInputError) as caught:
        _read(path, limit)
    return caught.value


def _told(path: Path) -> str:
    """Give the message of a refused file in both languages; of one that is read, nothing."""
    try:
        assert _read(path).quads
    except UnreadableInputError as error:
        return f"{error.text('sv')}\n{error.text('en')}"
    return ""


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ('<a> rt:x "open ;\n    rt:y 1 .\n', "line 3, column 10: Unexpected end of file. The line reads: <a> rt:x"),
        ("<a> rt:x 1 ;\n    rt:y nothing .\n", "line 4, column 10: nothing is not a valid RDF object"),
        ("<a> rt:x \x1b[31m .\n", "line 3, column 10"),
        ("<a b> rt:x 1 .\n", "line 3, column 1: Invalid IRI code point ' '"),
        ("<a>\r\n rt:x\r\n nothing .\r\n", "line 5, column 2: nothing is not a valid RDF object. The line reads: not"),
    ],
)
def test_malformed_turtle_is_told_with_file_line_column_and_the_line(tmp_path: Path, content: str, told: str) -> None:
    """What is wrong in a Turtle file is told with the file's name, the place, the parser's words and the line."""
    path = _write(tmp_path / "plan.ttl", PREFIXES + content)
    error = _refused(path)
    assert str(error).startswith(f"{path}, {told}")
    assert error.text("sv").startswith(f"{path}, rad ")


def test_long_line_is_told_around_the_error(tmp_path: Path) -> None:
    """Of a line that is very long, only what stands around the error is told."""
    path = _write(tmp_path / "plan.ttl", PREFIXES + f'<a> rt:x "{"å" * 50_000}" ; rt:y nothing .\n')
    error = _refused(path, 1_000_000)
    assert str(error).endswith('å" ; rt:y nothing .')
    assert len(str(error)) < 400


def test_long_word_is_cut_in_the_message(tmp_path: Path) -> None:
    """A very long word that is not Turtle does not make the message long."""
    error = _refused(_write(tmp_path / "plan.ttl", PREFIXES + f"<a> rt:x {'z' * 50_000} .\n"))
    assert "zzz …" in str(error)
    assert len(str(error)) < 500


@pytest.mark.parametrize(
    ("prefix", "told"),
    [
        ("dcterms", "Add at the top of the file: @prefix dcterms: <http://purl.org/dc/terms/> ."),
        ("dct", "Did you mean dcat:, dcterms:? Otherwise add at the top of the file: @prefix dct: <…> ."),
        ("q", "Add at the top of the file: @prefix q: <…> ."),
    ],
)
def test_undeclared_prefix_is_told_with_what_to_add(tmp_path: Path, prefix: str, told: str) -> None:
    """A prefix that is not declared is told with its line and the declaration that is missing, or what is meant."""
    path = _write(tmp_path / "plan.ttl", PREFIXES + f"<a> a rt:Goal ;\n    {prefix}:title 1 .\n")
    assert str(_refused(path)) == f"{path}, line 4: the prefix {prefix}: is not declared. {told}"


def test_relative_iri_without_base_is_told_with_the_base_to_add(tmp_path: Path) -> None:
    """A relative IRI in a file without a base is told with the base that our files have."""
    path = _write(tmp_path / "plan.ttl", "<a> <urn:b> <c> .\n")
    assert str(_refused(path)).endswith(
        f"line 1: a relative IRI in a file without a base. Add at the top of the file: @base <{BASE}> ."
    )


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("x.jsonld", '{"@context": "http://127.0.0.1:9/context", "@id": "urn:a"}', "refers to a JSON-LD context on"),
        ("x.jsonld", '{"@id": ', "line 1, column 9: Unexpected end of file"),
        ("x.jsonld", "[" * 70_000, "line 1, column 65538: Max stack size"),
        ("x.rdf", "<rdf:RDF>", "Unknown prefix rdf:."),
        ("x.rdf", "<?xml version='1.0'?><a>" + "<a>" * 10_000, "XML namespaces are required in RDF/XML."),
        ("x.nt", '<urn:a> <urn:b> "c .\n', "line 1, column 17: Unexpected end of file"),
        ("x.nq", '<urn:a> <urn:b> "c" "d" .\n', "line 1, column 21"),
    ],
)
def test_each_format_tells_what_is_wrong(tmp_path: Path, name: str, content: str, told: str) -> None:
    """A malformed file in any format is told with its name and what is wrong, in one line."""
    path = _write(tmp_path / name, content)
    assert told in str(_refused(path))
    assert str(_refused(path)).startswith(str(path))
    assert "\n" not in str(_refused(path))


def test_entities_that_reach_for_files_are_not_followed(tmp_path: Path) -> None:
    """An XML entity that names a file of this machine is refused, not read."""
    entity = '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    xml = (
        f'<?xml version="1.0"?>{entity}<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
        'xmlns:e="urn:e:"><rdf:Description rdf:about="urn:a"><e:b>&x;</e:b></rdf:Description></rdf:RDF>'
    )
    assert _refused(_write(tmp_path / "x.rdf", xml)).key == "file_syntax_somewhere"


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("# ok\n<urn:å> <urn:b> 1 .\n".encode("latin-1"), 2),
        ("<urn:a> <urn:b> 1 .\n".encode("utf-16"), 1),
        (b"\x7fELF\x02\x01\x01\x00\x00\xff\xfe", 1),
    ],
    ids=["latin-1", "utf-16", "binary"],
)
def test_other_encodings_are_told_with_the_line(tmp_path: Path, content: bytes, line: int) -> None:
    """A file that is not UTF-8 is told with the line of the first byte that cannot be read, and what to do."""
    path = _write(tmp_path / "plan.ttl", content)
    assert str(_refused(path)) == f"{path}, line {line}: not UTF-8. Save the file as UTF-8 and try again."
    assert _refused(path).text("sv") == f"{path}, rad {line}: inte UTF-8. Spara filen som UTF-8 och försök igen."


def test_byte_order_mark_is_no_part_of_the_text(tmp_path: Path) -> None:
    """A file that begins with a byte order mark, as Windows programs write, reads like one without."""
    content = f"{PREFIXES}<a> a rt:Goal .\n"
    with_mark = _read(_write(tmp_path / "plan.ttl", b"\xef\xbb\xbf" + content.encode()))
    assert with_mark.text == content
    assert files.place_of(with_mark, f"{BASE}a") == (3, 1)


@pytest.mark.parametrize("content", ["", "  \n\n", "# nothing yet\n", PREFIXES])
def test_file_that_says_nothing_is_refused(tmp_path: Path, content: str) -> None:
    """A file without a statement is refused: nothing in it could be judged."""
    path = _write(tmp_path / "plan.ttl", content)
    assert str(_refused(path)) == f"{path}: the file says nothing. Write something in it, or leave it out."


def test_too_large_file_is_refused_unread(tmp_path: Path) -> None:
    """A file of 100 MB is refused by its size, with the limit and the way around it."""
    path = tmp_path / "plan.ttl"
    with path.open("wb") as file:
        file.truncate(100_000_000)
    error = _refused(path, Settings().file_bytes)
    assert str(error) == (
        f"{path}: 100000000 bytes; at most 50000000 are read. Split the file, or set REDTHREAD_FILE_BYTES."
    )


def test_endless_file_is_read_no_further_than_the_limit(tmp_path: Path) -> None:
    """What has no size, such as a device, is refused when more comes out of it than a file may hold."""
    path = tmp_path / "plan.ttl"
    path.symlink_to("/dev/zero")
    error = _refused(path, 1000)
    assert str(error) == f"{path}: 1001 bytes; at most 1000 are read. Split the file, or set REDTHREAD_FILE_BYTES."


def test_unreadable_file_is_told_with_the_reason(tmp_path: Path) -> None:
    """A file that the system does not let us read is told with the system's reason."""
    path = tmp_path / "plan.ttl"
    path.symlink_to("/proc/self/mem")
    assert str(_refused(path)) == f"{path}: cannot be read (Input/output error)."


@pytest.mark.parametrize(
    "content", ["<urn:a> <urn:b> <<( <urn:a> <urn:b> 1 )>> .", "<< <urn:a> <urn:b> 1 >> <urn:c> 2 .", "x <<( " * 50_000]
)
def test_triple_terms_are_refused(tmp_path: Path, content: str) -> None:
    """Triple terms of RDF 1.2 are refused, also where there are so many that reading them would crash the parser."""
    path = _write(tmp_path / "plan.ttl", content)
    assert str(_refused(path, 1_000_000)).startswith(f"{path}: the file holds triple terms (RDF 1.2)")


def test_two_loaded_editions_are_refused_with_their_names(tmp_path: Path) -> None:
    """A file that marks two editions as loaded is refused, and both are named."""
    path = _write(tmp_path / "plan.ttl", PREFIXES + "<u/1> rt:content rt:loaded .\n<u/2> rt:content rt:partlyLoaded .")
    told = str(_refused(path))
    assert f"{BASE}u/1, {BASE}u/2" in told
    assert "rt:notLoaded" in told


def test_graph_is_named_by_the_loaded_edition(tmp_path: Path) -> None:
    """All that a file says becomes the graph named by its one edition that is loaded."""
    content = "<u/1> rt:content rt:loaded .\n<u/2> rt:content rt:notLoaded .\n"
    file = _read(_write(tmp_path / "plan.ttl", PREFIXES + content))
    assert file.graph == f"{BASE}u/1"
    assert {str(quad.graph_name) for quad in file.quads} == {f"<{BASE}u/1>"}


@pytest.mark.parametrize(
    ("name", "graph"), [("Ny plan (2).ttl", "fil/ny-plan-2"), ("åäö.ttl", "fil/namnlos"), ("plan.TTL", "fil/plan")]
)
def test_graph_without_edition_is_named_after_the_file(tmp_path: Path, name: str, graph: str) -> None:
    """A file without an edition becomes a graph named after the file, whatever its name holds."""
    assert _read(_write(tmp_path / name, PREFIXES + "<a> a rt:Goal .")).graph == BASE + graph


def test_trig_is_one_graph(tmp_path: Path) -> None:
    """What a TriG file says in its graph and outside it all becomes that one graph, so that all of it is judged."""
    content = "<urn:a> <urn:b> 1 .\n<urn:g> { <urn:a> <urn:b> 2 }\n"
    file = _read(_write(tmp_path / "plan.trig", content))
    assert file.graph == "urn:g"
    assert {str(quad.graph_name) for quad in file.quads} == {"<urn:g>"}
    assert len(file.quads) == 2


def test_two_graphs_in_a_file_are_refused(tmp_path: Path) -> None:
    """A TriG file that writes two graphs is refused: only one of them could be loaded."""
    path = _write(tmp_path / "plan.trig", "<urn:g> { <urn:a> <urn:b> 2 } <urn:h> { <urn:a> <urn:b> 2 }")
    assert "urn:g, urn:h" in str(_refused(path))


@pytest.mark.parametrize("graph", [ONTOLOGY_GRAPH, DERIVED_GRAPH])
def test_the_services_own_graphs_cannot_be_replaced(tmp_path: Path, graph: str) -> None:
    """A file that claims the graph of the ontology, or of what is derived, is refused."""
    path = _write(tmp_path / "plan.ttl", f"{PREFIXES}<{graph}> rt:content rt:loaded .\n")
    assert graph in str(_refused(path))


def test_two_files_with_the_same_graph_are_refused(tmp_path: Path) -> None:
    """Two given files that hold the same graph are refused, for one would silently take the other's place."""
    one = _write(tmp_path / "one" / "plan.ttl", PREFIXES + "<a> a rt:Goal .")
    two = _write(tmp_path / "two" / "plan.ttl", PREFIXES + "<b> a rt:Goal .")
    with pytest.raises(UnreadableInputError) as caught:
        snapshot.read_files([tmp_path], Settings())
    assert str(caught.value).startswith(f"{two}: holds the same graph as {one}: {BASE}fil/plan.")


def test_file_given_twice_is_read_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that is given by itself and in its folder, relative and absolute, is one file."""
    path = _write(tmp_path / "plan.ttl", PREFIXES + "<a> a rt:Goal .")
    monkeypatch.chdir(tmp_path)
    assert files.find([Path("plan.ttl"), path, tmp_path]) == (Path("plan.ttl"),)


def test_folder_stands_for_the_rdf_files_below_it(tmp_path: Path) -> None:
    """A folder stands for all RDF files at any depth below it, sorted, and for nothing else in it."""
    names = ("b/two.trig", "a/one.ttl", "a/note.txt", "c.NT")
    paths = {name: _write(tmp_path / name, "x") for name in names}
    (tmp_path / "folder.ttl").mkdir()
    assert files.find([tmp_path]) == (paths["a/one.ttl"], paths["b/two.trig"], paths["c.NT"])


def test_paths_that_hold_no_rdf_are_told_apart(tmp_path: Path) -> None:
    """A missing file, an unknown ending, an empty folder and an impossible name each get their own message."""
    note = _write(tmp_path / "note.txt", "x")
    empty = tmp_path / "empty"
    empty.mkdir()
    for path, key in (
        (tmp_path / "missing.ttl", "file_missing"),
        (note, "file_ending"),
        (empty, "folder_empty"),
        (tmp_path / ("a" * 5000), "file_unreadable"),
    ):
        with pytest.raises(UnreadableInputError) as caught:
            files.find([path])
        assert caught.value.key == key
        assert len(str(caught.value)) < 400


def test_place_of_a_subject_is_where_its_block_begins(tmp_path: Path) -> None:
    """A subject is found by relative and whole IRIs and prefixed names, and not where it is an object or a text."""
    content = (
        f"{PREFIXES}@prefix ex: <urn:ex:> .\n"
        f"<b> rt:x <a> ; rt:y ex:c .\n\n"
        f'  <a> rt:x """\n<d> is only text.\n""" .\n'
        f"ex:c rt:x 1.5 ,\n<f> . <urn:e> rt:x 1 .\n"
    )
    file = _read(_write(tmp_path / "plan.ttl", content))
    found = {
        name: files.place_of(file, iri)
        for name, iri in (("a", f"{BASE}a"), ("b", f"{BASE}b"), ("c", "urn:ex:c"), ("e", "urn:e"), ("f", f"{BASE}f"))
    }
    assert found == {"a": (6, 3), "b": (4, 1), "c": (9, 1), "e": (10, 7), "f": None}


def test_places_of_many_subjects_are_found_in_one_reading(tmp_path: Path) -> None:
    """In a file of many blocks each subject's place is right."""
    blocks = "".join(f"<a{number}> rt:x {number} ;\n    rt:y 1 .\n\n" for number in range(2000))
    file = _read(_write(tmp_path / "plan.ttl", PREFIXES + blocks), 1_000_000)
    assert [files.place_of(file, f"{BASE}a{number}") for number in (0, 1, 1999)] == [(3, 1), (6, 1), (6000, 1)]


@given(content=st.binary(max_size=300), ending=st.sampled_from(ENDINGS))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes, ending: str) -> None:
    """Whatever a file holds, it is read, or refused with a message that begins with its name."""
    path = _write(tmp_path_factory.getbasetemp() / f"any{ending}", content)
    assert all(line.startswith(str(path)) for line in _told(path).splitlines()[:1])


@given(
    content=st.lists(
        st.sampled_from(
            (
                "<a>",
                "<urn:b>",
                "rt:x",
                "dct:y",
                "a",
                '"',
                '"""',
                "'å'",
                "@sv",
                "@prefix",
                "@base",
                ".",
                ";",
                ",",
                "[",
                "]",
                "(",
                ")",
                "{",
                "}",
                "<<(",
                ")>>",
                "1",
                "1e",
                "true",
                "_:b",
                "\n",
                "\\u",
                "^^",
                "#",
                "\x00",
                "|",
            )
        ),
        max_size=25,
    )
)
def test_any_tokens_of_turtle_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: list[str]) -> None:
    """However Turtle's own signs are put together, the file is read, or refused with a message that fits."""
    path = _write(tmp_path_factory.getbasetemp() / "tokens.ttl", PREFIXES + " ".join(content))
    assert all(line.startswith(str(path)) for line in _told(path).splitlines()[:1])
