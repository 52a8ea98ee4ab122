#!/bin/sh
# Exit 0 when package, configuration, service and database are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/postgresql.sh"

cluster_find
unit_check
[ "$drifted" != 0 ] || database_check
check_end
