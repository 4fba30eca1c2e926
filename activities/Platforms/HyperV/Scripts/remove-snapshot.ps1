# Its disks are merged in the background, which the VM shows.
$vm = (Get-Machine $a.vm).vm
$named = @(Get-VMSnapshot -VM $vm | Where-Object { $_.Name -ceq $a.name })
if ($named.Count -gt 1) { Fail 'Conflict' "several checkpoints of the VM are called '$($a.name)'; rename all but one" }
if (-not $named.Count) { return @{ asked = $false } }
Assert-Free $vm
$null = Wait-Begun (Remove-VMSnapshot -VMSnapshot $named[0] -Confirm:$false -AsJob)
@{ asked = $true }
