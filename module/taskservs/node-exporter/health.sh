#!/bin/sh
# Exit 0 when the exporter tells its metrics.
set -eu
. "$BW_FILES/probe.sh"

address=$BW_VAR_NODE_EXPORTER_ADDRESS
[ "$address" != 0.0.0.0 ] || address=127.0.0.1
probe_http "$address" "$BW_VAR_NODE_EXPORTER_PORT" /metrics | grep -q '^node_exporter_build_info'
