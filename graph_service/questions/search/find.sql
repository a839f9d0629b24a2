-- What each expression finds: the number of a thing, how near that is, and its BM25, which is the further below zero the
-- better. What has the words in its names is nearer than what has them in its texts as well, by one expression. A word in
-- a code counts for more than one in a title, and that for more than one in another name; a word in just that form counts
-- for a little more than another form of it. The weights are small since BM25 takes them for numbers of words, and ten
-- words say hardly more than five.
WITH matched AS MATERIALIZED (
  SELECT names.rowid AS thing, 2 * asked.key AS nearness, bm25(names, 2.0, 1.0, 0.5, 0.2) AS score
  FROM json_each(?1) AS asked CROSS JOIN names
  WHERE names MATCH asked.value
  UNION ALL
  SELECT whole.rowid, 2 * asked.key + 1, bm25(whole, 1.0, 0.2)
  FROM json_each(?1) AS asked CROSS JOIN whole
  WHERE whole MATCH asked.value
)
SELECT thing, MIN(nearness) / 2, MIN(nearness) % 2, score
FROM matched
GROUP BY thing;
