package main

import (
	"net/http"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/types"
)

// askGuest passes on what a guest may take its time for, or ignore.
func (f *front) askGuest(w http.ResponseWriter, r *http.Request, method *simulator.Method, body []byte) {
	vm, is := simulator.Map.Get(method.This).(*simulator.VirtualMachine)
	if !is {
		refuse(w, "InvalidRequest", "no VM")
		return
	}
	if vm.Runtime.PowerState != types.VirtualMachinePowerStatePoweredOn {
		refuse(w, "InvalidPowerState", "The attempted operation cannot be performed in the current state.")
		return
	}
	cookie := r.Header.Get("Cookie")
	go func() {
		time.Sleep(f.delay)
		switch {
		case method.Name == "RebootGuest":
			f.count(method, method.This)
		case method.This.Value == f.deaf || simulator.Map.Get(method.This) == nil:
		case f.forward(cookie, string(body)).Code == http.StatusOK:
			f.count(method, method.This)
		}
	}()
	answer(w, method.Name, "")
}

func (f *front) count(method *simulator.Method, entity types.ManagedObjectReference) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.effects[method.Name+" "+entity.Value]++
}

// vmOf gives the VM of a snapshot, and everything else as it is.
func vmOf(target types.ManagedObjectReference) types.ManagedObjectReference {
	if snapshot, is := simulator.Map.Get(target).(*simulator.VirtualMachineSnapshot); is {
		return snapshot.Vm
	}
	return target
}
