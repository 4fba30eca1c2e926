$found = Get-Machine $a.vm
@{
    work = Get-Work $found.vm; current = "$($found.vm.ParentSnapshotId)"; state = "$($found.vm.State)"; notes = "$($found.vm.Notes)"
    snapshots = @(Get-VMSnapshot -VM $found.vm | ForEach-Object {
        @{ id = "$($_.Id)"; name = $_.Name; parent = "$($_.ParentSnapshotId)"; created = $_.CreationTime.ToUniversalTime().ToString('o'); state = "$($_.State)"; notes = "$($_.Notes)" }
    })
}
