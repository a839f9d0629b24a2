"""Quads in, answers out: one narrow port, engines behind it."""
