#!/bin/sh
# Installs nginx, brings its sites, and starts the service or restarts it after a change that nginx finds nothing wrong with.
set -eu
. "$BW_FILES/nginx.sh"

# The package puts its page there, and leaves it.
folders_keep /var/www /var/www/html
data_keep /var/www/html/index.nginx-debian.html
packages_install $packages
default_site_hide
files_put
wrong=$(nginx -t -q 2>&1) || refuse "nginx refuses the configuration: $(report_value "$wrong")"
service_follow
