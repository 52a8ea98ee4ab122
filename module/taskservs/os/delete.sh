#!/bin/sh
# Puts back what create.sh changed; it may be done already.
set -eu
. "$BW_FILES/os.sh"

users_restore
hostname_restore
files_restore
packages_remove $packages
