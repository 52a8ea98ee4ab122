#!/bin/sh
# Exit 0 when the server serves, or the client reads every mount.
set -eu
. "$BW_FILES/external-nfs.sh"

nfs_answers
