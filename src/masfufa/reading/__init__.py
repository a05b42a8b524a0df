"""From a document to its records: one module a kind of record; `reader` joins them."""
