# Before every script. $a has what the call is about.
param($a)

# Ends the script with one of the errors that callers know.
function Fail($code, $text) { throw "runbooks|$code|$text" }

# Where VMs may be: this host, or the nodes of its cluster that answer. 'at' is how cmdlets are sent there.
function Get-Places {
    $local = (Get-VMHost).ComputerName
    if (-not $a.cluster) { return @{ name = $local; at = @{} } }
    foreach ($node in @(Get-ClusterNode)) {
        if ("$($node.State)" -notin 'Up', 'Paused') { continue }
        if ($node.Name -eq $local) { @{ name = $node.Name; at = @{} } } else { @{ name = $node.Name; at = @{ ComputerName = $node.Name } } }
    }
}

# VMs that the cluster has, by its own records, whoever runs them.
function Get-Roles {
    foreach ($resource in @(Get-ClusterResource)) {
        if ("$($resource.ResourceType)" -ne 'Virtual Machine') { continue }
        $id = (Get-ClusterParameter -InputObject $resource -Name VmID).Value
        @{ id = "$id"; name = "$($resource.OwnerGroup)"; host = "$($resource.OwnerNode)" }
    }
}

# The VM with where it is; nothing where nobody has it.
function Find-Machine($id) {
    $guid = [guid]::Empty
    if (-not [guid]::TryParse($id, [ref]$guid)) { return }
    foreach ($place in @(Get-Places)) {
        $at = $place.at
        $vm = Get-VM -Id $id @at -ErrorAction SilentlyContinue
        if ($vm) { return @{ vm = $vm; name = $place.name; at = $at } }
        # A host that does not answer has not said that it lacks the VM: this raises.
        if ($at.Count) { $null = Get-VMHost @at }
    }
    if (-not $a.cluster) { return }
    $role = @(Get-Roles | Where-Object { $_.id -eq $id })
    if ($role.Count) { Fail 'Unreachable' "The node $($role[0].host) that has the VM $($role[0].name) is down; the cluster has not started it elsewhere" }
}

function Get-Machine($id) {
    $found = Find-Machine $id
    if (-not $found) { Fail 'NotFound' "Hyper-V has no VM with the id $id" }
    $found
}

# What Hyper-V is doing with the VM at the moment; null where it does nothing.
function Get-Work($vm) {
    foreach ($status in @($vm.OperationalStatus)) {
        if ("$status" -in 'InService', 'WaitingToStart', 'CreatingSnapshot', 'ApplyingSnapshot', 'DeletingSnapshot', 'MergingDisks', 'ExportingVirtualMachine',
            'MigratingVirtualMachine', 'BackingUpVirtualMachine', 'ModifyingUpVirtualMachine', 'StorageMigrationPhaseOne', 'StorageMigrationPhaseTwo',
            'MigratingPlannedVm') { return "$status" }
    }
    # Said, since nothing at all would become {} as JSON.
    $null
}

# Disks are merged beside everything else.
function Assert-Free($vm) {
    $work = Get-Work $vm
    if ($work -and $work -ne 'MergingDisks') { Fail 'Busy' "Hyper-V is at work on the VM ($work); try again later" }
}

# Waits a moment for the end of what was begun, to hear of errors. A longer one is Hyper-V's own, and goes on when this process ends.
function Wait-Begun($job) {
    $null = Wait-Job -Job $job -Timeout $a.headStart
    if ("$($job.JobStateInfo.State)" -eq 'Failed') {
        $null = Receive-Job -Job $job -ErrorAction Stop
        Fail 'Invalid' 'Hyper-V failed without saying why'
    }
    "$($job.JobStateInfo.State)" -eq 'Completed'
}
