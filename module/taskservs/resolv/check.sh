#!/bin/sh
# Exit 0 when /etc/resolv.conf is as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/resolv.sh"

files_check
check_end
