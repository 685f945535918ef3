#!/bin/sh
# Rates and times of classification and repair by rule, with the real interpreters: bench/repair/run.sh [--help]
set -eu
cd "$(dirname "$0")"
# Compiled ahead, as the program that people run.
dotnet publish -c Release --use-current-runtime --no-self-contained -p:PublishReadyToRun=true -o bin/published -v quiet --nologo >&2
exec dotnet bin/published/Holdfast.RepairBench.dll "$@"
