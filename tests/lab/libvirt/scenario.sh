# Named sets of guests: scenarios/NAME holds one guest a line. Sourced by lab.sh.

scenario() {
  local file=$HERE/scenarios/$1
  [ -f "$file" ] || die "no scenario '$1'; there are: $(ls "$HERE/scenarios")"
  install_all
  start_hosts
  guests_of "$file" | all_others_off
  guests_of "$file" | bring_up
  guests_of "$file" | keep
}

guests_of() { grep -v '^#' "$1"; }

# Reads guest lines. What any other guest does would be seen in what the scenario is about; and one that is to be kept must not hold what a
# test has left in it.
all_others_off() {
  local names host guest
  names=$(awk '{ print $1 }')
  for host in $HOSTS; do
    for guest in $(on "$host" list --name); do
      { grep -qxF "$guest" <<< "$names" && is_kept "$guest"; } || on "$host" destroy "$guest" > /dev/null
    done
  done
}
