-- The stems of what each thing is called, and of that and its texts together, so that a name counts for the same whether
-- much or little is said besides; and the words just as they are. They come cut and folded: no character that stands in one
-- is ASCII and neither letter, digit nor point, so that none is ever cut again.
CREATE VIRTUAL TABLE names USING fts5(
  code, title, alternative, words,
  content = '', tokenize = "ascii tokenchars '.'"
);
CREATE VIRTUAL TABLE whole USING fts5(
  stems, words,
  content = '', tokenize = "ascii tokenchars '.'"
);
