#!/bin/sh
# Also undoes a create that failed half-way: what is not there need not be taken away.
set -eu
bw-daemon stop resolver
rm -f etc/dnsmasq.conf etc/dnsmasq.hosts
