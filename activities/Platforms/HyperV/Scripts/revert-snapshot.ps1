$vm = (Get-Machine $a.vm).vm
$named = @(Get-VMSnapshot -VM $vm | Where-Object { $_.Name -ceq $a.name })
if (-not $named.Count) { Fail 'NotFound' "the VM has no checkpoint '$($a.name)'" }
if ($named.Count -gt 1) { Fail 'Conflict' "several checkpoints of the VM are called '$($a.name)'; rename all but one" }
Assert-Free $vm
@{ over = Wait-Begun (Restore-VMSnapshot -VMSnapshot $named[0] -Confirm:$false -AsJob) }
