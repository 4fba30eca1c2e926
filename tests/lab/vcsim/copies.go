package main

import (
	"fmt"
	"math/rand"
	"os"
	"path"
	"reflect"
	"strings"
	"time"

	"github.com/vmware/govmomi/object"
	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// apart keeps a clone from changing its source: the simulator gives both the same devices.
func apart(source types.ManagedObjectReference, clone func()) {
	vm := simulator.Map.Get(source).(*simulator.VirtualMachine)
	own := vm.Config.Hardware.Device
	lent := make([]types.BaseVirtualDevice, len(own))
	for i, device := range own {
		lent[i] = duplicate(device).(types.BaseVirtualDevice)
		base := lent[i].GetVirtualDevice()
		if base.Backing != nil {
			base.Backing = duplicate(base.Backing).(types.BaseVirtualDeviceBackingInfo)
		}
	}
	simulator.Map.WithLock(vm, func() { vm.Config.Hardware.Device = lent })
	defer simulator.Map.WithLock(vm, func() { vm.Config.Hardware.Device = own })
	clone()
}

// duplicate copies what a pointer points to.
func duplicate(pointer interface{}) interface{} {
	of := reflect.ValueOf(pointer).Elem()
	made := reflect.New(of.Type())
	made.Elem().Set(of)
	return made.Interface()
}

// readdress gives the network cards of a clone addresses of their own, but those that somebody has set by hand.
func readdress(source, clone *simulator.VirtualMachine) {
	taken := map[string]bool{}
	for _, device := range source.Config.Hardware.Device {
		if card, is := device.(types.BaseVirtualEthernetCard); is {
			taken[card.GetVirtualEthernetCard().MacAddress] = true
		}
	}
	simulator.Map.WithLock(clone, func() {
		for _, device := range clone.Config.Hardware.Device {
			if card, is := device.(types.BaseVirtualEthernetCard); is {
				if each := card.GetVirtualEthernetCard(); taken[each.MacAddress] && !strings.EqualFold(each.AddressType, "manual") {
					each.MacAddress = fmt.Sprintf("00:50:56:%02x:%02x:%02x", rand.Intn(64), rand.Intn(256), rand.Intn(256))
				}
			}
		}
	})
}

const written = 1 << 20

// fill writes something into the disks of a clone: those of the simulator are empty, and an empty one is no copy.
func fill(vm *simulator.VirtualMachine, size int64) {
	for _, device := range vm.Config.Hardware.Device {
		if disk, is := device.(*types.VirtualDisk); is {
			var file object.DatastorePath
			file.FromString(disk.Backing.(types.BaseVirtualDeviceFileBackingInfo).GetVirtualDeviceFileBackingInfo().FileName)
			for _, entity := range simulator.Map.All("Datastore") {
				if store := entity.(*simulator.Datastore); store.Name == file.Datastore {
					flat := strings.TrimSuffix(file.Path, ".vmdk") + "-flat.vmdk"
					check(os.Truncate(path.Join(store.Info.GetDatastoreInfo().Url, flat), size))
				}
			}
		}
	}
	remeasure(vm.Self)
}

// remeasure looks at the files of a VM. Other clones come and go beside them meanwhile, at which the simulator's look may fail: then it looks again.
func remeasure(vm types.ManagedObjectReference) {
	var err error
	for tries := 0; tries < 50; tries++ {
		request := &methods.RefreshStorageInfoBody{Req: &types.RefreshStorageInfo{This: vm}}
		if err = inProcess.RoundTrip(background, request, &methods.RefreshStorageInfoBody{}); err == nil {
			return
		}
		time.Sleep(10 * time.Millisecond)
	}
	check(err)
}

// quiesced is what a vCenter makes of the wish: nothing where no tools run.
func quiesced(vm *simulator.VirtualMachine, wished bool) bool {
	return wished && vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn &&
		vm.Guest.ToolsRunningStatus == string(types.VirtualMachineToolsRunningStatusGuestToolsRunning)
}

// templates names those whose names begin so, a line each.
func templates(prefix string) string {
	var names []string
	for _, entity := range simulator.Map.All("VirtualMachine") {
		if vm := entity.(*simulator.VirtualMachine); vm.Config.Template && strings.HasPrefix(vm.Name, prefix) {
			names = append(names, vm.Name)
		}
	}
	return strings.Join(names, "\n")
}

// enclose gives each host a switch without uplinks, and all of them one port group on theirs.
func enclose(name string) {
	for i, entity := range simulator.Map.All("HostSystem") {
		host := entity.(*simulator.HostSystem)
		network := *host.Config.Network
		network.Vswitch = append(append([]types.HostVirtualSwitch{}, network.Vswitch...), types.HostVirtualSwitch{Name: "vSwitch1", Key: "key-vim.host.VirtualSwitch-vSwitch1"})
		group := types.HostPortGroupSpec{Name: name, VswitchName: "vSwitch1"}
		network.Portgroup = append(append([]types.HostPortGroup{}, network.Portgroup...), types.HostPortGroup{Key: "key-vim.host.PortGroup-" + name, Spec: group})
		update(host, types.PropertyChange{Name: "config.network", Val: &network})
		if i == 0 {
			system := *host.ConfigManager.NetworkSystem
			call(&methods.AddVirtualSwitchBody{Req: &types.AddVirtualSwitch{This: system, VswitchName: "vSwitch1"}}, &methods.AddVirtualSwitchBody{})
			call(&methods.AddPortGroupBody{Req: &types.AddPortGroup{This: system, Portgrp: group}}, &methods.AddPortGroupBody{})
		}
	}
}

// uplink gives the switch of that port group a network adapter, on one host.
func uplink(name string) {
	host := simulator.Map.All("HostSystem")[0].(*simulator.HostSystem)
	network := *host.Config.Network
	network.Vswitch = append([]types.HostVirtualSwitch{}, network.Vswitch...)
	for i := range network.Vswitch {
		if network.Vswitch[i].Name == name {
			network.Vswitch[i].Pnic = []string{"key-vim.host.PhysicalNic-vmnic1"}
		}
	}
	update(host, types.PropertyChange{Name: "config.network", Val: &network})
}
