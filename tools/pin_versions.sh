#!/usr/bin/env bash
# Write the locks again: requirements*.txt and package-lock.json, pinned with hashes and naming no host.
# Needs uv and npm; run it after changing requirements*.in or package.json, and read the difference.
set -euo pipefail
cd "$(dirname "$0")/.."

compile() {
  uv pip compile --quiet --no-config --universal --python-version 3.11 --generate-hashes --no-header \
    --no-emit-index-url --no-emit-find-links "$@"
}
unset PIP_FIND_LINKS PIP_EXTRA_INDEX_URL UV_FIND_LINKS UV_EXTRA_INDEX_URL
compile requirements.in --output-file requirements.txt
compile requirements-dev.in --output-file requirements-dev.txt
npm install --package-lock-only

# npm also copies the addresses where packages ask for money; a lock needs none.
node -e '
  const { readFileSync, writeFileSync } = require("node:fs");
  const lock = JSON.parse(readFileSync("package-lock.json", "utf8"));
  for (const entry of Object.values(lock.packages)) delete entry.funding;
  writeFileSync("package-lock.json", JSON.stringify(lock, null, 2) + "\n");
'

if grep -nE '://|find-links|index-url' requirements.txt requirements-dev.txt package-lock.json; then
  echo "A lock names a host or a place: see the lines above." >&2
  exit 1
fi
