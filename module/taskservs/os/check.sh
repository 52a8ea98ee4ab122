#!/bin/sh
# Exit 0 when name, time zone, packages and users are as wanted; otherwise says what differs, or that nothing of it is there.
set -eu
. "$BW_FILES/os.sh"

packages_check $packages
files_check
hostname_check
timezone_check
users_each user_check
[ "$drifted" != 0 ] || report_address
check_end
