#!/bin/sh
# Exit 0 when packages, configuration and service are as wanted; otherwise says what differs.
set -eu
. "$BW_FILES/containerd.sh"

unit_check
exit "$drifted"
