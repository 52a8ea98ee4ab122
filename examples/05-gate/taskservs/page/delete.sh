#!/bin/sh
set -eu
rm -f page
