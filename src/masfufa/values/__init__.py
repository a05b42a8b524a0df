"""Values in text: numbers, dates and periods."""
