"""What the pages say in Swedish: a gettext catalogue, read once.

English is what stands in templates and code. The catalogue is a text file that translators' tools know
(https://www.gnu.org/software/gettext/manual/html_node/PO-Files.html); ``scripts/translations.py`` keeps it in step.
"""

import gettext
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Final

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from graph_service.messages import Lang

CATALOGUE: Final = Path(__file__).with_name("locale") / "sv.po"


@cache
def of(lang: Lang) -> gettext.NullTranslations:
    """Give the translations into a language.

    Args:
        lang: The language.

    Returns:
        The translations; what has none stays English.

    Example:
        >>> of("sv").gettext("Overview"), of("en").gettext("Overview")
        ('Översikt', 'Overview')
    """
    if lang == "en":
        return gettext.NullTranslations()
    compiled = BytesIO()
    with CATALOGUE.open("rb") as written:
        write_mo(compiled, read_po(written, locale="sv"))
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def later(text: str) -> str:
    """Mark a text that is translated where it is shown.

    Args:
        text: English text.

    Returns:
        The same.

    Example:
        >>> later("Overview")
        'Overview'
    """
    return text
