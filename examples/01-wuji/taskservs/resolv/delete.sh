#!/bin/sh
# Stops dnsmasq and takes away what create.sh put there; both may be gone already.
set -eu

bw-daemon stop dnsmasq
rm -rf run/dnsmasq.runs etc/resolv.conf etc/dnsmasq.conf etc/dnsmasq.hosts
