"""Röda tråden: public plans as a validated knowledge graph that answers questions."""

__version__ = "0.1.0"
