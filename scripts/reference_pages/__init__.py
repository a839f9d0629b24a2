"""The reference pages, read from the ontology, the shapes, the questions, the settings and the terminal program."""
