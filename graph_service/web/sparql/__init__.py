"""SPARQL for people: a page with examples, an editor, and the answer to what was asked."""
