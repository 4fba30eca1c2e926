$lost = $null
try { $found = Find-Machine $a.vm }
catch {
    # Its node is down: it is told as far as the cluster knows it.
    if ($a.cluster) { $lost = @(Get-Roles | Where-Object { $_.id -eq $a.vm })[0] }
    if (-not $lost) { throw }
    $found = $null
}
$machine = if ($found) { Format-Machine $found.vm $found.name } else { $null }
@{ machine = $machine; lost = $lost }
