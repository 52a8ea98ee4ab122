#!/bin/sh
# Brings the machine's name, time zone, packages and users.
set -eu
. "$BW_FILES/os.sh"

packages_install $packages
files_put
hostname_set
timezone_set
users_each user_put
report_address
