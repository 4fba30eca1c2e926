# Makes a VM like a template, with disks that stand on its. Until it is whole it has a name that follows from the key, and a mark in its Notes:
# what somebody began and did not end is removed and begun anew. The key in its Notes says that it is whole.
$working = "runbooks-$($a.mark)"; $key = "#runbooks.key=$($a.mark)"; $making = "#runbooks.making=$($a.mark)"
$template = $null; $from = $null; $rest = $null; $taken = $null
$places = @(Get-Places)
foreach ($place in $places) {
    $there = $place.at
    foreach ($vm in @(Get-VM @there)) {
        $notes = "$($vm.Notes)"
        if ($notes.Contains($key)) {
            if ($a.powerOn -and "$($vm.State)" -eq 'Off') { $null = Wait-Begun (Start-VM -VM $vm -AsJob) }
            return @{ id = "$($vm.Id)" }
        }
        if ($vm.Name -ceq $working -or $notes.Contains($making)) { $rest = $vm }
        elseif ("$($vm.Id)" -eq $a.source) { $template = $vm; $from = $place }
        elseif ($vm.Name -eq $a.name) { $taken = $vm }
    }
}
if ($rest) { Remove-Machine $rest (@($rest.HardDrives | ForEach-Object { "$($_.Path)" }) + (Get-Seeds $rest)) }
if (-not $template -or "$($template.Notes)" -notmatch '(^|\s)#template(=|\s|$)') { Fail 'NotFound' "no VM with the id $($a.source) has #template in its Notes" }
if ($taken) { Fail 'Conflict' "a VM called '$($a.name)' exists already; give another name" }
if ("$($template.State)" -ne 'Off') { Fail 'Conflict' "the template $($template.Name) is $($template.State); disks can only stand on those of a VM that is off" }
if (@(Get-VMSnapshot -VM $template).Count) { Fail 'Conflict' "the template $($template.Name) has checkpoints, which would be merged some day; remove them first" }
$to = if ($a.host) { @($places | Where-Object { $_.name -eq $a.host })[0] } else { $from }
if (-not $to) { Fail 'NotFound' "this connection has no host called $($a.host) that is up" }
$at = $to.at
$memory = if ($a.memory) { $a.memory } else { $template.MemoryStartup }
$cpus = if ($a.cpus) { $a.cpus } else { $template.ProcessorCount }
$room = Get-VMHost @at
if ($memory -gt $room.MemoryCapacity) { Fail 'Capacity' "$memory bytes of memory are more than the host $($to.name) has" }
$switch = if ($a.network) { $a.network } else { "$(@($template.NetworkAdapters)[0].SwitchName)" }
if ($switch -and @(Get-VMSwitch @at | ForEach-Object { $_.Name }) -notcontains $switch) { Fail 'NotFound' "the host $($to.name) has no switch called '$switch'" }
$root = if ($a.folder) { $a.folder } elseif ($a.cluster) { "$(@($template.HardDrives)[0].Path)" -replace '^(.:\\ClusterStorage\\[^\\]+)\\.*$', '$1' } else { "$($room.VirtualMachinePath)".TrimEnd('\') }
$folder = "$root\$working"

$vm = New-VM -Name $working -Generation $template.Generation -MemoryStartupBytes $memory -NoVHD -Path $folder @at
try {
    Set-VM -VM $vm -Notes $making -ProcessorCount $cpus -StaticMemory
    $disks = @()
    foreach ($drive in @($template.HardDrives)) {
        $path = "$folder\disk-$($disks.Count).vhdx"
        $null = New-VHD -Path $path -ParentPath $drive.Path -Differencing @at
        $disks += Add-VMHardDiskDrive -VM $vm -Path $path -ControllerType "$($drive.ControllerType)" -Passthru
    }
    if ($template.Generation -eq 2) {
        $firmware = Get-VMFirmware -VM $template
        $secure = @{ EnableSecureBoot = "$($firmware.SecureBoot)" }
        if ("$($firmware.SecureBoot)" -eq 'On') { $secure.SecureBootTemplate = $firmware.SecureBootTemplate }
        Set-VMFirmware -VM $vm @secure -FirstBootDevice $disks[0]
    }
    if ($a.seed) {
        Set-Content -LiteralPath "$folder\runbooks-seed.iso" -Value ([Convert]::FromBase64String($a.seed)) -Encoding Byte
        Add-VMDvdDrive -VM $vm -Path "$folder\runbooks-seed.iso"
    }
    if ($switch) { Get-VMNetworkAdapter -VM $vm | Connect-VMNetworkAdapter -SwitchName $switch }
    Rename-VM -VM $vm -NewName $a.name
    if ($a.cluster) { $null = Add-ClusterVirtualMachineRole -VMId $vm.Id }
    Set-VM -VM $vm -Notes $a.notes
    if ($a.powerOn) { $null = Wait-Begun (Start-VM -VM $vm -AsJob) }
} catch {
    $why = $_
    # What cannot be made, or does not start, is not kept.
    try { Remove-Machine $vm (@(Get-VMHardDiskDrive -VM $vm | ForEach-Object { "$($_.Path)" }) + "$folder\runbooks-seed.iso") } catch { $null = $_ }
    throw $why
}
@{ id = "$($vm.Id)" }
