"""masfufa beside other programs: readers of others that add to a reading, and a component for spaCy pipelines."""
