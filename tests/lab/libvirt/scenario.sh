# Named sets of guests: scenarios/NAME holds one guest a line. Sourced by lab.sh.

scenario() {
  local file=$HERE/scenarios/$1
  [ -f "$file" ] || die "no scenario '$1'; there are: $(ls "$HERE/scenarios")"
  install_all
  start_hosts
  grep -v '^#' "$file" | bring_up
  grep -v '^#' "$file" | keep
}
