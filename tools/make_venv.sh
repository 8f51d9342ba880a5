#!/usr/bin/env bash
# Make a Python environment in the folder given, with the newest Python from 3.11 on that this machine has.
set -euo pipefail
folder=$1

for name in python3 python3.13 python3.12 python3.11 ''; do
  if [ -z "$name" ]; then
    echo "Python 3.11 or later is missing. On Debian: sudo apt-get install python3 python3-venv" >&2
    exit 1
  fi
  if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
    break
  fi
done

if ! "$name" -c 'import ensurepip, venv' 2>/dev/null; then
  version=$("$name" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  echo "This Python cannot make environments. On Debian: sudo apt-get install python$version-venv" >&2
  exit 1
fi
"$name" -m venv --clear "$folder"
