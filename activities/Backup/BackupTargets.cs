using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Backup;

/// <summary>Chooses VMs by their backups: also those that are gone from the fleet.</summary>
internal static class BackupTargets
{
    private const int Shown = 5;

    /// <param name="backup">One backup, by its id; goes before <paramref name="targets"/>.</param>
    /// <param name="targets">Null: every VM that has backups.</param>
    /// <exception cref="ActivityFailure"><c>backup.unknown</c>, or what the fleet says of targets.</exception>
    public static async Task<TargetSelection> SelectAsync(
        string? backup, JsonElement? targets, string? connection, SelectionContext context, IBackupCatalogue catalogue, CancellationToken cancellation)
    {
        var chosen = await ChooseAsync(backup, targets, connection, context, catalogue, cancellation);
        return new TargetSelection(
            [
                .. chosen.DistinctBy(vm => (vm.Vm, vm.Connection)).OrderBy(vm => vm.Name, StringComparer.Ordinal).ThenBy(vm => vm.Vm, StringComparer.Ordinal)
                    .Select(vm => new Target(BackedUpVm.IdOf(vm.Connection, vm.Vm), vm.Name, TargetKind.BackedUpVm, vm.Connection)),
            ],
            new Dictionary<string, int>());
    }

    public static async Task<IReadOnlyList<VmWithBackups>> ChooseAsync(
        string? backup, JsonElement? targets, string? connection, SelectionContext context, IBackupCatalogue catalogue, CancellationToken cancellation)
    {
        if (backup is not null)
        {
            var record = await FindAsync(backup, catalogue, cancellation);
            return [new VmWithBackups(record.Vm, record.VmName, record.Connection)];
        }

        var known = (await catalogue.VmsAsync(cancellation)).Where(vm => connection is null || vm.Connection == connection).ToList();
        if (targets is not { ValueKind: not (JsonValueKind.Null or JsonValueKind.Undefined) } given) return known;
        var items = given.ValueKind == JsonValueKind.Array ? given.EnumerateArray().ToList() : [given];
        var chosen = new List<VmWithBackups>();
        foreach (var item in items)
        {
            if (Known(item, known, context.Fleet) is { Count: > 0 } here) chosen.AddRange(here);
            else chosen.AddRange(await InFleetAsync(item, connection, known, context));
        }

        return chosen;
    }

    /// <exception cref="ActivityFailure"><c>backup.unknown</c>.</exception>
    public static async Task<BackupRecord> FindAsync(string backup, IBackupCatalogue catalogue, CancellationToken cancellation) =>
        await catalogue.FindAsync(backup, cancellation) ?? throw new ActivityFailure(
            "backup.unknown", $"There is no backup '{backup}' in the catalogue. Nothing was done; it may have been pruned.");

    /// <summary>By id, or by a name: of the VM that is called so now, else of the only one that was.</summary>
    private static List<VmWithBackups> Known(JsonElement item, List<VmWithBackups> known, IFleet fleet)
    {
        var text = item.ValueKind switch
        {
            JsonValueKind.String => item.GetString(),
            JsonValueKind.Object when item.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String => id.GetString(),
            _ => null,
        };
        if (known.Where(vm => vm.Vm == text).ToList() is { Count: > 0 } byId) return byId;
        var byName = item.ValueKind == JsonValueKind.String ? known.Where(vm => vm.Name == text).ToList() : [];
        string[] vms = [.. byName.Select(vm => vm.Vm).Distinct().Order(StringComparer.Ordinal)];
        if (vms.Length <= 1) return byName;
        string[] there = [.. vms.Where(vm => fleet.FindVm(vm)?.Name == text)];
        if (there.Length == 1) return [.. byName.Where(vm => vm.Vm == there[0])];
        throw new ActivityFailure(
            "target.ambiguous",
            $"{vms.Length} VMs with backups are or were called '{text}': {string.Join(", ", vms.Take(Shown))}{(vms.Length > Shown ? " and others" : "")}. Nothing was chosen; give the id.");
    }

    /// <summary>VMs of the fleet, with or without backups.</summary>
    private static async Task<IEnumerable<VmWithBackups>> InFleetAsync(
        JsonElement item, string? connection, List<VmWithBackups> known, SelectionContext context)
    {
        var found = await TargetResolver.ResolveAsync(new TargetsInput { Targets = item, Connection = connection }, TargetKind.Vm, context.Fleet);
        return found.Targets.SelectMany(vm => known.Where(with => with.Vm == vm.Id).DefaultIfEmpty(new VmWithBackups(vm.Id, vm.Name, vm.Connection)));
    }
}
