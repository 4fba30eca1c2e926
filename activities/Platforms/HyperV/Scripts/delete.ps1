# Goes one step at a time, as whoever awaits the end asks again: checkpoints first, whose disks Hyper-V merges; then the VM with its files.
$found = Find-Machine $a.vm
if (-not $found) { return @{ gone = $true } }
$vm = $found.vm; $at = $found.at
if ("$($vm.State)" -ne 'Off') { Fail 'Conflict' "only a VM that is off is deleted, and this one is $($vm.State); power it off first" }
if ("$($vm.Notes)" -match '(^|\s)#template(=|\s|$)') { Fail 'Conflict' 'the VM is marked as a template in its Notes, and other disks may stand on its; take the mark away first' }
if (Get-Work $vm) { return @{ gone = $false } }
$snapshots = @(Get-VMSnapshot -VM $vm)
if ($snapshots.Count) {
    foreach ($snapshot in $snapshots) { $null = Wait-Begun (Remove-VMSnapshot -VMSnapshot $snapshot -Confirm:$false -AsJob) }
    return @{ gone = $false }
}
$own = @($vm.HardDrives | Where-Object { Test-Path -LiteralPath "$($_.Path)" } | ForEach-Object { Get-OwnFiles "$($_.Path)" $at })
foreach ($place in @(Get-Places)) {
    $there = $place.at
    foreach ($other in @(Get-VM @there | Where-Object { $_.Id -ne $vm.Id })) {
        foreach ($drive in @($other.HardDrives)) {
            $shared = @(Get-AllFiles "$($drive.Path)" $there | Where-Object { $own -contains $_ })
            if ($shared.Count) { Fail 'Conflict' "the VM $($other.Name) stands on the disk $($shared[0]); nothing was deleted" }
        }
    }
}
Remove-Machine $vm ($own + (Get-Seeds $vm))
@{ gone = $true }
