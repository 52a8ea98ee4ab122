#!/bin/sh
# Stops the share and takes away its configuration; both may be gone already. What was stored in srv/share stays.
set -eu

bw-daemon stop share
rm -rf etc/ganesha var/lib/nfs/ganesha run/ganesha.pid
