"""Versions as pages: what was changed, when and by whom, and what differs between two versions."""
