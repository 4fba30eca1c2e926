package main

import (
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strconv"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/mo"
	"github.com/vmware/govmomi/vim25/types"
)

// control listens on a port of its own, so that the vCenter can be away.
func (f *front) control() string {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	mux := http.NewServeMux()
	mux.HandleFunc("/fault", func(w http.ResponseWriter, r *http.Request) { f.fault(r.FormValue("name"), r.FormValue("vm")) })
	mux.HandleFunc("/mend", func(w http.ResponseWriter, r *http.Request) { f.mend(r.FormValue("name")) })
	mux.HandleFunc("/end-sessions", func(http.ResponseWriter, *http.Request) { f.endSessions() })
	mux.HandleFunc("/forget-tasks", func(http.ResponseWriter, *http.Request) { f.forgetTasks() })
	mux.HandleFunc("/cpu", func(w http.ResponseWriter, r *http.Request) { load(r.FormValue("host"), r.FormValue("mhz")) })
	mux.HandleFunc("/templates", func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, templates(r.FormValue("prefix"))) })
	mux.HandleFunc("/damage", func(w http.ResponseWriter, r *http.Request) { fill(vmNamed(r.FormValue("name")), 0) })
	mux.HandleFunc("/uplink", func(w http.ResponseWriter, r *http.Request) { uplink(r.FormValue("switch")) })
	mux.HandleFunc("/effects", func(w http.ResponseWriter, r *http.Request) {
		f.mu.Lock()
		defer f.mu.Unlock()
		fmt.Fprint(w, f.effects[r.FormValue("method")+" "+r.FormValue("vm")])
	})
	go func() { _ = http.Serve(listener, mux) }()
	return "http://" + listener.Addr().String()
}

func (f *front) fault(name, vm string) {
	f.mu.Lock()
	f.faults[name] = vm
	f.mu.Unlock()
	switch name {
	case "unreachable":
		f.stop()
	case "unauthorised":
		f.endSessions()
		f.allowed = f.service.Listen.User
		f.service.Listen.User = url.UserPassword("nobody", "nothing")
	case "vm-deleted":
		deleteVM(vm)
	case "host-gone":
		loseHost(vm)
	}
}

func (f *front) mend(name string) {
	f.mu.Lock()
	delete(f.faults, name)
	f.mu.Unlock()
	switch name {
	case "unreachable":
		f.start()
	case "unauthorised":
		f.service.Listen.User = f.allowed
	}
}

func (f *front) endSessions() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for cookie := range f.cookies {
		if cookie != "" {
			f.ended[cookie] = true
		}
	}
}

// forgetTasks is what a vCenter does some minutes after the end of each.
func (f *front) forgetTasks() {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, task := range f.tasks {
		simulator.Map.Remove(task)
	}
}

func deleteVM(id string) {
	vm := types.ManagedObjectReference{Type: "VirtualMachine", Value: id}
	_, _ = methods.PowerOffVM_Task(background, inProcess, &types.PowerOffVM_Task{This: vm})
	_, err := methods.Destroy_Task(background, inProcess, &types.Destroy_Task{This: vm})
	check(err)
}

// loseHost is what a vCenter shows when a host does not answer: its VMs keep the state that they were last seen in.
func loseHost(vm string) {
	lost := simulator.Map.Get(types.ManagedObjectReference{Type: "VirtualMachine", Value: vm}).(*simulator.VirtualMachine)
	host := *lost.Runtime.Host
	update(simulator.Map.Get(host), types.PropertyChange{Name: "runtime.connectionState", Val: types.HostSystemConnectionStateNotResponding})
	for _, entity := range simulator.Map.All("VirtualMachine") {
		if each := entity.(*simulator.VirtualMachine); *each.Runtime.Host == host {
			update(each, types.PropertyChange{Name: "runtime.connectionState", Val: types.VirtualMachineConnectionStateDisconnected})
		}
	}
}

func load(name, mhz string) {
	used, err := strconv.Atoi(mhz)
	check(err)
	for _, entity := range simulator.Map.All("HostSystem") {
		if host := entity.(*simulator.HostSystem); host.Name == name {
			stats := host.Summary.QuickStats
			stats.OverallCpuUsage = int32(used)
			update(host, types.PropertyChange{Name: "summary.quickStats", Val: stats})
		}
	}
}

func update(target mo.Reference, changes ...types.PropertyChange) {
	simulator.Map.WithLock(target, func() { simulator.Map.Update(target, changes) })
}
