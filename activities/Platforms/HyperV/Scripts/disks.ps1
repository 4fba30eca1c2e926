# The files of a disk that are the VM's own: from the newest back to the first that is no checkpoint's. What that one stands on is a template's.
function Get-OwnFiles($path, $at) {
    for ($depth = 0; $path -and $depth -lt 64; $depth++) {
        $path
        if ($path -notlike '*.avhd*') { return }
        $path = (Get-VHD -Path $path @at).ParentPath
    }
}

# All files that a disk stands on, with itself.
function Get-AllFiles($path, $at) {
    for ($depth = 0; $path -and $depth -lt 64; $depth++) {
        $path
        $path = (Get-VHD -Path $path @at).ParentPath
    }
}

function Remove-Files($paths) {
    foreach ($path in @($paths)) { if ($path -and (Test-Path -LiteralPath $path)) { Remove-Item -LiteralPath $path -Force } }
}

# The VM, its role and its own files. Files go first: while the VM is there, whoever repeats this finds them.
function Remove-Machine($vm, $files) {
    Remove-Files $files
    if ($vm.IsClustered) { Remove-ClusterGroup -VMId $vm.Id -RemoveResources -Force }
    Remove-VM -VM $vm -Force
}

function Get-Seeds($vm) { @($vm.DVDDrives | ForEach-Object { "$($_.Path)" } | Where-Object { $_ -like '*\runbooks-seed.iso' }) }
