using Runbooks.Activities.Platforms;

namespace Runbooks.Activities.Backup;

/// <summary>Proof, from what the platform says at this moment, that a copy of a VM can meet nobody: neither the payments that it would send
/// again nor the VM whose address it has.</summary>
internal static class Isolation
{
    /// <summary>Why it cannot be proved; null where it is proved. What is not known is no proof.</summary>
    /// <param name="others">All other VMs that the platform shows.</param>
    public static string? Objection(VirtualMachine copy, IEnumerable<VirtualMachine> others, IEnumerable<Network> networks)
    {
        if (copy.Cards is not { } cards) return "the platform does not say what the copy is plugged into";
        var isolated = networks.ToLookup(network => network.Name, network => network.IsIsolated);
        foreach (var card in cards.Where(card => card is { Network: not null, IsCutOff: false }))
        {
            if (!isolated[card.Network!].Any()) return $"the network '{card.Network}' is not one that the platform shows";
            if (!isolated[card.Network!].All(yes => yes)) return $"the copy is plugged into '{card.Network}', which is not isolated";
        }

        var addresses = cards.Select(card => card.Mac).ToHashSet(StringComparer.OrdinalIgnoreCase);
        var twin = others.FirstOrDefault(vm => vm.Id != copy.Id && (vm.Cards ?? []).Any(card => addresses.Contains(card.Mac)));
        return twin is null ? null : $"the copy has a network address (MAC) of {twin.Name}";
    }
}
