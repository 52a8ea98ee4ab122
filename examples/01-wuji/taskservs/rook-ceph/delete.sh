#!/bin/sh
# Stops ceph-mon and takes away what create.sh put there; both may be gone already.
set -eu

bw-daemon stop ceph-mon
rm -rf run/ceph-mon.runs etc/ceph etc/rook-ceph var/lib/ceph run/ceph
