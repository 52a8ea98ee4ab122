#!/bin/sh
# Exit 0 when /etc/resolv.conf is as wanted; otherwise says what differs.
set -eu
. "$BW_FILES/resolv.sh"

files_check
exit "$drifted"
