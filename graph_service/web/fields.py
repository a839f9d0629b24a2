"""What several pages are asked for in fields of forms; an empty field is as none."""

from typing import Annotated

from fastapi import Query
from pydantic import Field

from graph_service.api import parameters
from graph_service.web.forms import EMPTY

Name = Annotated[Annotated[str, Field(max_length=parameters.LONGEST)] | None, EMPTY, Query()]
"""What a thing is called: an IRI, a short path, a code or words from its title."""
Year = Annotated[Annotated[int, Field(ge=1000, le=2999)] | None, EMPTY, Query()]
"""A year, with four digits."""
