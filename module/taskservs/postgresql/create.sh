#!/bin/sh
# Installs PostgreSQL, brings its configuration, starts it or restarts it after a change, and makes the database and its owner.
set -eu
. "$BW_FILES/postgresql.sh"

packages_install $packages
cluster_find
cluster_make
files_put
service_follow
database_put
