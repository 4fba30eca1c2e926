# Asks for what $a.do says, unless the VM is in that state, or on its way there.
$found = Get-Machine $a.vm
$vm = $found.vm; $at = $found.at; $state = "$($vm.State)"
$there = @{ 'power-on' = 'Running', 'Starting', 'Resuming'; 'power-off' = @('Off'); 'shutdown' = 'Off', 'Stopping'; 'suspend' = 'Saved', 'Saving' }[$a.do]
if ($state -in $there) { return @{ asked = $false } }
if ($state -notin 'Running', 'Off', 'Saved', 'Paused', 'Stopping') {
    if ($state -like '*Critical') { Fail 'Conflict' "$($a.do) is not possible: the VM is $state, which means that its storage is away" }
    Fail 'Busy' "the VM is $state; try again when that is over"
}
if ($state -eq 'Off' -and $a.do -ne 'power-on') { Fail 'Conflict' "$($a.do) needs a VM that is on, and this one is off" }
if ($state -ne 'Running' -and $a.do -in 'shutdown', 'restart', 'reset', 'suspend') {
    Fail 'Conflict' "$($a.do) needs a VM that runs, and this one is $state; power it on first, which resumes it"
}
Assert-Free $vm

# The guest is asked by its integration services, which answer at once; the cmdlets would wait for it, and offer to pull the plug.
function Request-Guest($method, $arguments) {
    $guest = @(Get-CimInstance -Namespace 'root\virtualization\v2' -ClassName Msvm_ShutdownComponent -Filter "SystemName = '$($vm.Id)'" @at)
    if (-not $guest.Count -or $guest[0].EnabledState -ne 2) {
        Fail 'Conflict' "the guest has no integration service for shutdowns that answers; install it, or power the VM off"
    }
    $said = Invoke-CimMethod -InputObject $guest[0] -MethodName $method -Arguments $arguments
    if ($said.ReturnValue -notin 0, 4096) { Fail 'Conflict' "the guest's integration service refused ($method returned $($said.ReturnValue))" }
}

switch ($a.do) {
    'power-on' { if ($state -eq 'Paused') { Resume-VM -VM $vm } else { $null = Wait-Begun (Start-VM -VM $vm -AsJob) } }
    'power-off' { if ($state -eq 'Saved') { Remove-VMSavedState -VM $vm } else { $null = Wait-Begun (Stop-VM -VM $vm -TurnOff -Force -AsJob) } }
    'suspend' { $null = Wait-Begun (Save-VM -VM $vm -AsJob) }
    'shutdown' { Request-Guest 'InitiateShutdown' @{ Force = $true; Reason = 'Runbooks' } }
    'restart' { Request-Guest 'InitiateReboot' @{ Force = $true; Reason = 'Runbooks' } }
    'reset' { Restart-VM -VM $vm -Force }
}
@{ asked = $true }
