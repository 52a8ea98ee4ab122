#!/bin/sh
# Exit 0 when this member answers and the cluster has a leader.
set -eu
. "$BW_FILES/etcd.sh"

member endpoint health
