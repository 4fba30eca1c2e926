package main

import (
	"net/http"
	"reflect"
	"strings"
	"time"

	"github.com/vmware/govmomi/simulator"
	"github.com/vmware/govmomi/vim25/methods"
	"github.com/vmware/govmomi/vim25/types"
)

// begin gives the task at once and carries it out later, as a vCenter does; the simulator ends tasks within the call.
func (f *front) begin(method *simulator.Method, body []byte) types.ManagedObjectReference {
	entity := vmOf(method.This)
	name := strings.TrimSuffix(method.Name, "_Task")
	var task *simulator.Task
	task = simulator.CreateTask(entity, name, func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
		time.Sleep(f.delay)
		return f.carryOut(task.Self, entity, method)
	})
	task.Info.DescriptionId = descriptions[name]
	f.remember(entity, task.Self)
	if !f.lock(entity) {
		task.Execute = func(*simulator.Task) (types.AnyType, types.BaseMethodFault) {
			return nil, &types.TaskInProgress{Task: task.Self}
		}
		task.Run()
		return task.Self
	}
	// A host is on its way into maintenance from here on, however long that takes.
	if host, is := simulator.Map.Get(entity).(*simulator.HostSystem); is && host.Runtime.InMaintenanceMode != (name == "EnterMaintenanceMode") {
		f.count(method, entity)
		if name == "EnterMaintenanceMode" {
			f.setEntering(host.Self, true)
		}
	}
	go func() {
		defer f.unlock(entity)
		task.Run()
	}()
	return task.Self
}

// descriptions are a vCenter's own names of tasks.
var descriptions = map[string]string{
	"PowerOnVM": "VirtualMachine.powerOn", "PowerOffVM": "VirtualMachine.powerOff", "SuspendVM": "VirtualMachine.suspend",
	"ResetVM": "VirtualMachine.reset", "CreateSnapshot": "VirtualMachine.createSnapshot", "RemoveSnapshot": "vm.Snapshot.remove",
	"RevertToSnapshot": "vm.Snapshot.revert", "RelocateVM": "VirtualMachine.relocate", "CloneVM": "VirtualMachine.clone",
	"ReconfigVM": "VirtualMachine.reconfigure", "Destroy": "VirtualMachine.destroy",
	"EnterMaintenanceMode": "HostSystem.enterMaintenanceMode", "ExitMaintenanceMode": "HostSystem.exitMaintenanceMode",
}

func (f *front) remember(entity, task types.ManagedObjectReference) {
	f.mu.Lock()
	f.tasks = append(f.tasks, task)
	f.mu.Unlock()
	switch target := simulator.Map.Get(entity).(type) {
	case *simulator.VirtualMachine:
		update(target, types.PropertyChange{Name: "recentTask", Val: append(target.RecentTask, task)})
	case *simulator.HostSystem:
		update(target, types.PropertyChange{Name: "recentTask", Val: append(target.RecentTask, task)})
	}
}

// lock refuses a second task of a VM. Clones only read theirs, and hosts have their own ways.
func (f *front) lock(entity types.ManagedObjectReference) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	if vm, is := f.faults["busy"]; is && vm == entity.Value {
		return false
	}
	if entity.Type != "VirtualMachine" || isTemplate(entity) {
		return true
	}
	if f.busy[entity.Value] {
		return false
	}
	f.busy[entity.Value] = true
	return true
}

func (f *front) unlock(entity types.ManagedObjectReference) {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.busy, entity.Value)
}

func isTemplate(target types.ManagedObjectReference) bool {
	vm, is := simulator.Map.Get(target).(*simulator.VirtualMachine)
	return is && vm.Config.Template
}

func (f *front) carryOut(task, entity types.ManagedObjectReference, method *simulator.Method) (types.AnyType, types.BaseMethodFault) {
	if host, is := simulator.Map.Get(entity).(*simulator.HostSystem); is {
		return nil, f.maintain(task, host, method)
	}
	if fault := f.forbid(entity, method); fault != nil {
		return nil, fault
	}
	if f.wasCancelled(task) {
		return nil, &types.RequestCanceled{}
	}
	var result types.AnyType
	var fault types.BaseMethodFault
	if _, is := method.Body.(*types.CloneVM_Task); is {
		apart(entity, func() { result, fault = ask(method) })
	} else {
		result, fault = ask(method)
	}
	if fault == nil {
		follow(method, result)
		f.count(method, entity)
	}
	return result, fault
}

// forbid is what a vCenter refuses and the simulator does not.
func (f *front) forbid(entity types.ManagedObjectReference, method *simulator.Method) types.BaseMethodFault {
	vm, is := simulator.Map.Get(entity).(*simulator.VirtualMachine)
	if !is {
		return &types.ManagedObjectNotFound{Obj: entity}
	}
	if vm.Runtime.ConnectionState == types.VirtualMachineConnectionStateDisconnected {
		return &types.HostNotConnected{}
	}
	on := vm.Runtime.PowerState == types.VirtualMachinePowerStatePoweredOn
	switch body := method.Body.(type) {
	case *types.PowerOnVM_Task:
		if f.has("no-capacity", entity.Value) {
			return &types.InsufficientMemoryResourcesFault{}
		}
	case *types.SuspendVM_Task, *types.ResetVM_Task:
		if !on {
			return &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOn, ExistingState: vm.Runtime.PowerState}
		}
	case *types.ReconfigVM_Task:
		if on && (body.Spec.NumCPUs != 0 || body.Spec.MemoryMB != 0) {
			return &types.InvalidPowerState{RequestedState: types.VirtualMachinePowerStatePoweredOff, ExistingState: vm.Runtime.PowerState}
		}
	case *types.CreateSnapshot_Task:
		body.Quiesce = quiesced(vm, body.Quiesce)
		if body.Quiesce && f.has("quiesce", entity.Value) {
			return &types.ApplicationQuiesceFault{}
		}
	case *types.CloneVM_Task:
		if vmNamed(body.Name) != nil {
			return &types.DuplicateName{Name: body.Name, Object: body.Folder}
		}
		if from := body.Spec.Snapshot; from != nil && simulator.Map.Get(*from) == nil {
			return &types.ManagedObjectNotFound{Obj: *from}
		}
	case *types.RelocateVM_Task:
		if host := body.Spec.Host; host != nil && !f.takesVMs(*host) {
			return &types.InvalidHostState{Host: host}
		}
	}
	return nil
}

// ask makes the simulator do it, within the call.
func ask(method *simulator.Method) (types.AnyType, types.BaseMethodFault) {
	task := roundTrip(method)
	if task == nil {
		return nil, &types.NotSupported{}
	}
	inner := simulator.Map.Get(*task).(*simulator.Task)
	defer simulator.Map.Remove(*task)
	if inner.Info.Error != nil {
		return nil, inner.Info.Error.Fault
	}
	return inner.Info.Result, nil
}

func roundTrip(method *simulator.Method) *types.ManagedObjectReference {
	switch body := method.Body.(type) {
	case *types.PowerOnVM_Task:
		res, err := methods.PowerOnVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.PowerOffVM_Task:
		res, err := methods.PowerOffVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.SuspendVM_Task:
		res, err := methods.SuspendVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.ResetVM_Task:
		res, err := methods.ResetVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.CreateSnapshot_Task:
		res, err := methods.CreateSnapshot_Task(background, inProcess, body)
		return made(res, err)
	case *types.RevertToSnapshot_Task:
		res, err := methods.RevertToSnapshot_Task(background, inProcess, body)
		return made(res, err)
	case *types.RemoveSnapshot_Task:
		res, err := methods.RemoveSnapshot_Task(background, inProcess, body)
		return made(res, err)
	case *types.RelocateVM_Task:
		res, err := methods.RelocateVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.CloneVM_Task:
		res, err := methods.CloneVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.ReconfigVM_Task:
		res, err := methods.ReconfigVM_Task(background, inProcess, body)
		return made(res, err)
	case *types.Destroy_Task:
		res, err := methods.Destroy_Task(background, inProcess, body)
		return made(res, err)
	}
	return nil
}

// made reads the task from any response.
func made(response interface{}, err error) *types.ManagedObjectReference {
	if err != nil {
		return nil
	}
	task := reflect.ValueOf(response).Elem().FieldByName("Returnval").Interface().(types.ManagedObjectReference)
	return &task
}

func (f *front) cancel(w http.ResponseWriter, method *simulator.Method) {
	task, is := simulator.Map.Get(method.This).(*simulator.Task)
	switch {
	case !is || task.Info.CompleteTime != nil:
		refuse(w, "InvalidState", "The operation is not allowed in the current state.")
	case !strings.Contains(task.Info.DescriptionId, "enterMaintenanceMode") && !strings.Contains(task.Info.DescriptionId, "clone"):
		refuse(w, "NotSupported", "The operation is not supported on the object.")
	default:
		f.mu.Lock()
		f.asked[method.This.Value] = true
		f.mu.Unlock()
		answer(w, method.Name, "")
	}
}

func (f *front) wasCancelled(task types.ManagedObjectReference) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked[task.Value]
}
