"""The pages of versions where nothing has been changed: what the sources tell, and plans that continue one another."""

import csv
import html
import re

import httpx
import pytest

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

PAGE = {"Accept": "text/html"}
BOTH = "/versioner/jamfor?plan=vastkom-2018&med=vastkom-2019"


def words(client: httpx.Client, path: str) -> str:
    """Give what stands on a page, without tags."""
    answer = client.get(path, headers=PAGE)
    assert answer.status_code == 200, answer.text
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


def test_without_changes_it_says_so_and_shows_what_the_sources_tell(client: httpx.Client) -> None:
    """The version history of the plan of Fyrbodal, as its table »Versionshistorik« has it."""
    assert "Ingenting har ändrats än" in words(client, "/versioner")
    page = words(client, "/versioner?plan=fyrbodal-2020-2022")
    assert "0.1 31 oktober 2019 Första utkast" in page
    assert "1.0 3 april 2020 Publicerad på Fyrbodals hemsida." in page
    editions = client.get("/versioner.json?plan=fyrbodal-2020-2022").json()["items"]
    assert [one["version"] for one in editions] == ["0.1", "0.2", "0.3", "0.4", "0.5", "1.0"]
    assert [one["content"] for one in editions] == ["notLoaded"] * 5 + ["loaded"]
    assert "Nothing has been changed yet" in words(client, "/versioner?lang=en")


def test_plans_that_continue_one_another_are_compared_element_by_element(client: httpx.Client) -> None:
    """Goal »Nationella tjänster nyttjas av kommunerna« of 2018 has another target in 2019, and both are to be read."""
    page = words(client, BOTH)
    assert "»VästKoms handlingsplan 2019« fortsätter »Handlingsplan – Digitalisering 2018«" in page
    changed = "[borttaget: Nationella ] [tillagt: Fler nationella ] tjänster nyttjas av kommunerna"
    assert changed in page
    rows = list(csv.DictReader(client.get(BOTH.replace("jamfor", "jamfor.csv")).text.splitlines()))
    told = client.get(BOTH.replace("jamfor", "jamfor.json")).json()["succession"]
    assert {row["iri"] for row in rows if row["fate"] == "new"} == {one["iri"] for one in told["new"]}
    assert sum(told["counts"][fate] for fate in {row["fate"] for row in rows} - {"new"}) == len(told["elements"])
    assert told["earlier"]["title"] == "Handlingsplan – Digitalisering 2018"


def test_the_order_in_which_the_two_are_named_does_not_matter(client: httpx.Client) -> None:
    """The one that continues the other is the later one either way."""
    turned = "/versioner/jamfor?plan=vastkom-2019&med=vastkom-2018"
    assert words(client, turned).split("English")[1] == words(client, BOTH).split("English")[1].replace(BOTH, turned)


def test_what_can_be_compared_is_listed(client: httpx.Client) -> None:
    """Without saying what to compare, one chooses."""
    page = client.get("/versioner/jamfor", headers=PAGE).text
    assert 'href="/versioner/jamfor?plan=vastkom-2018&amp;med=vastkom-2019"' in page


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/versioner?plan=finns-inte", 404),
        ("/versioner/jamfor?plan=vastkom-2018&med=fyrbodal-2020-2022", 404),
        ("/versioner/jamfor?plan=fyrbodal-2020-2022&fran=1&till=2", 404),
        ("/versioner/jamfor?plan=fyrbodal-2020-2022&fran=%27;", 400),
        ("/versioner/jamfor?plan=vastkom-2018&med=vastkom-2019&fran=1", 400),
        ("/versioner?offset=-1", 400),
    ],
)
def test_what_cannot_be_compared_is_told(client: httpx.Client, path: str, status: int) -> None:
    """Unknown plans, plans that have nothing to do with one another, and changes that there are none of."""
    assert client.get(path, headers=PAGE).status_code == status
