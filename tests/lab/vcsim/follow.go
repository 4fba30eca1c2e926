package main

import (
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// follow does what a vCenter does besides, and the simulator leaves out.
func follow(method *simulator.Method, result types.AnyType) {
	switch body := method.Body.(type) {
	case *types.CreateSnapshot_Task:
		keepMemory(body, result.(types.ManagedObjectReference))
	case *types.RevertToSnapshot_Task:
		restorePower(body.This)
	case *types.PowerOnVM_Task:
		go boot(body.This)
	case *types.PowerOffVM_Task:
		setTools(body.This, types.VirtualMachineToolsRunningStatusGuestToolsNotRunning)
	case *types.CloneVM_Task:
		shape(body, result.(types.ManagedObjectReference))
	case *types.RelocateVM_Task:
		if body.Spec.Datastore != nil {
			store(body.This, *body.Spec.Datastore)
		}
	}
}

func keepMemory(body *types.CreateSnapshot_Task, snapshot types.ManagedObjectReference) {
	vm := simulator.Map.Get(body.This).(*simulator.VirtualMachine)
	if !body.Memory || vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		return
	}
	simulator.Map.WithLock(vm, func() {
		for i := range vm.LayoutEx.Snapshot {
			if vm.LayoutEx.Snapshot[i].Key == snapshot {
				vm.LayoutEx.Snapshot[i].MemoryKey = vm.LayoutEx.Snapshot[i].DataKey
			}
		}
	})
}

// restorePower: with memory the VM runs on from the snapshot; without, it is off.
func restorePower(snapshot types.ManagedObjectReference) {
	vm := simulator.Map.Get(vmOf(snapshot)).(*simulator.VirtualMachine)
	state := types.VirtualMachinePowerStatePoweredOff
	for _, layout := range vm.LayoutEx.Snapshot {
		if layout.Key == snapshot && layout.MemoryKey >= 0 {
			state = types.VirtualMachinePowerStatePoweredOn
		}
	}
	update(vm, types.PropertyChange{Name: "runtime.powerState", Val: state}, types.PropertyChange{Name: "summary.runtime.powerState", Val: state})
}

// store: the disks of a VM go where it is relocated to.
func store(target, datastore types.ManagedObjectReference) {
	vm := simulator.Map.Get(target).(*simulator.VirtualMachine)
	simulator.Map.WithLock(vm, func() {
		for _, device := range vm.Config.Hardware.Device {
			if disk, is := device.(*types.VirtualDisk); is {
				if backing, is := disk.Backing.(*types.VirtualDiskFlatVer2BackingInfo); is {
					backing.Datastore = &datastore
				}
			}
		}
	})
	update(vm, types.PropertyChange{Name: "datastore", Val: []types.ManagedObjectReference{datastore}})
}

// boot: the tools of a guest answer a while after its start.
func boot(vm types.ManagedObjectReference) {
	time.Sleep(500 * time.Millisecond)
	setTools(vm, types.VirtualMachineToolsRunningStatusGuestToolsRunning)
}

func setTools(target types.ManagedObjectReference, status types.VirtualMachineToolsRunningStatus) {
	if vm, is := simulator.Map.Get(target).(*simulator.VirtualMachine); is {
		update(vm, types.PropertyChange{Name: "guest.toolsRunningStatus", Val: string(status)},
			types.PropertyChange{Name: "guest.toolsVersionStatus2", Val: string(types.VirtualMachineToolsVersionStatusGuestToolsCurrent)})
	}
}

// shape gives a clone the size, the host and the annotation that were ordered.
func shape(body *types.CloneVM_Task, clone types.ManagedObjectReference) {
	vm := simulator.Map.Get(clone).(*simulator.VirtualMachine)
	vm.Runtime.MaxCpuUsage = 2294 * vm.Config.Hardware.NumCPU
	setTools(clone, types.VirtualMachineToolsRunningStatusGuestToolsNotRunning)
	var changes []types.PropertyChange
	if config := body.Spec.Config; config != nil {
		if config.NumCPUs > 0 {
			changes = append(changes, types.PropertyChange{Name: "config.hardware.numCPU", Val: config.NumCPUs})
		}
		if config.MemoryMB > 0 {
			changes = append(changes, types.PropertyChange{Name: "config.hardware.memoryMB", Val: int32(config.MemoryMB)})
		}
		if config.Annotation != "" {
			changes = append(changes, types.PropertyChange{Name: "config.annotation", Val: config.Annotation})
		}
	}
	if host := body.Spec.Location.Host; host != nil {
		changes = append(changes, types.PropertyChange{Name: "runtime.host", Val: host})
	}
	update(vm, changes...)
	readdress(simulator.Map.Get(body.This).(*simulator.VirtualMachine), vm)
	fill(vm, written)
}

// maintain waits until nothing runs on the host; DRS is not simulated, so others have to move it.
func (f *front) maintain(task types.ManagedObjectReference, host *simulator.HostSystem, method *simulator.Method) types.BaseMethodFault {
	enter := method.Name == "EnterMaintenanceMode_Task"
	if host.Runtime.InMaintenanceMode == enter {
		return &types.InvalidState{}
	}
	defer f.setEntering(host.Self, false)
	for enter && runsOn(host) {
		time.Sleep(20 * time.Millisecond)
		if f.wasCancelled(task) {
			return &types.RequestCanceled{}
		}
	}
	update(host, types.PropertyChange{Name: "runtime.inMaintenanceMode", Val: enter})
	return nil
}

func (f *front) setEntering(host types.ManagedObjectReference, is bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.entering[host.Value] = is
}

func (f *front) takesVMs(host types.ManagedObjectReference) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return !f.entering[host.Value] && !simulator.Map.Get(host).(*simulator.HostSystem).Runtime.InMaintenanceMode
}

func runsOn(host *simulator.HostSystem) bool {
	for _, entity := range simulator.Map.All("VirtualMachine") {
		vm := entity.(*simulator.VirtualMachine)
		if *vm.Runtime.Host == host.Self && vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn {
			return true
		}
	}
	return false
}

func vmNamed(name string) *simulator.VirtualMachine {
	for _, entity := range simulator.Map.All("VirtualMachine") {
		if vm := entity.(*simulator.VirtualMachine); vm.Name == name {
			return vm
		}
	}
	return nil
}
