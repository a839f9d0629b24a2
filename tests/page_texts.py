"""Pages as a test reads them: what they say, without their tags."""

import html
import re

import httpx


def page(client: httpx.Client, address: str) -> str:
    """Give a page that is there.

    Args:
        client: A client of the service.
        address: Its address.

    Returns:
        HTML.
    """
    answer = client.get(address)
    assert answer.status_code == 200, answer.text
    return answer.text


def text(written: str) -> str:
    """Give what a page says, in one line.

    Args:
        written: HTML.

    Returns:
        Its text.
    """
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]*>", " ", written)))
