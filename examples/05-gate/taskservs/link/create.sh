#!/bin/sh
set -eu
echo page >link
