// vcsim: govmomi's vCenter simulator, with a front that makes it behave more like a vCenter (tasks take time, a VM has one at
// a time, snapshots restore power) and a control port on which tests break it. Ends when its input ends, or on a signal.
package main

import (
	"encoding/json"
	"flag"
	"io"
	"log"
	"net/url"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/soap"
	"github.com/vmware/govmomi/vim25/types"
)

type announcement struct {
	Address, Control, Certificate, Thumbprint, User, Password, Vm, Deaf string
}

func main() {
	model := simulator.VPX()
	flag.IntVar(&model.Cluster, "cluster", model.Cluster, "clusters")
	flag.IntVar(&model.ClusterHost, "host", model.ClusterHost, "hosts per cluster")
	flag.IntVar(&model.Host, "standalone-host", model.Host, "hosts without a cluster")
	flag.IntVar(&model.Datastore, "ds", 2, "datastores")
	flag.IntVar(&model.Machine, "vm", model.Machine, "VMs per cluster, and per host without one")
	listen := flag.String("listen", "127.0.0.1:0", "where the vCenter is, over HTTPS")
	user := flag.String("user", "runbooks@vsphere.local", "its user")
	password := flag.String("password", "correct horse", "and that user's password")
	delay := flag.Duration("delay", 150*time.Millisecond, "how long a task takes")
	verbose := flag.Bool("verbose", false, "keep the simulator's own log")
	flag.Parse()
	if !*verbose {
		log.SetOutput(io.Discard)
	}

	check(model.Create())
	service := model.Service
	service.RegisterEndpoints = true
	// Its own listener is not used: all comes through the front.
	service.Listen = &url.URL{Host: "127.0.0.1:0", User: url.UserPassword(*user, *password)}
	server := service.NewServer()
	certificate, pem, thumbprint := selfSigned()
	front := newFront(service, certificate, *listen, *delay)
	control := front.control()
	vms := furnish()
	check(json.NewEncoder(os.Stdout).Encode(announcement{
		front.address, control, pem, thumbprint, *user, *password, vms.switched, vms.deaf,
	}))
	front.deaf = vms.deaf

	ended := make(chan os.Signal, 1)
	signal.Notify(ended, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		ended <- syscall.SIGTERM
	}()
	<-ended
	front.stop()
	server.Close()
	model.Remove()
}

type roles struct{ switched, deaf string }

// furnish gives what the simulator leaves empty: load, tools, marks, and roles by name. One VM without a cluster becomes a template.
func furnish() roles {
	var found roles
	for _, entity := range simulator.Map.All("VirtualMachine") {
		vm := entity.(*simulator.VirtualMachine)
		vm.Runtime.MaxCpuUsage = 2294 * vm.Config.Hardware.NumCPU
		vm.Summary.QuickStats.OverallCpuUsage = 200
		vm.Summary.QuickStats.GuestMemoryUsage = 8
		setTools(vm.Self, types.VirtualMachineToolsRunningStatusGuestToolsRunning)
		switch vm.Name {
		case "DC0_C0_RP0_VM0":
			found.switched = vm.Self.Value
		case "DC0_C0_RP0_VM1":
			found.deaf = vm.Self.Value
		case "DC0_H0_VM1":
			call(&methods.PowerOffVM_TaskBody{Req: &types.PowerOffVM_Task{This: vm.Self}}, &methods.PowerOffVM_TaskBody{})
			call(&methods.MarkAsTemplateBody{Req: &types.MarkAsTemplate{This: vm.Self}}, &methods.MarkAsTemplateBody{})
		}
	}
	for _, entity := range simulator.Map.All("DistributedVirtualPortgroup") {
		if group := entity.(*simulator.DistributedVirtualPortgroup); strings.Contains(group.Name, "DVUplinks") {
			group.Tag = []types.Tag{{Key: "SYSTEM/DVS.UPLINKPG"}}
		}
	}
	enclose("isolated")
	return found
}

// call asks the simulator without a session.
func call(request, response soap.HasFault) { check(inProcess.RoundTrip(background, request, response)) }

func check(err error) {
	if err != nil {
		log.SetOutput(os.Stderr)
		log.Fatal(err)
	}
}
