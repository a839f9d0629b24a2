"""What all answers have in common: pages of lists, endings of addresses, ETags."""

import csv
import io
import re

import httpx
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

LIST = "/api/v1/questions"


def _links(answer: httpx.Response) -> dict[str, str]:
    return {relation: url for url, relation in re.findall(r'<([^>]+)>; rel="(\w+)"', answer.headers.get("link", ""))}


@pytest.mark.parametrize("limit", [1, 7, 34, 35, 100])
def test_the_pages_of_a_list_are_the_list(client: httpx.Client, limit: int) -> None:
    """Following the next links from the first page gives every entry once, in order; each page counts rightly."""
    whole = client.get(LIST).json()["items"]
    url: str | None = f"{LIST}?limit={limit}"
    gathered = []
    while url:
        answer = client.get(url)
        page = answer.json()
        assert page["meta"]["count"] == len(page["items"]) <= limit
        assert page["meta"]["total"] == len(whole)
        assert page["meta"]["truncated"] == (len(page["items"]) < len(whole))
        gathered += page["items"]
        url = _links(answer).get("next")
    assert gathered == whole


def test_links_lead_to_the_first_the_last_and_the_page_before(client: httpx.Client) -> None:
    """A page in the middle links to all its neighbours, and keeps the other parameters."""
    links = _links(client.get(f"{LIST}?lang=sv&limit=10&offset=10"))
    assert set(links) == {"first", "prev", "next", "last"}
    assert all("lang=sv" in url for url in links.values())
    last = client.get(links["last"])
    assert last.json()["items"][-1] == client.get(f"{LIST}?lang=sv").json()["items"][-1]
    assert set(_links(last)) == {"first", "prev"}
    assert client.get(links["prev"]).json() == client.get(links["first"]).json()


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("limit=0", "parameter_least"),
        ("limit=10001", "parameter_most"),
        ("limit=x", "parameter_number"),
        ("offset=-1", "parameter_least"),
        ("offset=99999999999999999999", "parameter_most"),
    ],
)
def test_a_page_that_is_not_there_is_a_problem(client: httpx.Client, asked: str, code: str) -> None:
    """A page beyond the end, or of no size, is refused with what is wrong."""
    answer = client.get(f"{LIST}?{asked}")
    assert (answer.status_code, answer.json()["code"]) == (400, code)


@pytest.mark.parametrize("offset", [35, 36, 1000, 2**31])
def test_a_page_beyond_the_end_is_empty_and_leads_back(client: httpx.Client, offset: int) -> None:
    """Beyond the end of a list there is nothing, and a link to the last page that holds something."""
    answer = client.get(f"{LIST}?limit=10&offset={offset}")
    assert answer.json()["items"] == []
    assert answer.json()["meta"]["total"] == 35
    assert client.get(_links(answer)["prev"]).json()["items"]


def test_an_ending_asks_for_a_format(client: httpx.Client) -> None:
    """An address that ends in .csv or .json gives that format, whatever else is accepted; CSV holds the whole list."""
    table = client.get(f"{LIST}.csv", headers={"Accept": "application/json"})
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(table.text)))
    listed = client.get(f"{LIST}.json", headers={"Accept": "text/csv"}).json()["items"]
    assert [row["name"] for row in rows] == [question["name"] for question in listed]
    assert client.get("/api/v1/questions/effektmal-utan-insats.csv").text.startswith("goal,code,")


@pytest.mark.parametrize("path", [LIST, "/api/v1/plans", "/api/v1/elements", "/api/v1/threads/4B"])
def test_a_table_says_whether_it_is_the_whole_list(client: httpx.Client, path: str) -> None:
    """CSV has no meta part: a header says that there is more, and how much; a whole list has no such header."""
    total = client.get(path).json()["meta"]["total"]
    whole = client.get(f"{path}.csv")
    assert "x-truncated" not in whole.headers
    assert len(list(csv.DictReader(io.StringIO(whole.text)))) == total
    assert client.get(f"{path}.csv?limit=3").headers["x-truncated"] == f"entries; limit=3; total={total}"


def test_an_answer_that_is_known_already_is_not_sent_again(client: httpx.Client) -> None:
    """An ETag given back in If-None-Match gives 304 without a body; any other ETag gives the answer."""
    answer = client.get(LIST)
    etag = answer.headers["etag"]
    for known in (etag, f'"x", {etag}', "*", etag.removeprefix("W/")):
        again = client.get(LIST, headers={"If-None-Match": known})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
        assert again.headers["vary"] == answer.headers["vary"]
    assert client.get(LIST, headers={"If-None-Match": '"x"'}).status_code == 200


def test_each_format_and_language_has_an_etag_of_its_own(client: httpx.Client) -> None:
    """What is chosen by Accept or language is told apart; what may be new each time has no ETag."""
    answers = [client.get(LIST + more) for more in ("?lang=sv", "?lang=en", ".csv?lang=sv", ".csv?lang=en")]
    assert len({answer.headers["etag"] for answer in answers}) == len(answers)
    assert "etag" not in client.get("/health").headers
    assert "etag" not in client.get("/sparql?query=ASK{}").headers
    assert "etag" not in client.get("/api/v1/threads/nothing").headers
