# shellcheck shell=sh
# What this folder's scripts share.
. "$BW_FILES/unit.sh"
. "$BW_FILES/sites.sh"

packages=nginx
files='sites.conf /etc/nginx/conf.d/batchworkflow.conf 644 root:root'
service=nginx daemon=/usr/sbin/nginx pidfile=/run/nginx.pid
