# The mark goes into the VM's Notes before the checkpoint, which takes them along: either shows that this one was begun.
$vm = (Get-Machine $a.vm).vm
$mark = "#runbooks.checkpoint=$($a.mark)"
$same = @(Get-VMSnapshot -VM $vm | Where-Object { $_.Name -ceq $a.name })
if ($same.Count) {
    if ("$($vm.Notes)".Contains($mark) -or "$($same[0].Notes)".Contains($mark)) { return @{ asked = $false } }
    Fail 'Conflict' "the VM has a checkpoint '$($a.name)' already; give another name, or remove that one"
}
Assert-Free $vm
$state = "$($vm.State)"
if (-not $a.memory -and $state -in 'Saved', 'Paused') {
    Fail 'Conflict' "the VM is $state, and a checkpoint of it would include its memory; ask for the memory, or power it on or off first"
}
Set-VM -VM $vm -Notes (("$($vm.Notes)" -replace '\s*#runbooks\.checkpoint=\S*', '') + "`n" + $mark)

# A production checkpoint has no memory, and asks the guest to write out its data; a standard one has the memory.
$type = if ($a.memory) { 'Standard' } else { 'ProductionOnly' }
$before = "$($vm.CheckpointType)"
$changes = $state -eq 'Running' -and $type -ne $before
if ($changes) { Set-VM -VM $vm -CheckpointType $type }
try { $null = Wait-Begun (Checkpoint-VM -VM $vm -SnapshotName $a.name -AsJob) }
finally {
    # While a long one goes on, Hyper-V may refuse this: the VM then keeps the other kind as its own.
    if ($changes) { try { Set-VM -VM $vm -CheckpointType $before } catch { $null = $_ } }
}
@{ asked = $true }
