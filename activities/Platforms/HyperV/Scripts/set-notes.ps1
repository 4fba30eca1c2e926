# Writes the Notes, unless somebody else wrote them since they were read.
$vm = (Get-Machine $a.vm).vm
if ("$($vm.Notes)" -cne $a.before) { Fail 'Busy' 'the Notes of the VM were changed just now by somebody else; try again' }
Set-VM -VM $vm -Notes $a.notes
@{ asked = $true }
