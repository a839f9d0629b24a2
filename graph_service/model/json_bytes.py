"""JSON for programs."""

import json


def as_json(value: object) -> bytes:
    """Write a value as JSON for programs.

    Args:
        value: What JSON can hold.

    Returns:
        UTF-8 bytes; what UTF-8 cannot hold, such as half a file name, is escaped as JSON has it.

    Example:
        >>> as_json("mål").decode()
        '"mål"'
    """
    return json.dumps(value, ensure_ascii=False, indent=2).encode(errors="backslashreplace")
