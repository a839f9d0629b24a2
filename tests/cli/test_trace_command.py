"""``redthread trace`` and ``redthread show``: threads and things in the terminal."""

import json
from typing import TYPE_CHECKING

import pytest
import rdflib

if TYPE_CHECKING:
    from conftest import Redthread

GOAL = "fyrbodal-2020-2022/effektmal/4B"
STRATEGY = "nationell-digitaliseringsstrategi-2017"


def test_thread_is_drawn_both_ways(redthread: "Redthread") -> None:
    """A thread is drawn with what the goal leads to and what leads to it, each step with its relation and basis."""
    finished = redthread("trace", "4B", "--lang", "sv")
    assert (finished.returncode, finished.stderr) == (0, "")
    lines = finished.stdout.splitlines()
    assert lines[0].startswith("Effektmål 4B En digital infrastruktur")
    up, down = lines.index("Leder till"), lines.index("Det som leder hit")
    assert any("i område (uttalad) Fokusområde 3.4" in line for line in lines[up:down])
    assert any("bidrar till (uttalad) Insats 4.1" in line for line in lines[down:])


def test_evidence_stands_under_each_step(redthread: "Redthread") -> None:
    """With --evidence each step has its quote, its place and, where it is inferred, the reason."""
    finished = redthread("trace", GOAL, "--up", "--evidence")
    shown = " ".join(finished.stdout.replace("│", " ").split())
    assert "»Fokusområdena utgår utifrån regeringens nationella digitaliseringsstrategi.«" in shown
    assert "– Handlingsplan för digitalisering i Fyrbodal 2020–2022, avsnitt 3.4, rubrik EFFEKT MÅL" in shown
    assert "aligns with (inferred)" in shown
    assert "What leads here" not in shown


def test_thread_as_json_is_whole(redthread: "Redthread") -> None:
    """As JSON a thread holds its nodes, and its hops with their evidence; standard error is empty."""
    finished = redthread("trace", GOAL, "--up", "--format", "json")
    thread = json.loads(finished.stdout)
    assert finished.stderr == ""
    assert (thread["direction"], thread["down"], thread["truncated"]) == ("up", [], False)
    assert all(hop["evidence"]["quote"] or hop["evidence"]["rationale"] for hop in thread["up"])
    assert any(iri.endswith(f"/{STRATEGY}") for iri in thread["nodes"])


def test_stated_only_leaves_out_what_is_inferred(redthread: "Redthread") -> None:
    """With --stated-only nothing that is inferred is followed."""
    thread = json.loads(redthread("trace", GOAL, "--stated-only", "--format", "json").stdout)
    assert {hop["evidence"]["basis"] for hop in (*thread["up"], *thread["down"])} == {"stated"}


def test_cut_thread_says_so(redthread: "Redthread") -> None:
    """A thread that goes on beyond the depth asked for says that it does."""
    finished = redthread("trace", GOAL, "--up", "--depth", "1", "--lang", "sv")
    assert finished.stdout.splitlines()[-1] == "Tråden fortsätter bortom 1 steg; --depth visar mer."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("8",), "»8« kan betyda flera saker. Skriv en av dessa i stället:\n  "),
        (("e-hälsa",), "»e-hälsa« kan betyda flera saker."),
        (("9Z",), "Inget heter »9Z«."),
        (("",), "Ett namn saknas."),
        (("finns", "inte", "alls"), "Inget heter »finns inte alls«."),
    ],
    ids=["code", "words", "unknown", "empty", "several"],
)
def test_name_that_finds_no_one_thing_is_told(redthread: "Redthread", words: tuple[str, ...], told: str) -> None:
    """A name that means nothing, or several things, ends with exit code 2, and the candidates where there are any."""
    finished = redthread("trace", *words, "--lang", "sv")
    assert (finished.returncode, finished.stdout) == (2, "")
    assert finished.stderr.startswith(told)


def test_thing_is_shown_with_its_sayings(redthread: "Redthread") -> None:
    """A thing found by a kind and a code is shown with all that it says and what speaks of it."""
    shown = redthread("show", "Effektmål", "4B", "--lang", "sv").stdout
    assert shown.startswith(f"Effektmål 4B  {GOAL}\nSäger\n")
    assert "\nNämns av\n" in shown
    assert "Insats 4.1 (fyrbodal-2020-2022/insats/4.1)" in shown


def test_narrow_terminal_folds_but_loses_nothing(redthread: "Redthread") -> None:
    """On a terminal narrower than any table the values are folded, and all of each still stands there."""
    shown = redthread("show", GOAL, COLUMNS="12").stdout
    lines = [line for line in shown.splitlines() if line.startswith(("│", "┌"))]
    assert max(map(len, lines)) == 40
    values = "".join(line.split("│")[2].strip() for line in lines if line.startswith("│"))
    assert "möjliggörinformationsutbyte" in values.replace(" ", "")


def test_thing_is_written_for_programs(redthread: "Redthread") -> None:
    """As Turtle and as JSON a thing's statements are clean on standard output."""
    turtle = redthread("show", GOAL, "--format", "turtle")
    graph = rdflib.Graph().parse(data=turtle.stdout, format="turtle")
    assert {str(subject) for subject in graph.subjects()} == {f"https://w3id.org/redthread/id/{GOAL}"}
    described = redthread("show", GOAL, "--format", "json")
    assert json.loads(described.stdout)["iri"].endswith(GOAL)
    assert turtle.stderr + described.stderr == ""
