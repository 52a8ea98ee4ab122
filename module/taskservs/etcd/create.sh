#!/bin/sh
# Installs etcd, brings its configuration and starts it; the members find each other as they come.
set -eu
. "$BW_FILES/etcd.sh"

# A cluster that exists does not read ETCD_INITIAL_CLUSTER again.
data=/var/lib/etcd/$BW_VAR_ETCD_CLUSTER
if [ -d "$data/member" ] && ! grep -qsxF "$(grep '^ETCD_INITIAL_CLUSTER=' "$BW_FILES/etcd.conf")" /etc/default/etcd; then
    refuse "The cluster in $data has other members than etcd_members names: change them by 'etcdctl member', or remove the taskserv first."
fi
unit_create
