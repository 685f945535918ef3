#!/bin/sh
# Rates and times of classification and repair by rule, with the real interpreters: bench/repair/run.sh [--help]
set -eu
cd "$(dirname "$0")"
dotnet build -c Release -v quiet --nologo >&2
exec dotnet bin/Release/net10.0/Holdfast.RepairBench.dll "$@"
