"""Keep the Swedish catalogue of the pages in step with what they say; tell what is not translated yet.

    python scripts/translations.py

New texts are added without a translation, texts that no page says any longer go. It ends with 1 where something is
missing.
"""

import sys
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from graph_service.web.translations import CATALOGUE

WEB = CATALOGUE.parent.parent
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"trimmed": "true", "silent": "false", "encoding": "utf-8"}}
HEADER = rb"""# What the pages say in Swedish. scripts/translations.py keeps it in step with them.
msgid ""
msgstr ""
"Language: sv\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=utf-8\n"
"Content-Transfer-Encoding: 8bit\n"

"""
KEYWORDS = {"_": None, "gettext": None, "ngettext": (1, 2), "later": None}


def said() -> Catalog:
    """Gather what the pages say, in the order of the texts.

    Returns:
        A catalogue without translations.
    """
    found = Catalog(locale="sv", fuzzy=False)
    for _file, _line, message, _comments, _context in extract_from_dir(
        WEB, METHODS, OPTIONS, keywords=KEYWORDS, strip_comment_tags=True
    ):
        found.add(message)
    return found


def known() -> Catalog:
    """Read the catalogue as it is."""
    with CATALOGUE.open("rb") as written:
        return read_po(written, locale="sv")


def updated() -> Catalog:
    """Make the catalogue anew: what the pages say, with the translations that there are."""
    old, new = known(), Catalog(locale="sv", fuzzy=False)
    for message in said():
        if message.id:
            before = old.get(message.id if isinstance(message.id, str) else message.id[0])
            new.add(message.id, before.string if before else None)
    return new


def missing(catalogue: Catalog) -> list[str]:
    """Give the texts that have no translation."""
    return [str(message.id) for message in catalogue if message.id and not (message.string and all(message.string))]


def main() -> int:
    """Write the catalogue, and tell what is missing."""
    catalogue = updated()
    with Path(CATALOGUE).open("wb") as file:
        file.write(HEADER)
        write_po(file, catalogue, width=120, sort_output=True, omit_header=True, no_location=True)
    lacking = missing(catalogue)
    print("\n".join(f"no Swedish text for: {text}" for text in lacking) or "All texts have a Swedish one.")
    return 1 if lacking else 0


if __name__ == "__main__":
    sys.exit(main())
