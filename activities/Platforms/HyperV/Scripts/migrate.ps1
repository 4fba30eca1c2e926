$found = Get-Machine $a.vm
$vm = $found.vm
if ($a.cancel) {
    if ((Get-Work $vm) -eq 'MigratingVirtualMachine') { $null = Move-ClusterVirtualMachineRole -VMId $vm.Id -Cancel }
    return @{ asked = $true }
}
if ($found.name -eq $a.host) { return @{ asked = $false } }
$node = @(Get-ClusterNode | Where-Object { $_.Name -eq $a.host })
if (-not $node.Count) { Fail 'NotFound' "the cluster has no node '$($a.host)'" }
if ("$($node[0].State)" -eq 'Paused') { Fail 'Conflict' "the node $($a.host) is paused, and takes no VMs" }
if ("$($node[0].State)" -ne 'Up') { Fail 'Unreachable' "the node $($a.host) is $($node[0].State)" }
if (-not $vm.IsClustered) { Fail 'Conflict' 'the VM is no role of the cluster, which alone moves VMs here; make it highly available first' }
if ("$($vm.State)" -ne 'Running') { Fail 'Conflict' "migrate moves VMs that run, and this one is $($vm.State)" }
Assert-Free $vm
$null = Move-ClusterVirtualMachineRole -VMId $vm.Id -Node $a.host -MigrationType Live -Wait 0
@{ asked = $true }
