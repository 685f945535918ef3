#!/usr/bin/env bash
# Measures Holdfast against a calibration of the same run, in turns, and prints medians.
#   bench/run.sh [ROUNDS] [COMMANDS]        5 rounds of 10,000 commands unless told
# Needs cc; shows xargs and ninja where they are installed. Quote it only from a machine that does nothing else.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.."
rounds=${1:-5} commands=${2:-10000}

scratch=$(mktemp -d)
trap 'rm -rf -- "$scratch"' EXIT
mkdir "$scratch/homes"
# What the rounds leave is deleted at the end, so that no round pays for another's deletions.
export TMPDIR=$scratch/homes HOLDFAST_BENCH_KEEP=1
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

echo "Building …"
cc -O2 -o "$scratch/spawn" bench/calibration/spawn.c
# The bench takes the shim along, from where a plain build puts it.
dotnet build src/Holdfast.Shim -c Release --nologo -v quiet
# Compiled ahead, as the daemon is that people run.
dotnet publish bench/Holdfast.Bench -c Release -o "$scratch/bench" --artifacts-path "$scratch/objects" \
  --use-current-runtime --self-contained false -p:PublishReadyToRun=true --nologo -v quiet
bench=$scratch/bench/Holdfast.Bench

median() { sort -g | awk '{v[NR] = $1} END {print v[int((NR + 1) / 2)]}'; }
figure() { awk -v name="$1" '$1 == name {print $2}'; }
ratio() { awk -v a="$1" -v b="$2" 'BEGIN {printf "%.2f", a / b}'; }
# Wall seconds of a command whose output nobody reads.
seconds() {
  local started=$EPOCHREALTIME
  "$@" >/dev/null 2>&1
  awk -v a="$started" -v b="$EPOCHREALTIME" 'BEGIN {print b - a}'
}
rate() { awk -v n="$1" -v s="$2" 'BEGIN {print n / s}'; }

xargs_true() { seq "$commands" | xargs -P2 -I{} /bin/true; }
ninja_file() {
  printf 'rule t\n  command = /bin/true\n'
  for ((i = 0; i < commands; i++)); do printf 'build o%d: t\n' "$i"; done
}
ninja_file >"$scratch/build.ninja"
cat >"$scratch/atom.py" <<'PY'
import json
print(json.dumps({"sum": sum(range(1000))}))
PY
python3=$(command -v python3)
[[ -x /usr/bin/python3 ]] && python3=/usr/bin/python3

echo "Calibration, commands, xargs, ninja: $rounds rounds of $commands"
for ((round = 0; round < rounds; round++)); do
  "$scratch/spawn" "$commands" 2 /bin/true | awk '{print $1}' >>"$scratch/calibration"
  "$bench" commands "$commands" 2 >"$scratch/out"
  figure atoms_per_s <"$scratch/out" >>"$scratch/holdfast"
  figure own_cpu_ms_per_atom <"$scratch/out" >>"$scratch/cpu"
  rate "$commands" "$(seconds xargs_true)" >>"$scratch/xargs"
  command -v ninja >/dev/null && rate "$commands" "$(seconds ninja -j2 -C "$scratch")" >>"$scratch/ninja"
done
calibration=$(median <"$scratch/calibration")
printf '\n%-44s %10s %8s\n' 'what, median' figure ratio
printf '%-44s %10.0f %8s\n' 'C posix_spawn, 2 at a time, per s' "$calibration" 1.00
for name in holdfast xargs ninja; do
  [[ -f $scratch/$name ]] || continue
  value=$(median <"$scratch/$name")
  printf '%-44s %10.0f %8s\n' "$name, /bin/true, 2 at a time, per s" "$value" "$(ratio "$value" "$calibration")"
done
printf '%-44s %10.2f\n' 'holdfast, own cpu ms per command' "$(median <"$scratch/cpu")"

for ((round = 0; round < rounds; round++)); do
  HOLDFAST_PYTHON=$python3 "$bench" python 1000 2 "$scratch/atom.py" | figure seconds >>"$scratch/python"
  seconds bash -c "seq 1000 | xargs -P2 -I{} '$python3' -I '$scratch/atom.py'" >>"$scratch/xargs-python"
  "$bench" idle 200 >"$scratch/out"
  figure idle_run_p50_ms <"$scratch/out" >>"$scratch/idle-run"
  figure idle_process_p50_ms <"$scratch/out" >>"$scratch/idle-process"
done
value=$(median <"$scratch/python") base=$(median <"$scratch/xargs-python")
printf '%-44s %10.2f %8s\n' '1,000 fresh Python atoms, s; ratio to xargs' "$value" "$(ratio "$value" "$base")"
printf '%-44s %10.2f\n' 'one command, idle, accepted → concluded p50 ms' "$(median <"$scratch/idle-run")"
printf '%-44s %10.2f\n' 'its process alone, p50 ms' "$(median <"$scratch/idle-process")"

echo
"$bench" core
echo
"$bench" plan-json
"$bench" plan-yaml
"$bench" plan-stored
echo
"$bench" store "$scratch"
