#!/bin/sh
# Exit 0 when every file is as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/os.sh"

bw-config check "$wanted"
