"""Places: the compiled gazetteer, its look-up, its builders and the curated overlay. Knows nothing of reading."""
