# From a bare Debian 12 to all that the lab needs. Sourced by lab.sh.

# libvirt-daemon-system is left out on purpose: it brings systemd along, and only its user is needed.
PACKAGES="libvirt-daemon libvirt-daemon-driver-qemu libvirt-clients qemu-system-x86 qemu-utils
  busybox-static cpio lz4 binutils e2fsprogs iproute2 genisoimage ebtables iptables"

# What a guest needs to see its disks, network, balloon and power button, in the order of loading.
MODULES="virtio_ring virtio virtio_pci_legacy_dev virtio_pci_modern_dev virtio_pci virtio_blk
  failover net_failover virtio_net virtio_balloon virtio_console evdev button cdrom isofs"

APPLETS="sh mount umount insmod sleep usleep cat cp echo acpid poweroff ip hostname mkdir sed cut stty kill sync ping httpd"

install_all() {
  [ "$(id -u)" = 0 ] || die "must run as root: it makes namespaces and mounts"
  install_packages
  mkdir -p "$CACHE" "$SHARED"/{pool,backups,log}
  if [ ! -s "$CACHE/vmlinux" ] || [ "$(cat "$CACHE/modules/wanted" 2> /dev/null)" != "$MODULES" ]; then fetch_kernel; fi
  make_initrd
  cp -pu "$CACHE/vmlinux" "$CACHE/initrd" "$SHARED/"
  [ -s "$SHARED/pool/base.qcow2" ] && [ "$(cat "$CACHE/base" 2> /dev/null)" = "$BASE" ] || make_base_disk
}

# What the disk that all others stand on holds; another one makes all guests anew.
BASE="the guest agent"

install_packages() {
  # shellcheck disable=SC2086 # a list of words
  dpkg -s $PACKAGES > /dev/null 2>&1 || {
    apt-get -o DPkg::Lock::Timeout=600 update -q
    DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=600 install -yq --no-install-recommends $PACKAGES
  }
  getent group libvirt-qemu > /dev/null || groupadd -r libvirt-qemu
  getent passwd libvirt-qemu > /dev/null ||
    useradd -r -g libvirt-qemu -d /nonexistent -s /usr/sbin/nologin libvirt-qemu
}

# The kernel is unpacked to its ELF image, which boots faster under emulation than one that unpacks itself.
fetch_kernel() {
  local work package image offset
  work=$(mktemp -d "$CACHE/kernel.XXXX")
  chmod 755 "$work"
  package=$(apt-cache depends linux-image-cloud-amd64 | awk '/Depends: linux-image/ { print $2; exit }')-unsigned
  (cd "$work" && apt-get download -q "$package" && dpkg -x linux-image-*.deb x) || die "cannot download $package"
  image=$(echo "$work"/x/boot/vmlinuz-*)
  offset=$(LC_ALL=C grep -aobP '\x02\x21\x4c\x18' "$image" | head -1 | cut -d: -f1)
  # lz4 complains about what follows the compressed part.
  tail -c +$((offset + 1)) "$image" | lz4 -dq > "$work/vmlinux" 2> /dev/null || [ -s "$work/vmlinux" ] || die "cannot unpack $image"
  objcopy --strip-debug "$work/vmlinux"
  rm -rf "$CACHE/modules" && mkdir "$CACHE/modules"
  for module in $MODULES; do
    find "$work/x" -name "$module.ko" -exec cp {} "$CACHE/modules/" \;
  done
  echo "$MODULES" > "$CACHE/modules/wanted"
  mv "$work/vmlinux" "$CACHE/vmlinux"
  rm -rf "$work"
}

make_initrd() {
  local root=$CACHE/root name
  [ "$HERE/guest/init" -nt "$CACHE/initrd" ] || [ "$HERE/install.sh" -nt "$CACHE/initrd" ] || [ ! -s "$CACHE/initrd" ] || return 0
  rm -rf "$root"
  mkdir -p "$root"/{bin,dev,proc,sys,run,tmp,www,mnt,modules} "$root/etc/acpi/PWRF"
  cp /bin/busybox "$root/bin/"
  for name in $APPLETS; do ln -s busybox "$root/bin/$name"; done
  for name in $MODULES; do
    # Those that this kernel has built in are no files.
    [ ! -f "$CACHE/modules/$name.ko" ] || { cp "$CACHE/modules/$name.ko" "$root/modules/"; echo "$name" >> "$root/modules/order"; }
  done
  install -m 755 "$HERE/guest/init" "$root/init"
  install -m 755 "$HERE/guest/power-button" "$root/etc/acpi/PWRF/00000080"
  (cd "$root" && find . | cpio -o -H newc --quiet) > "$CACHE/initrd"
  rm -rf "$root"
}

make_base_disk() {
  local raw=$SHARED/base.raw
  stop_hosts
  rm -rf "$SHARED"/pool/*.qcow2 "$SHARED/kept"
  fetch_agent
  qemu-img create -q -f raw "$raw" 32M
  mke2fs -q -t ext4 -d "$CACHE/disk" "$raw"
  # compat 1.1: checkpoints fail on the older format.
  qemu-img convert -O qcow2 -o compat=1.1 "$raw" "$SHARED/pool/base.qcow2"
  rm "$raw"
  echo "$BASE" > "$CACHE/base"
}

# QEMU's guest agent with the libraries of this machine, where a guest that has a channel for it starts it from. It is unpacked and not
# installed: this machine is no guest.
fetch_agent() {
  local work place=$CACHE/disk/agent library
  work=$(mktemp -d "$CACHE/agent.XXXX")
  chmod 755 "$work"
  (cd "$work" && apt-get download -q qemu-guest-agent && dpkg -x qemu-guest-agent_*.deb x) || die "cannot download qemu-guest-agent"
  rm -rf "$CACHE/disk" && mkdir -p "$place"
  cp "$work/x/usr/sbin/qemu-ga" "$place/"
  for library in $(ldd "$place/qemu-ga" | grep -o '/lib[^ ]*'); do cp -L "$library" "$place/"; done
  rm -rf "$work"
}
