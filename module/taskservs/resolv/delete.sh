#!/bin/sh
# Puts back what create.sh replaced.
set -eu
. "$BW_FILES/resolv.sh"

files_restore
