# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/report.sh"
. "$BW_FILES/files.sh"

files='resolv.conf /etc/resolv.conf 644 root:root'
