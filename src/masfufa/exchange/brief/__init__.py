"""Situation briefs in Arabic, English and French: content once, then HTML, DOCX or PDF (docs/publishing.md)."""
