#!/bin/sh
# Exit 0 when packages, configuration and what is served or mounted are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/external-nfs.sh"

nfs_check
check_end
