#!/usr/bin/env bash
# test.sh [--lab] [--lab-openstack] [--lab-zabbix] [--no-vcsim]   installs what the tests need, builds everything, and passes the tests.
#   --lab       also the tests on real libvirt hosts with real guests, and those that patch real SSH hosts (Debian as root; about three quarters
#               of an hour more)
#   --lab-openstack  also the tests on a real Keystone and Nova (Debian as root; about half an hour more)
#   --lab-zabbix  also the tests with a real Zabbix (Debian as root; some three minutes more)
#   --no-vcsim  installs no vCenter simulator (470 MB of Debian's packages, a minute): the tests that need it are skipped
# The last line is "N passed, N failed", with ", N skipped" where something was; what was skipped, and why, is listed before it.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"
lab=no openstack=no zabbix=no vcsim=yes
for argument in "$@"; do
  case $argument in
    --lab) lab=yes ;;
    --lab-openstack) openstack=yes ;;
    --lab-zabbix) zabbix=yes ;;
    --no-vcsim) vcsim=no ;;
    *) sed -n '2,8p' "$0"; exit 2 ;;
  esac
done

# Settings of a server that somebody runs from this shell are not the tests'.
for variable in $(compgen -e); do
  case $variable in Runbooks__* | ASPNETCORE_*) unset "$variable" ;; esac
done

note() { printf '\n== %s\n' "$*"; }

debian_root() { [ "$(id -u)" = 0 ] && [ -f /etc/debian_version ] && command -v apt-get >/dev/null; }

install_packages() { # PACKAGE…
  local missing=()
  for package in "$@"; do dpkg -s "$package" >/dev/null 2>&1 || missing+=("$package"); done
  [ ${#missing[@]} = 0 ] && return 0
  note "Installing ${missing[*]}"
  apt-get -o DPkg::Lock::Timeout=300 update -q >/dev/null &&
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -yq --no-install-recommends "${missing[@]}" >/dev/null
}

if debian_root; then
  install_packages chromium fonts-noto-cjk || note "chromium could not be installed: the designer's tests in a browser are skipped"
  install_packages libvirt0 || note "libvirt0 could not be installed: tests on the libvirt test driver are skipped"
  # The tests start a server of their own; this machine gets none that runs.
  tests/lab/ssh/server.sh || note "openssh-server could not be installed: tests on Hyper-V are skipped"
  install_packages prometheus prometheus-alertmanager prometheus-node-exporter || note "Prometheus could not be installed: the tests with a real Alertmanager are skipped"
  if [ "$vcsim" = yes ]; then
    tests/lab/vcsim/vcsim.sh install || note "vcsim could not be installed: tests on a vCenter are skipped"
  fi
  if [ "$lab" = yes ]; then
    tests/lab/libvirt/lab.sh install || exit 1
    export RUNBOOKS_LAB_LIBVIRT=1
    tests/lab/ssh/lab.sh install || exit 1
    export RUNBOOKS_LAB_SSH=1
  fi
  if [ "$openstack" = yes ]; then
    tests/lab/openstack/lab.sh install || exit 1
    export RUNBOOKS_LAB_OPENSTACK=1
  fi
  if [ "$zabbix" = yes ]; then
    tests/lab/zabbix/lab.sh install || exit 1
    export RUNBOOKS_LAB_ZABBIX=1
  fi
else
  note "Not Debian as root: nothing is installed; tests that need libvirt run where it is there, and say so where they are skipped"
  [ "$lab$openstack$zabbix" != nonono ] && { echo "The lab needs Debian and root." >&2; exit 1; }
fi

note "Building"
dotnet build Runbooks.sln --nologo -v quiet || { echo "0 passed, 1 failed"; exit 1; }

passed=0 failed=0 skipped=0
results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
for project in Runbooks.Activities.Tests Runbooks.Workflows.Tests Runbooks.Server.Tests; do
  note "$project"
  "tests/$project/bin/Debug/net10.0/$project" -noColor > "$results/$project" 2>&1
  status=$?
  grep -E '\[(FAIL|SKIP)\]' "$results/$project"
  summary=$(grep -oE 'Total: [0-9]+, Errors: [0-9]+, Failed: [0-9]+, Skipped: [0-9]+' "$results/$project" | tail -n 1)
  if [ -z "$summary" ]; then
    echo "$project printed no summary (exit $status):"; tail -n 40 "$results/$project"
    failed=$((failed + 1)); continue
  fi
  read -r total errors fails skips < <(grep -oE '[0-9]+' <<< "$summary" | tr '\n' ' ')
  if [ "$total" = 0 ]; then echo "$project ran no test"; fails=1; total=1; fi
  if [ $((errors + fails)) -gt 0 ]; then cat "$results/$project"; fi
  if [ "$status" != 0 ] && [ $((errors + fails)) = 0 ]; then echo "$project exited with $status"; tail -n 40 "$results/$project"; errors=1; fi
  echo "$summary"
  passed=$((passed + total - fails - skips)) failed=$((failed + fails + errors)) skipped=$((skipped + skips))
done

designer_tests() { # NAME REPORT COMMAND…   adds what the report counts; without one, the command failed as a whole
  local name=$1 report=$2 good bad skips
  shift 2
  note "$name"
  RESULTS=$report "$@" > "$results/output" 2>&1
  local status=$?
  if [ -f "$report" ] && read -r good bad skips < <(node tests/designer/count.mjs "$report"); then
    if [ "$status" != 0 ] && [ "$bad" = 0 ]; then bad=1; fi
    echo "Total: $((good + bad + skips)), Failed: $bad, Skipped: $skips"
  else
    good=0 bad=1 skips=0
  fi
  [ "$bad" = 0 ] || tail -n 100 "$results/output"
  passed=$((passed + good)) failed=$((failed + bad)) skipped=$((skipped + skips))
}

note "designer: types, Biome, knip"
if (cd designer && npm run --silent check) > "$results/check" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); tail -n 60 "$results/check"; fi
designer_tests "designer: vitest" "$results/vitest.json" npm --prefix designer test -- --reporter=json --outputFile="$results/vitest.json"
if [ -x "${CHROMIUM:-/usr/bin/chromium}" ] && (cd tests/designer && npm ci --no-audit --no-fund --loglevel=error); then
  note "designer: types and Biome of the tests in a browser"
  if npm --prefix tests/designer run --silent check > "$results/check" 2>&1; then passed=$((passed + 1)); else failed=$((failed + 1)); tail -n 60 "$results/check"; fi
  designer_tests "designer: in a browser" "$results/browser.json" npm --prefix tests/designer test
else
  note "designer: in a browser: skipped, there is no chromium"
  skipped=$((skipped + 1))
fi

note "Result"
if [ "$skipped" -gt 0 ]; then echo "$passed passed, $failed failed, $skipped skipped"; else echo "$passed passed, $failed failed"; fi
[ "$failed" = 0 ]
