"""Making sure that what the engine writes as XML is XML (https://www.w3.org/TR/xml/)."""

from xml.parsers import expat

from graph_service.errors import QueryError


def checked(body: bytes) -> bytes:
    r"""Check an answer in XML.

    The engine writes whatever a text holds, and any property as a name. But XML has no control characters and no names
    that begin with a digit, and takes a carriage return that is not escaped for a line feed.

    Args:
        body: The answer as the engine writes it.

    Returns:
        The answer with carriage returns escaped.

    Raises:
        QueryError: If it holds what XML cannot hold.

    Example:
        >>> checked(b"<a>1\r2</a>")
        b'<a>1&#13;2</a>'
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    try:
        parser.Parse(body, True)  # noqa: FBT003 -- the parser's own parameter
    except expat.ExpatError as error:
        raise QueryError("query_not_xml") from error
    return body.replace(b"\r", b"&#13;")
