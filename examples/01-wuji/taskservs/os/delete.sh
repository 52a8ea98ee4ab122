#!/bin/sh
# Takes away what create.sh put there; it may be gone already.
set -eu

rm -f etc/hostname etc/hosts etc/modules-load.d/containers.conf etc/sysctl.d/90-containers.conf
