"""Search (*tìm kiếm*): a query becomes terms, terms become bitmaps, bitmaps become ranked hits.

Nothing here knows SQL. `bitmaps` are sets of documents, `store` is what an engine must offer,
`terms` says what is indexed, `query` what is asked, `weights` how much each thing counts, `planes`
adds bitmaps up, `exact` orders the best few, `index` puts it together, `snippets` shows where.
"""
