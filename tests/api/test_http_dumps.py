"""Files with the dataset, over HTTP."""

import re
from concurrent.futures import ThreadPoolExecutor

import httpx
import pyoxigraph as ox
import pytest
import serving

from graph_service.store.snapshot import Snapshot

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

FORMATS = {
    "trig": (ox.RdfFormat.TRIG, "application/trig"),
    "nq": (ox.RdfFormat.N_QUADS, "application/n-quads"),
    "ttl": (ox.RdfFormat.TURTLE, "text/turtle; charset=utf-8"),
    "nt": (ox.RdfFormat.N_TRIPLES, "application/n-triples"),
    "jsonld": (ox.RdfFormat.JSON_LD, "application/ld+json"),
}
PARTS = ("fyrbodal-2020-2022", "fyrbodal-2020-2022/utgava/1.0", "register/organisationer", "register/harlett")


@pytest.mark.parametrize("ending", FORMATS)
def test_everything_can_be_fetched(client: httpx.Client, shipped: Snapshot, ending: str) -> None:
    """The file of everything holds every statement of the dataset."""
    form, media = FORMATS[ending]
    answer = client.get(f"/dumps/all.{ending}")
    assert (answer.status_code, answer.headers["content-type"]) == (200, media)
    assert int(answer.headers["content-length"]) == len(answer.content)
    triples = {str(quad.triple) for quad in ox.parse(answer.content, format=form)}
    assert triples == {str(quad.triple) for quad in shipped.store.quads()}


@pytest.mark.parametrize("ending", FORMATS)
@pytest.mark.parametrize("part", PARTS)
def test_a_part_can_be_fetched(client: httpx.Client, shipped: Snapshot, part: str, ending: str) -> None:
    """The file of a document, an edition or a register holds what its graph does."""
    form, _ = FORMATS[ending]
    graph = f"https://w3id.org/redthread/id/{part}" + ("/utgava/1.0" if part == PARTS[0] else "")
    answer = client.get(f"/dumps/{part}.{ending}")
    triples = {str(quad.triple) for quad in ox.parse(answer.content, format=form)}
    assert triples == {str(quad.triple) for quad in shipped.store.quads(graph)}


def test_the_list_names_every_file(server: serving.Server, client: httpx.Client) -> None:
    """Every file that is listed is there, on the page and for programs, and says under what name to keep it."""
    listed = client.get("/dumps", params={"format": "json"}).json()
    assert listed["meta"]["count"] == len(listed["items"])
    assert listed["items"][0]["titles"] == {"sv": "Hela datamängden", "en": "The whole dataset"}
    page = client.get("/dumps").text
    for item in listed["items"]:
        for ending, address in item["files"].items():
            assert address == f"{server.url}/dumps/{item['name']}.{ending}"
            assert f'href="/dumps/{item["name"]}.{ending}"' in page
        if item["part"] != "all":
            answer = client.get(item["files"]["nt"])
            assert answer.status_code == 200
            name = re.fullmatch(
                r'attachment; filename="(redthread-[A-Za-z0-9.-]+\.nt)"', answer.headers["content-disposition"]
            )
            assert name


@pytest.mark.parametrize(("accept", "media"), [("", "text/html"), ("application/json", "application/json")])
def test_accept_chooses_the_list(client: httpx.Client, accept: str, media: str) -> None:
    """The list is a page or JSON."""
    answer = client.get("/dumps", headers={"Accept": accept})
    assert answer.headers["content-type"].partition(";")[0] == media


def test_a_file_that_is_known_is_not_sent_again(client: httpx.Client) -> None:
    """The ETag of a file, given back, is answered with 304 and nothing more."""
    address = "/dumps/fyrbodal-2020-2022.ttl"
    etag = client.get(address).headers["etag"]
    again = client.get(address, headers={"If-None-Match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    assert client.get(address, headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/dumps/nope.ttl", 404, "unknown_dump"),
        ("/dumps/all", 404, "unknown_dump"),
        ("/dumps/all.", 404, "unknown_dump"),
        ("/dumps/.ttl", 404, "unknown_dump"),
        ("/dumps/all.xlsx", 404, "unknown_dump"),
        ("/dumps/all.ttl.gz", 404, "unknown_dump"),
        ("/dumps/", 404, "unknown_dump"),
        ("/dumps/fyrbodal-2020-2022/effektmal/4B.ttl", 404, "unknown_dump"),
        ("/dumps/..%2F..%2Fetc%2Fpasswd.nt", 404, "unknown_dump"),
        ("/dumps/%00.ttl", 404, "unknown_dump"),
        ("/dumps/%ff.ttl", 404, "unknown_dump"),
        ("/dumps/" + "a" * 10_000 + ".ttl", 400, "parameter_long"),
        ("/dumps/all.ttl?format=nt", 400, "parameter_unexpected"),
        ("/dumps?format=xml", 400, "parameter_choice"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_what_is_no_file_is_a_problem(client: httpx.Client, path: str, status: int, code: str) -> None:
    """An unknown or hostile name is told, with where all files are listed."""
    answer = client.get(path)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    if code == "unknown_dump":
        assert "/dumps" in answer.json()["detail"]


def test_many_who_want_the_same_file_get_it(client: httpx.Client) -> None:
    """A file that many ask for at once is the same for all; whoever finds too many waiting may try again."""
    with ThreadPoolExecutor(12) as strangers:
        answers = list(strangers.map(lambda _: client.get("/dumps/vastkom-2018.trig"), range(24)))
    assert {answer.status_code for answer in answers} <= {200, 503}
    assert len({answer.content for answer in answers if answer.is_success}) == 1
    for answer in answers:
        assert answer.is_success or (answer.json()["code"] == "query_queue" and "retry-after" in answer.headers)
    assert client.get("/dumps/vastkom-2018.trig").status_code == 200
