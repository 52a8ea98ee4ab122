# shellcheck shell=sh
# What this folder's scripts share. Debian keeps a cluster for each version: ours is main of the newest.
. "$BW_FILES/unit.sh"
. "$BW_FILES/cluster.sh"
. "$BW_FILES/database.sh"

packages=postgresql
service=postgresql
