# The VM that was made with this key, as soon as it is whole.
foreach ($place in @(Get-Places)) {
    $at = $place.at
    $made = @(Get-VM @at | Where-Object { "$($_.Notes)".Contains("#runbooks.key=$($a.mark)") })
    if ($made.Count) { return @{ id = "$($made[0].Id)"; state = "$($made[0].State)"; work = Get-Work $made[0] } }
}
@{ id = $null; state = $null; work = $null }
