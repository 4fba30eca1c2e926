#!/bin/bash
# Real SSH hosts on one machine, for tests: each has a network, a process and a mount namespace of its own, an sshd, and a package database
# that stands on this machine's. README.md says what is here.
#
#   lab.sh install                what it needs, from Debian
#   lab.sh up DIRECTORY N          hosts vm1 … vmN; prints DIRECTORY/lab.json
#   lab.sh on DIRECTORY HOST CMD…  runs a command in a host, past its sshd
#   lab.sh down DIRECTORY          ends them, and removes the directory
set -euo pipefail
PACKAGES='openssh-server openssh-client iproute2 procps ansible'

usage() { sed -n 's/^#   //p' "$0" >&2; exit 2; }
die() { echo "lab.sh: $*" >&2; exit 1; }

# Ansible with its collections: what it says is read by the callback ansible.posix.jsonl.
install_packages() {
  [ "$(id -u)" = 0 ] || die "needs root"
  # shellcheck disable=SC2086 # a list of words
  dpkg -s $PACKAGES > /dev/null 2>&1 && return 0
  apt-get -o DPkg::Lock::Timeout=300 update -q > /dev/null
  # The hosts start an sshd each; this machine gets none.
  local policy=/usr/sbin/policy-rc.d
  if [ ! -e "$policy" ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\nexit 101\n' > "$policy"
    chmod 755 "$policy"
  fi
  # shellcheck disable=SC2086
  DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -yq --no-install-recommends $PACKAGES > /dev/null
}

# A network that nobody here uses: 10.78.N.0/24, its bridge rbN.
choose_network() {
  local n
  for n in $(shuf -i 1-250); do
    if ip link add "rb$n" type bridge 2> /dev/null; then
      echo "$n" > "$LAB/network"
      ip addr add "10.78.$n.1/24" dev "rb$n" && ip link set "rb$n" up && return
    fi
  done
  die "no network is free"
}

# Two versions of a package; the newer one asks for a restart.
make_repository() {
  local version folder=$LAB/repository package
  for version in 1.0 1.1; do
    package=$LAB/package-$version
    mkdir -p "$package/DEBIAN" "$package/usr/share/runbooks-demo" "$folder"
    printf 'Package: runbooks-demo\nVersion: %s\nArchitecture: all\nMaintainer: Runbooks <nobody@example.com>\nDescription: has two versions\n' "$version" > "$package/DEBIAN/control"
    echo "$version" > "$package/usr/share/runbooks-demo/version"
    if [ "$version" = 1.1 ]; then
      printf '#!/bin/sh\nset -e\ntouch /run/reboot-required\n' > "$package/DEBIAN/postinst"
      chmod 755 "$package/DEBIAN/postinst"
    fi
    dpkg-deb --build --root-owner-group -Znone "$package" "$folder/runbooks-demo_${version}_all.deb" > /dev/null
  done
  package=$folder/runbooks-demo_1.1_all.deb
  {
    dpkg-deb -f "$package"
    echo "Filename: ./$(basename "$package")"
    echo "Size: $(stat -c %s "$package")"
    echo "SHA256: $(sha256sum "$package" | cut -d' ' -f1)"
  } > "$folder/Packages"
}

# What a host has of its own, above this machine's files.
prepare_host() {
  local host=$1 upper=$LAB/$1/upper
  mkdir -p "$upper" "$LAB/$host/work" "$LAB/$host/root"
  mkdir -p "$upper"/root/.ssh "$upper"/etc/ssh "$upper"/usr/sbin "$upper"/srv
  chmod 700 "$upper/root" "$upper/root/.ssh"
  cp "$LAB/key.pub" "$upper/root/.ssh/authorized_keys"
  cp -r "$LAB/repository" "$upper/srv/repository"
  echo "$host" > "$upper/etc/hostname"
  ssh-keygen -q -t ed25519 -N '' -f "$upper/etc/ssh/lab_host_key"
  printf '#!/bin/sh\nexec kill -TERM 1\n' > "$upper/usr/sbin/reboot"
  chmod 755 "$upper/usr/sbin/reboot"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$upper,workdir=$LAB/$host/work" "$LAB/$host/root"
  # No other source of packages, and no systemd, which does not run there.
  rm -rf "$LAB/$host/root"/etc/apt/sources.list "$LAB/$host/root"/etc/apt/sources.list.d/* "$LAB/$host/root"/etc/apt/apt.conf.d/*proxy* \
    "$LAB/$host/root"/usr/bin/systemctl "$LAB/$host/root"/bin/systemctl "$LAB/$host/root"/var/lib/apt/lists/*
  echo 'deb [trusted=yes] file:/srv/repository ./' > "$LAB/$host/root/etc/apt/sources.list"
  chroot "$LAB/$host/root" dpkg -i /srv/repository/runbooks-demo_1.0_all.deb > "$LAB/$host/dpkg.log" 2>&1 || die "$(cat "$LAB/$host/dpkg.log")"
}

connect_host() {
  local host=$1 n=$2 network; network=$(cat "$LAB/network")
  ip netns add "rb$network-$host"
  ip link add "rb$network-$n" type veth peer name eth0 netns "rb$network-$host"
  ip link set "rb$network-$n" master "rb$network" up
  ip -n "rb$network-$host" link set lo up
  ip -n "rb$network-$host" addr add "10.78.$network.$((10 + n))/24" dev eth0
  ip -n "rb$network-$host" link set eth0 up
}

# Starts the host again when it ends, with another boot id, until it is told to stop.
supervise() {
  local host=$1 network; network=$(cat "$LAB/network")
  # shellcheck disable=SC2016
  local init='
    hostname "$1"; cd "$2"; mount --make-rprivate /
    mount -t proc proc proc; mount -t tmpfs tmpfs run; mount -t tmpfs tmpfs tmp; mount -t tmpfs tmpfs dev
    for d in "null 3" "zero 5" "full 7" "random 8" "urandom 9"; do set -- "$1" "$2" $d; mknod -m666 "dev/$3" c 1 "$4"; done
    mknod -m666 dev/tty c 5 0; mkdir dev/pts dev/shm run/sshd run/lock; ln -s /proc/self/fd dev/fd
    mount -t devpts -o newinstance,ptmxmode=0666,mode=620,gid=5 devpts dev/pts; ln -s pts/ptmx dev/ptmx
    cat /proc/sys/kernel/random/uuid > run/boot_id; mount --bind run/boot_id proc/sys/kernel/random/boot_id
    exec chroot . /usr/sbin/sshd -D -e -f /dev/null -h /etc/ssh/lab_host_key -o UsePAM=no -o PermitRootLogin=prohibit-password -o PidFile=none'
  trap 'touch "$LAB/$host/stop"; kill -KILL "$child" 2> /dev/null; wait "$child" 2> /dev/null; exit 0' TERM
  while [ ! -e "$LAB/$host/stop" ]; do
    ip netns exec "rb$network-$host" unshare --fork --kill-child --pid --uts --ipc --mount \
      bash -c "$init" init "$host" "$LAB/$host/root" < /dev/null >> "$LAB/$host/log" 2>&1 &
    child=$!
    wait "$child" || true
    sleep 0.5
  done
}

announce() {
  local network host n; network=$(cat "$LAB/network")
  {
    printf '{"key":"%s","known":"%s","hosts":[' "$LAB/key" "$LAB/known_hosts"
    for ((n = 1; n <= $1; n++)); do printf '%s{"name":"vm%d","address":"10.78.%s.%d"}' "$([ $n = 1 ] || echo ,)" "$n" "$network" $((10 + n)); done
    printf ']}\n'
  } > "$LAB/lab.json"
  for ((n = 1; n <= $1; n++)); do echo "10.78.$network.$((10 + n)) $(cut -d' ' -f1,2 "$LAB/vm$n/upper/etc/ssh/lab_host_key.pub")"; done > "$LAB/known_hosts"
  cat "$LAB/lab.json"
}

answers() { timeout 2 bash -c "read -r line < /dev/tcp/$1/22" 2> /dev/null; }

up() {
  local n network tries
  [ "$(id -u)" = 0 ] || die "needs root"
  mkdir -p "$LAB"
  # The files of the hosts must not lie below what they stand on.
  mount -t tmpfs -o mode=711 tmpfs "$LAB"
  ssh-keygen -q -t ed25519 -N '' -f "$LAB/key"
  choose_network
  make_repository
  for ((n = 1; n <= $1; n++)); do
    prepare_host "vm$n"
    connect_host "vm$n" "$n"
    supervise "vm$n" < /dev/null > /dev/null 2>&1 &
    echo $! > "$LAB/vm$n/pid"
  done
  network=$(cat "$LAB/network")
  for ((n = 1; n <= $1; n++)); do
    tries=0
    until answers "10.78.$network.$((10 + n))"; do [ $((tries += 1)) -lt 50 ] || die "vm$n does not answer: $(cat "$LAB/vm$n/log")"; sleep 0.1; done
  done
  announce "$1"
}

# The first process of the host's namespaces.
init_of() {
  local unshared; unshared=$(pgrep -P "$(cat "$LAB/$1/pid")" | head -1)
  pgrep -P "$unshared" | head -1
}

on() {
  local host=$1 init; shift
  init=$(init_of "$host")
  exec nsenter -t "$init" -a -r -w -- "$@"
}

down() {
  local host network namespace
  [ -e "$LAB" ] || return 0
  for host in "$LAB"/vm*; do [ -e "$host/pid" ] && kill -TERM "$(cat "$host/pid")" 2> /dev/null; done || true
  for host in "$LAB"/vm*; do
    [ ! -e "$host/pid" ] || timeout 10 tail --pid="$(cat "$host/pid")" -f /dev/null || true
    umount -l "$host/root" 2> /dev/null || true
  done
  if [ -e "$LAB/network" ]; then
    network=$(cat "$LAB/network")
    for namespace in $(ip netns list | awk -v prefix="rb$network-" 'index($1, prefix) == 1 { print $1 }'); do ip netns del "$namespace"; done
    ip link del "rb$network" 2> /dev/null || true
  fi
  umount -l "$LAB" 2> /dev/null || true
  rmdir "$LAB"
}

LAB=${2:-}
case "${1:-} ${LAB:+set}" in
  'install ') install_packages ;;
  'up set') trap '[ $? = 0 ] || down' EXIT; up "${3:?how many?}" ;;
  'on set') on "${@:3}" ;;
  'down set') down ;;
  *) usage ;;
esac
