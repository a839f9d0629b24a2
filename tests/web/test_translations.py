"""The pages' texts in Swedish: nothing is missing, nothing is left over, and what is filled in stays filled in."""

import re
import sys

import serving

sys.path.insert(0, str(serving.ROOT / "scripts"))

import translations as script

from graph_service.web import numbers, translations

FIELDS = re.compile(r"%\(\w+\)[a-z]")


def test_every_text_of_the_pages_has_a_swedish_one() -> None:
    """What templates and code say is in the catalogue, translated; what they no longer say is not."""
    assert script.missing(script.updated()) == []
    assert {str(one.id) for one in script.known()} == {str(one.id) for one in script.updated()}


def test_a_translation_has_the_same_fields() -> None:
    """What is filled into the English text is filled into the Swedish one; about one thing no number need stand."""
    for message in script.known():
        ids = message.id if isinstance(message.id, tuple | list) else (message.id,)
        strings = message.string if isinstance(message.string, tuple | list) else (message.string,)
        wanted = set(FIELDS.findall(ids[-1]))
        assert set(FIELDS.findall(strings[-1] or "")) == wanted, message.id
        for said in strings:
            assert wanted - {"%(num)s"} <= set(FIELDS.findall(said or "")) <= wanted, message.id


def test_a_text_without_a_translation_stays_english() -> None:
    """Nothing fails where the catalogue has no such text."""
    assert translations.of("sv").gettext("No such text in the catalogue") == "No such text in the catalogue"


def test_numbers_and_days_are_written_as_each_language_has_them() -> None:
    """Swedish has a space between thousands and a comma before decimals; a text that is no day stays as it is."""
    assert numbers.number(1234567, "sv") == "1\u00a0234\u00a0567"
    assert numbers.number(0.5, "sv") == "0,5"
    assert numbers.number(1234567, "en") == "1,234,567"
    assert numbers.day("2018-01-05", "sv") == "5 januari 2018"
    assert numbers.day("2018-13-45", "en") == "2018-13-45"
