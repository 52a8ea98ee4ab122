#!/bin/sh
# Exit 0 when packages, configuration and service are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/containerd.sh"

unit_check
check_end
