#!/bin/sh
set -eu
mkdir -p etc
echo "Welcome to $BW_SERVER." >etc/motd
