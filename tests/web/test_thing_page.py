"""The page of a thing: every way up, what leads there, and what it rests on."""

import re
from collections.abc import Iterator
from html import unescape

import httpx
import pytest
import serving

pytestmark = [pytest.mark.xdist_group("server"), pytest.mark.usefixtures("quiet")]

ACTIVITY = "/id/e-halsa-mall-2016/aktivitet/7"
INITIATIVE = "/id/fyrbodal-2020-2022/insats/4.1"
GOAL = "/id/fyrbodal-2020-2022/effektmal/4B"


def _text(html: str) -> str:
    """Give what a reader sees."""
    return re.sub(r"\s+(?=[,.])|(?<=\s)\s+", "", re.sub(r"\s", " ", unescape(re.sub(r"<[^>]+>", " ", html))))


def _part(html: str, heading: str) -> str:
    """Give what stands under a heading, until the next one."""
    found = re.search(rf"<h2[^>]*>{re.escape(heading)}.*?(?=<h2|</main>)", html, re.DOTALL)
    assert found, heading
    return found[0]


def _ways(html: str) -> list[str]:
    return re.findall(r'<ol class="way">.*?</ol>', html, re.DOTALL)


@pytest.mark.parametrize(
    ("lang", "heading", "says", "inferred"),
    [
        ("sv", "Alla vägar uppåt", "Så står det:", "vår slutsats"),
        ("en", "Every way up", "So it says:", "concluded by us"),
    ],
)
def test_every_way_up_stands_as_text_with_its_evidence(
    client: httpx.Client, lang: str, heading: str, says: str, inferred: str
) -> None:
    """Activity 7 reaches the vision by its column »Vision eHälsa 2025«; each step says where it stands."""
    page = client.get(ACTIVITY, params={"lang": lang}).text
    ways = _ways(_part(page, heading))
    assert len(ways) == 5  # its goal, its area, the recommendation, and two ways to the vision
    lengths = [way.count("<li ") for way in ways]
    assert lengths == sorted(lengths)
    through_area = next(_text(way) for way in ways if "Standarder" in way and "forum" not in way)
    document = "Handlingsplan för e-hälsa, mall för kommunerna i Västra Götaland"
    place = "tabellrad Nr 7, kolumn Vision eHälsa 2025 Insatsområden: Standarder.(sid 8)"
    assert f"{says} {document}, {place}" in through_area
    assert "År 2025 ska Sverige vara bäst i världen" in through_area
    assert inferred in through_area
    whole = next(way for way in ways if "Standarder" in way and "forum" not in way)
    assert re.findall(r'<li class="(\w+)">', whole) == ["stated", "inferred"]


def test_what_leads_to_a_thing_is_counted_by_kind(client: httpx.Client) -> None:
    """Initiative 4.1 has three activities and seven expectations; the first few are shown, and the way to the rest."""
    part = _part(client.get(INITIATIVE, params={"lang": "en"}).text, "What leads here")
    text = _text(part)
    assert re.search(r"What leads here 10 ", text)
    assert "Role expectation 7" in text
    assert "Activity 3" in text
    assert "and 2 more" in text
    assert 'href="/trad?vald=fyrbodal-2020-2022%2Finsats%2F4.1&amp;lang=en"' in part


def test_the_picture_shows_what_is_next_to_a_thing(client: httpx.Client) -> None:
    """It is drawn without any style of its own, and holds at most seven boxes on each side."""
    page = client.get(INITIATIVE).text
    (picture,) = re.findall(r'<div class="picture".*?</figure>', page, re.DOTALL)
    assert picture.count('<p class="box') == 7 + 1 + 1
    assert picture.count("<path") == 7 + 1
    assert "och 4 till" in picture
    assert "style=" not in picture
    assert "aria-hidden" in picture.partition(">")[0]


def test_a_gap_says_what_it_is(client: httpx.Client) -> None:
    """Goal 1C of Fyrbodal has no initiative; goal 4B has two."""
    gap = client.get("/id/fyrbodal-2020-2022/effektmal/1C?lang=sv").text
    assert 'class="gapbox"' in gap
    assert 'href="/luckor?typ=uncovered&amp;plan=fyrbodal-2020-2022&amp;lang=sv"' in gap
    whole = client.get(GOAL, params={"lang": "sv"}).text
    assert "typ=uncovered" not in whole
    assert "2 direkt" in _text(_part(whole, "Täckning"))


def test_a_link_shows_both_ends_with_the_words_between(client: httpx.Client) -> None:
    """The heading names both ends, and between their texts stands what the link rests on."""
    page = client.get("/id/fyrbodal-2020-2022/lank/insats-4.1--effektmal-4B", params={"lang": "en"}).text
    assert "Initiative 4.1 Effect goal 4B" in _text(page)
    ends = re.search(r'<section class="linkends".*?</section>', page, re.DOTALL)
    assert ends
    text = _text(ends[0])
    order = ["Koncept för samordnad upphandling", "contributes to", "avsnitt 4.1, rubrik EFFEKT MÅL", "»"][:3]
    order.append("Effect goal 4B")
    places = [text.index(words) for words in order]
    assert places == sorted(places)


def test_a_document_tells_its_editions_its_content_and_its_coverage(client: httpx.Client) -> None:
    """The plan of Fyrbodal: editions, goals before statements, and »8 av 11« of its goals."""
    page = client.get("/id/fyrbodal-2020-2022", params={"lang": "sv"}).text
    content = _text(_part(page, "Det som står här"))
    assert content.index("Effektmål 11") < content.index("Insats 5") < content.index("Utsaga 144")
    assert "8 av 11" in _text(_part(page, "Täckning"))
    assert "3 utan" in _text(_part(page, "Täckning"))
    assert "1.0" in _text(_part(page, "Utgåvor"))


def test_a_goal_tells_what_became_of_it(client: httpx.Client) -> None:
    """A goal of 2018 shows what the report of 2019 says of it."""
    rows = client.get("/api/v1/outcomes").json()["items"]
    row = next(one for one in rows if one["comment"])
    page = client.get(row["goal"].removeprefix("https://w3id.org/redthread"), params={"lang": "sv"}).text
    assert row["comment"] in unescape(_part(page, "Vad det blev av det"))


def test_the_data_are_one_click_away(client: httpx.Client) -> None:
    """The Turtle of the thing itself stands on its page, and the whole in every format beside it."""
    page = client.get(GOAL, params={"lang": "sv"}).text
    (data,) = re.findall(r"<pre[^>]*>(.*?)</pre>", page, re.DOTALL)
    assert 'dcterms:identifier "4B"' in unescape(data)
    for ending in (".ttl", ".jsonld", ".nt"):
        assert f'href="{GOAL}{ending}?lang=sv"' in page


def test_links_keep_language_and_lead_to_short_names(client: httpx.Client) -> None:
    """Other pages are reached in the language that was chosen; none, where none was."""
    assert (
        'href="/trad?vald=fyrbodal-2020-2022%2Feffektmal%2F4B&amp;lang=en"'
        in client.get(GOAL, params={"lang": "en"}).text
    )
    assert 'href="/trad?vald=fyrbodal-2020-2022%2Feffektmal%2F4B"' in client.get(GOAL).text


STRANGE = """
@base <https://w3id.org/redthread/id/> .
@prefix rt: <https://w3id.org/redthread/ns#> .
@prefix dcterms: <http://purl.org/dc/terms/> .

<p> a rt:Plan ; dcterms:title "P"@sv ; rt:level rt:local .
<p/utgava/1> a rt:PlanEdition ; rt:editionOf <p> ; rt:version "1" ; rt:editionStatus rt:current ; rt:content rt:loaded .
"""


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Serve a plan with a goal that stands alone, a word of 10 000 letters, and 300 activities."""
    folder = tmp_path_factory.mktemp("strange")
    lines = [STRANGE]

    def goal(name: str, title: str, kind: str = "EffectGoal") -> None:
        lines.append(
            f'<p/{name}> a rt:{kind} ; dcterms:isPartOf <p> ; dcterms:title "{title}"@sv ; '
            'dcterms:source <p/utgava/1> ; rt:locator "rad 1"@sv .'
        )

    def link(lower: str, upper: str, relation: str) -> None:
        lines.append(
            f"<p/lank/{lower.replace('/', '-')}--{upper.replace('/', '-')}> a rt:Link ; rt:from <p/{lower}> ; "
            f"rt:to <p/{upper}> ; rt:relation rt:{relation} ; rt:basis rt:stated ; rt:validity rt:valid ; "
            'dcterms:source <p/utgava/1> ; rt:locator "<i>rad</i>"@sv ; rt:quote "<script>alert(1)</script>"@sv .'
        )

    goal("mal/ensam", "Ensam")
    goal("mal/lang", "x" * 10_000)
    for number in range(300):
        goal(f"aktivitet/{number}", f"Gör {number}", "Activity")
        link(f"aktivitet/{number}", "mal/lang", "contributesTo")
    plan = folder / "plan.ttl"
    plan.write_text("\n".join(lines), encoding="utf-8")
    running = serving.start(folder / "log", plan)
    with httpx.Client(base_url=running.url, timeout=serving.PATIENCE) as made:
        yield made
    assert running.stop() == 0


def test_what_stands_alone_has_neither_ways_nor_picture(strange: httpx.Client) -> None:
    """The page of a thing without any link is a sensible page all the same."""
    answer = strange.get("/id/p/mal/ensam")
    assert answer.status_code == 200
    assert _ways(answer.text) == []
    assert 'class="picture"' not in answer.text


def test_a_thing_that_hundreds_lead_to_shows_the_first_few(strange: httpx.Client) -> None:
    """Three hundred activities are counted, not listed; the long word stands whole in the heading."""
    page = strange.get("/id/p/mal/lang?lang=sv").text
    part = _part(page, "Det som leder hit")
    assert "Aktivitet 300" in _text(part)
    assert part.count('href="/id/p/aktivitet/') < 20
    assert "x" * 10_000 in page
    assert len(page) < 150_000


def test_evidence_is_text_whatever_it_says(strange: httpx.Client) -> None:
    """Markup in a quote or a place is read as it stands."""
    page = strange.get("/id/p/aktivitet/1").text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<i>" not in page
