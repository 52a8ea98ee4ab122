#!/bin/sh
# An update is a create: it brings what differs and restarts what reads it.
set -eu
exec sh "$BW_FILES/create.sh"
