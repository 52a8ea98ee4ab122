#!/bin/sh
# Exit 0 when the server takes connections.
set -eu
. "$BW_FILES/postgresql.sh"

as_postgres pg_isready -q -p "$BW_VAR_POSTGRESQL_PORT"
