#!/bin/sh
# Takes away what create.sh brought; it may be gone already. Files in shared folders stay.
set -eu
. "$BW_FILES/external-nfs.sh"

nfs_remove
