#!/bin/sh
# Brings /etc/resolv.conf.
set -eu
. "$BW_FILES/resolv.sh"

grep -q '^nameserver ' "$BW_FILES/resolv.conf" || refuse "Give resolv_nameservers at least one address."
files_put
