# Pauses a node of the cluster, or lets it take VMs again. Moves none.
$node = @(Get-ClusterNode | Where-Object { $_.Name -eq $a.node })
if (-not $node.Count) { Fail 'NotFound' "the cluster has no node '$($a.node)'" }
$state = "$($node[0].State)"
if ($a.look) { return @{ state = $state } }
if ($state -notin 'Up', 'Paused') { Fail 'Unreachable' "the node $($a.node) is $state" }
if ($a.pause -and $state -eq 'Up') { $null = Suspend-ClusterNode -Name $node[0].Name }
if (-not $a.pause -and $state -eq 'Paused') { $null = Resume-ClusterNode -Name $node[0].Name -Failback NoFailback }
@{ state = $state }
