#!/bin/sh
# Stops containerd and takes away what create.sh put there; both may be gone already.
set -eu

bw-daemon stop containerd
rm -rf run/containerd.runs etc/containerd run/containerd var/lib/containerd opt/containerd
