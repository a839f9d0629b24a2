"""Linked data: what stands behind an IRI, dumps, and the catalogue of the datasets."""
