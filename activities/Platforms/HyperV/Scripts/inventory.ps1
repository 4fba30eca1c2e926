$machines = @(); $hosts = @(); $networks = @(); $storages = @()
foreach ($place in @(Get-Places)) {
    $at = $place.at
    $shown = Get-VMHost @at
    $hosts += @{ name = $place.name; state = 'Up'; cpus = $shown.LogicalProcessorCount; memory = $shown.MemoryCapacity }
    $machines += @(Get-VM @at | ForEach-Object { Format-Machine $_ $place.name })
    $networks += @(Get-VMSwitch @at | ForEach-Object { @{ name = $_.Name; kind = "$($_.SwitchType)" } })
}
if ($a.cluster) {
    # Nodes that are down, and paused ones, by what the cluster knows of them.
    foreach ($node in @(Get-ClusterNode)) {
        $known = @($hosts | Where-Object { $_.name -eq $node.Name })
        if ($known.Count) { $known[0].state = "$($node.State)" } else { $hosts += @{ name = $node.Name; state = "$($node.State)"; cpus = 0; memory = 0 } }
    }
    $storages = @(Get-ClusterSharedVolume | ForEach-Object {
        $info = @($_.SharedVolumeInfo)[0]
        @{ id = "$($_.Id)"; name = $_.Name; path = $info.FriendlyVolumeName; capacity = $info.Partition.Size; free = $info.Partition.FreeSpace }
    })
    $lost = @(Get-Roles | Where-Object { @($machines | ForEach-Object { $_.id }) -notcontains $_.id })
    $known = Get-Cluster
    # 2: VMs are moved whenever a node is strained, as every cluster does unless it is told not to.
    $name = $known.Name; $balances = $known.AutoBalancerMode -eq 2
} else {
    $storages = @(Get-Volume | Where-Object { $_.DriveLetter -and "$($_.DriveType)" -eq 'Fixed' } | ForEach-Object {
        @{ id = "$($_.UniqueId)"; name = "$($_.DriveLetter):"; path = "$($_.DriveLetter):"; capacity = $_.Size; free = $_.SizeRemaining }
    })
    $lost = @(); $name = $null; $balances = $false
}
@{ cluster = $name; balances = $balances; hosts = $hosts; machines = $machines; lost = $lost; networks = $networks; storages = $storages }
