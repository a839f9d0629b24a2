"""The tables of the ledger, the same for SQLite and PostgreSQL.

Statements and sources are kept by their content address, so that what does not change is kept once, and what has been
damaged is noticed. A commit names the one before it, and no two may name the same: that alone keeps two writers apart.
"""

from typing import Final

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, MetaData, PrimaryKeyConstraint, String, Table
from sqlalchemy import Text as LongText

VERSION: Final = 1
"""Version of these tables."""
_HASH: Final = 64

metadata: Final = MetaData()

about: Final = Table("ledger", metadata, Column("version", Integer, primary_key=True))
"""One row: the version of the tables."""

contents: Final = Table(
    "contents",
    metadata,
    Column("address", String(_HASH), primary_key=True),
    Column("statements", LargeBinary, nullable=False),
)
"""Graphs in their canonical form."""

sources: Final = Table(
    "sources",
    metadata,
    Column("address", String(_HASH), primary_key=True),
    Column("text", LongText, nullable=False),
)
"""Files as they were given, for people and for the lines of findings."""

commits: Final = Table(
    "commits",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("address", String(_HASH), nullable=False, unique=True),
    Column("parent", String(_HASH), nullable=False, unique=True),
    Column("at", String(32), nullable=False),
    Column("who", LongText, nullable=False),
    Column("why", LongText, nullable=False),
    Column("verdict", LongText, nullable=False),
)
"""The commits, numbered from 1; the first one's parent is empty."""

changes: Final = Table(
    "changes",
    metadata,
    Column("number", Integer, ForeignKey(commits.c.number), nullable=False),
    Column("graph", LongText, nullable=False),
    Column("content", String(_HASH), ForeignKey(contents.c.address)),
    Column("source", String(_HASH), ForeignKey(sources.c.address)),
    Column("name", LongText, nullable=False),
    PrimaryKeyConstraint("graph", "number"),
    Index("changes_of_a_commit", "number"),
)
"""What each commit put in the place of a graph; nothing, if it took the graph out."""

tokens: Final = Table(
    "tokens",
    metadata,
    Column("identifier", String(12), primary_key=True),
    Column("secret", String(_HASH), nullable=False),
    Column("scopes", LongText, nullable=False),
    Column("holder", LongText, nullable=False),
    Column("created", String(32), nullable=False),
    Column("expires", String(32), nullable=False),
    Column("revoked", String(32)),
    Column("used", String(32)),
)
"""Who may change the plans over HTTP; no part of the history, and not there in ledgers that are older than tokens."""
