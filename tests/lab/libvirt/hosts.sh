# Two libvirtd, each with its own mount, host name and network namespaces. Sourced by lab.sh.

start_hosts() {
  local host
  [ "${#LAB}" -le 70 ] || die "RUNBOOKS_LAB is too long a path for the sockets below it"
  make_networks
  for host in $HOSTS; do alive "$host" || start_host "$host"; done
  for host in $HOSTS; do wait_for_host "$host"; done
}

# What distinguishes the hosts.
host_uuid() { case $1 in host-a) echo aaaaaaaa-0000-4000-8000-00000000000a ;; *) echo bbbbbbbb-0000-4000-8000-00000000000b ;; esac; }
host_address() { case $1 in host-a) echo 10.77.0.1 ;; *) echo 10.77.0.2 ;; esac; }
namespace() { echo "rb-$1"; }
networked() { [ -e "/run/netns/$(namespace "$1")" ]; }

daemon_pid() { cat "$LAB/$1/run/libvirtd.pid" 2> /dev/null || true; }

alive() {
  local pid; pid=$(daemon_pid "$1")
  runs "$pid" && grep -qs libvirtd "/proc/$pid/comm" && [ -S "$LAB/$1/run/libvirt-sock" ]
}

answers() { alive "$1" && on "$1" version > /dev/null 2>&1; }

# A bridge in each namespace, and a cable between the two.
make_networks() {
  local host
  for host in $HOSTS; do
    networked "$host" && continue
    ip netns add "$(namespace "$host")"
    ip -n "$(namespace "$host")" link set lo up
    ip -n "$(namespace "$host")" link add br0 type bridge
    ip -n "$(namespace "$host")" link set br0 up
    ip -n "$(namespace "$host")" addr add "$(host_address "$host")/16" dev br0
  done
  ip -n rb-host-a link show cable > /dev/null 2>&1 && return
  ip -n rb-host-a link add cable type veth peer name cable netns rb-host-b
  for host in $HOSTS; do ip -n "$(namespace "$host")" link set cable master br0 up; done
}

start_host() {
  local host=$1 home=$LAB/$1
  mkdir -p /run/libvirt /var/lib/libvirt /etc/libvirt /var/log/libvirt /var/cache/libvirt
  mkdir -p "$home"/{run,lib,log,cache} "$home"/etc/{qemu,storage}
  rm -f "$home/run/libvirtd.pid"
  write_configuration "$host"
  start_meter "$host"
  # Started by setsid, so that it outlives this shell; nice, because emulated guests take what they get.
  setsid ip netns exec "$(namespace "$host")" nice -n 5 unshare --mount --uts --propagation private \
    bash -c "hostname $host
      mount --bind $home/run /run/libvirt && mount --bind $home/lib /var/lib/libvirt && mount --bind $home/etc /etc/libvirt &&
      mount --bind $home/log /var/log/libvirt && mount --bind $home/cache /var/cache/libvirt &&
      mount --bind $home/hosts /etc/hosts && mount --bind $home/stat /proc/stat &&
      exec /usr/sbin/libvirtd --config /etc/libvirt/libvirtd.conf --pid-file /run/libvirt/libvirtd.pid" \
    < /dev/null > "$home/log/stdout" 2>&1 9>&- &
}

write_configuration() {
  local home=$LAB/$1 host
  cat > "$home/etc/libvirtd.conf" <<-CONF
	host_uuid = "$(host_uuid "$1")"
	unix_sock_dir = "/run/libvirt"
	auth_unix_rw = "none"
	unix_sock_rw_perms = "0700"
	max_clients = 200
	log_outputs = "3:file:$home/log/libvirtd.log"
	CONF
  # No cgroups, no security labels, no change of owner: both hosts use the same files.
  cat > "$home/etc/qemu.conf" <<-CONF
	user = "root"
	group = "root"
	dynamic_ownership = 0
	remember_owner = 0
	security_driver = "none"
	cgroup_controllers = [ ]
	namespaces = [ ]
	stdio_handler = "file"
	CONF
  echo "127.0.0.1 localhost" > "$home/hosts"
  for host in $HOSTS; do echo "$(host_address "$host") $host" >> "$home/hosts"; done
}

wait_for_host() {
  for_seconds 60 answers "$1" || { tail -5 "$LAB/$1/log/libvirtd.log" "$LAB/$1/log/stdout" >&2; die "$1 did not come up"; }
  make_pool "$1" shared "$SHARED/pool"
  make_pool "$1" backups "$SHARED/backups"
}

make_pool() {
  on "$1" pool-info "$2" > /dev/null 2>&1 || on "$1" pool-define-as "$2" dir --target "$3" > /dev/null
  [[ $(on "$1" pool-info "$2") == *running* ]] || on "$1" pool-start "$2" > /dev/null
}

host_action() {
  if [ "$2" = start ]; then start_hosts; else harm "$(daemon_pid "$1")" "$2"; fi
}

# Guests are stopped by the ids that their host wrote down, which works with a dead libvirtd, too.
stop_hosts() {
  local host file
  for host in $HOSTS; do
    if runs "$(daemon_pid "$host")"; then kill -CONT "$(daemon_pid "$host")"; fi
    for file in "$LAB/$host"/run/qemu/*.pid; do
      if [ -f "$file" ]; then stop_process "$(cat "$file")"; fi
    done
    stop_process "$(daemon_pid "$host")"
    stop_meter "$host"
    if networked "$host"; then ip netns del "$(namespace "$host")"; fi
  done
}

wipe() {
  local host
  for host in $HOSTS; do rm -rf "${LAB:?}/$host"; done
  rm -rf "$SHARED" "$LAB"/{told,*.xml}
}
