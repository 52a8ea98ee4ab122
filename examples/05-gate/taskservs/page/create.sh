#!/bin/sh
set -eu
echo "$BW_VAR_TITLE" >page
