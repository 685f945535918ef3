#!/usr/bin/env bash
# Installs what the tests need, builds once, runs the suites, and ends with one line: N passed, N failed, N skipped.
#   ./test.sh [--full] [suite…]
# --full runs random tests at full count. Suites: see below; none named means all.
set -euo pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")"

# name | project | seconds it may take | seconds it may take with --full
suites=(
  'core|Holdfast.Core.Tests|60|300'
  'protocol|Holdfast.Protocol.Tests|60|60'
  'storage|Holdfast.Storage.Conformance|180|600'
  'processes|Holdfast.Processes.Tests|240|900'
  'engine|Holdfast.Engine.Tests|300|900'
  'server|Holdfast.Server.Tests|240|900'
  'cli|Holdfast.Cli.Tests|60|120'
  'simulation|Holdfast.Simulation|180|1800'
  'survival|Holdfast.Survival|300|4800'
  'end-to-end|Holdfast.EndToEnd|420|1800'
)

main() {
  local full=false chosen=() argument
  for argument in "$@"; do
    case $argument in
      --full) full=true ;;
      -h | --help) sed -n '2,4s/^# \{0,1\}//p' "$0" && exit ;;
      *) is_suite "$argument" && chosen+=("$argument") || usage "$argument" ;;
    esac
  done
  export HOLDFAST_FULL=$([[ $full == true ]] && echo 1 || echo 0)
  export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1

  install_tools
  build "${chosen[@]}"
  run_suites "$full" "${chosen[@]}"
}

names() {
  local suite
  for suite in "${suites[@]}"; do printf '%s ' "${suite%%|*}"; done
}

is_suite() {
  [[ " $(names)" == *" $1 "* ]]
}

usage() {
  echo "test.sh: there is no suite '$1'. Suites: $(names)" >&2
  exit 2
}

is_chosen() {
  local suite=$1
  shift
  [[ $# -eq 0 || " $* " == *" $suite "* ]]
}

# Each program and the Debian package that has it.
install_tools() {
  local missing=() pair
  for pair in python3:python3 node:nodejs npm:npm git:git script:bsdutils setsid:util-linux flock:util-linux tmux:tmux gcc:gcc; do
    command -v "${pair%%:*}" >/dev/null || missing+=("${pair##*:}")
  done
  [[ $(ldconfig -p 2>/dev/null) == *libsqlite3.so.0* ]] || missing+=(libsqlite3-0)
  [[ ${#missing[@]} -eq 0 ]] && return
  if [[ $EUID -ne 0 ]] || ! command -v apt-get >/dev/null; then
    echo "test.sh: the tests need these packages, and only root can install them: ${missing[*]}" >&2
    exit 70
  fi
  echo "Installing ${missing[*]} …"
  apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq "${missing[@]}" >/dev/null
}

build() {
  local started=$SECONDS suite name project rest
  echo 'Building …'
  if [[ $# -eq 0 ]]; then
    build_one Holdfast.slnx
  else
    for suite in "${suites[@]}"; do
      IFS='|' read -r name project rest <<<"$suite"
      if is_chosen "$name" "$@"; then build_one "tests/$project"; fi
    done
  fi
  # These use the program as people do; what it builds on first use is not theirs to wait for.
  if is_chosen end-to-end "$@" || is_chosen survival "$@"; then ./holdfast --version >/dev/null; fi
  printf 'Built in %d s.\n\n' $((SECONDS - started))
}

build_one() {
  local said
  said=$(dotnet build "$1" --nologo -v quiet 2>&1) || { echo "$said"; exit 1; }
}

run_suites() {
  local full=$1 suite name project budget full_budget
  local passed=0 failed=0 skipped=0
  shift
  results=$(mktemp -d)
  trap 'rm -rf -- "$results"' EXIT
  printf '%-12s %8s %8s %8s %9s %9s\n' SUITE PASSED FAILED SKIPPED TOOK BUDGET
  for suite in "${suites[@]}"; do
    IFS='|' read -r name project budget full_budget <<<"$suite"
    is_chosen "$name" "$@" || continue
    [[ $full == true ]] && budget=$full_budget
    run_suite "$name" "$project" "$budget" "$results"
    passed=$((passed + suite_passed)) failed=$((failed + suite_failed)) skipped=$((skipped + suite_skipped))
  done
  echo
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [[ $failed -eq 0 ]]
}

run_suite() {
  local name=$1 project=$2 budget=$3 report=$4/$1.xml log=$4/$1.log code=0 started=$SECONDS
  timeout --kill-after=10 "$budget" "tests/$project/bin/Debug/net10.0/$project" -noLogo -noColor -xml "$report" >"$log" 2>&1 || code=$?
  suite_passed=$(sum passed "$report") suite_failed=$(($(sum failed "$report") + $(sum errors "$report"))) suite_skipped=$(sum skipped "$report")
  # A suite that ended without a report, too late, or with a complaint of its own has failed even where no test has.
  if [[ $code -ne 0 && $suite_failed -eq 0 ]]; then suite_failed=1; fi
  printf '%-12s %8d %8d %8d %7d s %7d s\n' "$name" "$suite_passed" "$suite_failed" "$suite_skipped" $((SECONDS - started)) "$budget"
  [[ $code -eq 0 ]] && return
  case $code in
    124 | 137) echo "  $name did not end within $budget s; the last it said:" ;;
    *) echo "  $name ended with code $code:" ;;
  esac
  grep -vE '^ *(Discover|Starting|Finished)' "$log" | tail -n 80 | sed 's/^/  /'
}

# The sum of one count over all assemblies of a report; 0 where there is none.
sum() {
  [[ -s $2 ]] || { echo 0; return; }
  grep -oE '<assembly [^>]*' "$2" | grep -oE " $1=\"[0-9]+\"" | tr -cd '0-9\n' | awk '{ total += $1 } END { print total + 0 }'
}

main "$@"
