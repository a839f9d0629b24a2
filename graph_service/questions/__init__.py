"""Named questions: SPARQL files with a title, typed parameters, an example and expected columns."""
