"""Search (*tìm kiếm*): a query becomes terms, terms become bitmaps, bitmaps become ranked hits.

Nothing here knows SQL. `bitmaps` are sets of documents, `store` is what an engine must offer,
`terms` says what is indexed, `query` what is asked, `weights` how much each thing counts,
`weighing` what it makes of a query, `scoring` what it finds: `best_first` of keywords, `planes` and
`exact` of a question. `index` puts it together, `snippets` shows where.
"""
