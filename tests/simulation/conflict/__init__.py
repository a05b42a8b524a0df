"""A conflict with a known course, what agencies and papers make of it, and how near the matrix comes to it."""
