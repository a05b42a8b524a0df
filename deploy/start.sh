#!/bin/sh
# What a container does before its command: makes the workspace and the desk's secret the first time, then becomes the command.
set -eu
: "${MASFUFA_WORKSPACE:=/workspace}"
export MASFUFA_WORKSPACE

if [ ! -e "$MASFUFA_WORKSPACE/masfufa.toml" ]; then
    masfufa init "$MASFUFA_WORKSPACE" --countries "${WORKSPACE_COUNTRIES:-}" \
        ${WORKSPACE_ONSET:+--onset "$WORKSPACE_ONSET"} ${WORKSPACE_DATABASE:+--database "$WORKSPACE_DATABASE"}
fi
if [ -z "${MASFUFA_DESK_SECRET:-}" ] && [ ! -e "$MASFUFA_WORKSPACE/desk.secret" ]; then
    masfufa desk secret
fi
exec "$@"
