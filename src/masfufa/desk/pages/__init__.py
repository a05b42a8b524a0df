"""The pages: one router a page."""
