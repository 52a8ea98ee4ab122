#!/bin/sh
# Brings the packages and what the role wants: exports that are served, or mounts.
set -eu
. "$BW_FILES/external-nfs.sh"

nfs_put
