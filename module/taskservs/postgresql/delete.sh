#!/bin/sh
# Takes away what create.sh brought; it may be gone already. With the package its cluster goes, and the data in it.
set -eu
. "$BW_FILES/postgresql.sh"

cluster_find
# The package only stands for those of its version, which Debian exempts from being removed with it.
[ -z "$version" ] || packages="$packages postgresql-$version postgresql-client-$version"
unit_delete
