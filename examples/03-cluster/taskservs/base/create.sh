#!/bin/sh
set -eu
mkdir -p etc
echo "$BW_SERVER" >etc/hostname
