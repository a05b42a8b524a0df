"""Runs migrations on the connection that masfufa.workspace.migrate hands over, inside its transaction."""

from __future__ import annotations

from alembic import context

from masfufa.workspace.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    transactional_ddl=False,
)
context.run_migrations()
