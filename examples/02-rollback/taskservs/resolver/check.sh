#!/bin/sh
# Exit 0 when the resolver has the wanted configuration and answers, so that create has nothing to do; ::absent when it has none.
set -eu
[ -e etc/dnsmasq.conf ] || { echo ::absent; exit 1; }
grep -qsx "cache-size=$BW_VAR_CACHE_SIZE" etc/dnsmasq.conf || exit 1
bw-stand-in probe dnsmasq --config etc/dnsmasq.conf
