#!/bin/sh
# Installs HAProxy, brings its configuration when HAProxy finds nothing wrong with it, and starts the service or restarts it after a change.
set -eu
. "$BW_FILES/haproxy.sh"

# systemd mounts into it, and what that makes outlives the package.
data_keep /var/lib/haproxy
packages_install $packages
wrong=$(haproxy -c -q -f "$BW_FILES/haproxy.cfg" 2>&1) || refuse "HAProxy refuses the configuration: $(report_value "$wrong")"
unit_create
