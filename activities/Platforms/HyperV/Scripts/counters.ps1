# Counters that only rise, by host. Their names are the same in all languages of Windows, which those of Get-Counter are not.
$hosts = @()
foreach ($place in @(Get-Places)) {
    $at = $place.at
    $memory = Get-CimInstance -ClassName Win32_OperatingSystem @at
    $hosts += @{
        name = $place.name; cpus = (Get-VMHost @at).LogicalProcessorCount
        memory = $memory.TotalVisibleMemorySize; freeMemory = $memory.FreePhysicalMemory
        logical = @(Get-CimInstance -ClassName Win32_PerfRawData_HvStats_HyperVHypervisorLogicalProcessor @at |
            ForEach-Object { @{ name = $_.Name; time = $_.PercentTotalRunTime; at = $_.Timestamp_Sys100NS } })
        virtual = @(Get-CimInstance -ClassName Win32_PerfRawData_HvStats_HyperVHypervisorVirtualProcessor @at |
            ForEach-Object { @{ name = $_.Name; time = $_.PercentTotalRunTime; at = $_.Timestamp_Sys100NS } })
        disks = @(Get-CimInstance -ClassName Win32_PerfRawData_Counters_HyperVVirtualStorageDevice @at |
            ForEach-Object { @{ name = $_.Name; bytes = $_.ReadBytesPersec + $_.WriteBytesPersec; at = $_.Timestamp_Sys100NS } })
        cards = @(Get-CimInstance -ClassName Win32_PerfRawData_NvspNicStats_HyperVVirtualNetworkAdapter @at |
            ForEach-Object { @{ name = $_.Name; bytes = $_.BytesPersec; at = $_.Timestamp_Sys100NS } })
        machines = @(Get-VM @at | Where-Object { "$($_.State)" -eq 'Running' } | ForEach-Object {
            @{ id = "$($_.Id)"; name = $_.Name; cpus = $_.ProcessorCount; assigned = $_.MemoryAssigned; demand = $_.MemoryDemand; disks = @($_.HardDrives | ForEach-Object { "$($_.Path)" }) }
        })
    }
}
@{ hosts = $hosts }
