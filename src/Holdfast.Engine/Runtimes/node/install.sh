#!/bin/sh
# Installs what TypeScript atoms need (package-lock.json says exactly what) beside this file. Does nothing when that is done.
# Without npm, or without its registry, everything else still works; so this says what is missing and fails for the caller to decide.
set -eu

cd "$(dirname "$0")"
if [ -f node_modules/.package-lock.json ] && [ ! package-lock.json -nt node_modules/.package-lock.json ]; then
  exit 0
fi
if ! command -v npm >/dev/null 2>&1; then
  echo "npm is missing, so TypeScript atoms cannot run. Install Node.js 20.12 or newer with npm, then run: $PWD/install.sh" >&2
  exit 1
fi
# This folder keeps its time: it did not change as a source, and must not make the build that called this look outdated.
time=$(mktemp)
trap 'touch -r "$time" .; rm -f "$time"' EXIT
touch -r . "$time"
# No script of a package needs to run: esbuild finds its program in the package of this platform.
npm ci --omit=dev --ignore-scripts --no-audit --no-fund --loglevel=error >&2
touch node_modules/.package-lock.json
