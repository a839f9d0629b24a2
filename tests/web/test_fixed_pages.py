"""Pages of a service that shows certain files: it takes no changes, and says so before anything is sent."""

import html
import re
from collections.abc import Iterator

import httpx
import invented_plan
import pytest
import serving

pytestmark = pytest.mark.xdist_group("fixed")

NAME = "pahittad-fast-plan"
PLAN = invented_plan.written(NAME, 2)
PAGE = {"Accept": "text/html", "Sec-Fetch-Site": "same-origin"}
FORMS = ("/granskning/ny", "/granskning/lankar", "/granskning/undantag")


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a client of a service that shows one file."""
    folder = tmp_path_factory.mktemp("fixed")
    (folder / "plan.ttl").write_text(PLAN, encoding="utf-8")
    running = serving.start(folder / "log", folder / "plan.ttl")
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE, headers=PAGE) as made:
        yield made
    assert running.stop() == 0
    assert '"fault"' not in running.log.read_text(encoding="utf-8")


def words(answer: httpx.Response) -> str:
    """Give what stands on a page, without tags."""
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", answer.text)))


@pytest.mark.parametrize("path", FORMS)
def test_it_says_that_it_takes_no_changes_and_has_no_form_for_them(client: httpx.Client, path: str) -> None:
    """Nobody fills in a form in vain; what is sent all the same is refused with the reason."""
    page = client.get(path)
    assert page.status_code == 200
    assert "tar inte emot ändringar" in words(page) or path == "/granskning/lankar"
    assert 'method="post"' not in page.text
    for sent in ({"plan": f"plan:{NAME}", "text": PLAN}, {"lank": "x"}, {}):
        refused = client.post(path, data=sent)
        assert refused.status_code == 403, words(refused)
        assert "tar inte emot ändringar" in words(refused)


def test_its_findings_stand_at_their_rows(client: httpx.Client) -> None:
    """The file is named as it is called, not where this machine keeps it; the row is that of the first goal."""
    row = next(n for n, line in enumerate(PLAN.split("\n"), 1) if line.startswith(f"<{NAME}/mal/1>"))
    page = client.get("/granskning", params={"form": "EffectGoal-covered"})
    assert f"plan.ttl , rad {row}, kolumn 1" in words(page)
    assert f'<li value="{row}" class="here">' in page.text
    assert "/fixed" not in page.text


def test_it_has_no_history_and_says_so(client: httpx.Client) -> None:
    """The plans are shown as they are; comparing them is refused with the reason."""
    assert "har ingen historia av ändringar" in words(client.get("/versioner"))
    assert "Ingen plan fortsätter en annan." in words(client.get("/versioner/jamfor"))
    refused = client.get("/versioner/jamfor", params={"plan": NAME, "fran": "1"})
    assert refused.status_code == 403


def test_there_is_nothing_to_review(client: httpx.Client) -> None:
    """Without links and waivers the pages say so."""
    assert "Ingen länk är misstänkt." in words(client.get("/granskning/lankar"))
    assert "Det finns inga undantag." in words(client.get("/granskning/undantag"))
