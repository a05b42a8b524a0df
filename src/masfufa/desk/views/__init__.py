"""Plain data for templates, made without a server."""
