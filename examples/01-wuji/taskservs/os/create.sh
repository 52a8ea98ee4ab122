#!/bin/sh
# Puts the wanted files into the server's root; what is as wanted already stays as it is.
set -eu
. "$BW_FILES/os.sh"

bw-config install "$wanted"
