#!/bin/sh
# Stops ganesha.nfsd and takes away what create.sh put there; both may be gone already.
set -eu

bw-daemon stop ganesha.nfsd
rm -rf run/ganesha.nfsd.runs run/ganesha.pid etc/ganesha var/lib/nfs/ganesha
