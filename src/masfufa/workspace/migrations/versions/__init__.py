"""Migrations of the workspace's schema; docs/workspace.md tells how one is written."""
