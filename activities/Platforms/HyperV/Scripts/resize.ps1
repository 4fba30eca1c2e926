$found = Get-Machine $a.vm
$vm = $found.vm; $at = $found.at
if ($vm.ProcessorCount -eq $a.cpus -and $vm.MemoryStartup -eq $a.memory) { return @{ asked = $false } }
if ("$($vm.State)" -ne 'Off') { Fail 'Conflict' "only a VM that is off is given another size, and this one is $($vm.State); power it off first" }
Assert-Free $vm
$room = Get-VMHost @at
if ($a.memory -gt $room.MemoryCapacity) { Fail 'Capacity' "$($a.memory) bytes of memory are more than the host $($found.name) has" }
if ($a.cpus -gt $room.LogicalProcessorCount) { Fail 'Capacity' "$($a.cpus) CPUs are more than the host $($found.name) has" }
$limits = @{}
if ($vm.DynamicMemoryEnabled) {
    $limits.MemoryMinimumBytes = [Math]::Min($vm.MemoryMinimum, $a.memory)
    $limits.MemoryMaximumBytes = [Math]::Max($vm.MemoryMaximum, $a.memory)
}
Set-VM -VM $vm -ProcessorCount $a.cpus -MemoryStartupBytes $a.memory @limits
@{ asked = $true }
