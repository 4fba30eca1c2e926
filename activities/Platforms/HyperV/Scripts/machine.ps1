function Format-Machine($vm, $place) {
    @{
        id = "$($vm.Id)"; name = $vm.Name; host = $place; state = "$($vm.State)"; work = Get-Work $vm
        cpus = $vm.ProcessorCount; memory = $vm.MemoryStartup; notes = "$($vm.Notes)"; heartbeat = "$($vm.Heartbeat)"
        created = $vm.CreationTime.ToUniversalTime().ToString('o'); parentSnapshot = "$($vm.ParentSnapshotId)"
        disks = @($vm.HardDrives | ForEach-Object { "$($_.Path)" })
        cards = @($vm.NetworkAdapters | ForEach-Object { @{ mac = "$($_.MacAddress)"; network = "$($_.SwitchName)"; addresses = @($_.IPAddresses) } })
    }
}
