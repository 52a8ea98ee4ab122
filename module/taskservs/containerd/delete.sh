#!/bin/sh
# Takes away what create.sh brought; it may be gone already.
set -eu
. "$BW_FILES/containerd.sh"

unit_delete
