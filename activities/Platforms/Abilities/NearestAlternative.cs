using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms.Abilities;

/// <summary>What comes nearest to what a platform cannot do: by another activity on the same connection, by another connection, and at last
/// by hand.</summary>
internal static class NearestAlternative
{
    /// <summary>In the order of nearness.</summary>
    private static readonly ImmutableArray<Alternative> Known =
    [
        new(Capability.GracefulShutdown, [Capability.Reset], "vm.restart with mode: hard, which does not ask the guest"),
        new(Capability.GracefulShutdown, [Capability.Power], "vm.power-off with mode: hard, and then vm.power-on"),
        new(Capability.Reset, [Capability.GracefulShutdown], "vm.restart with mode: graceful, which asks the guest"),
        new(Capability.Reset, [Capability.Power], "vm.power-off with mode: hard, and then vm.power-on"),
        new(Capability.Suspend, [Capability.Power], "vm.power-off"),
        new(Capability.MemorySnapshot, [Capability.Snapshot], "vm.snapshot with memory: false"),
        new(Capability.ProvisionOff, [Capability.Provision, Capability.Power], "vm.provision-batch, and then vm.power-off"),
        new(Capability.StorageMigration, [Capability.LiveMigration], "vm.migrate without storage, which leaves the disks where they are"),
        new(Capability.Maintenance, [Capability.LiveMigration], "host.evacuate with maintenance: false"),
        new(Capability.LiveMigration, [Capability.Power], "vm.power-off, a move with the platform's own tools, and vm.power-on"),
        new(Capability.Isolation, [Capability.Suspend], "vm.suspend, after which it does nothing and keeps its memory"),
        new(Capability.Isolation, [Capability.Power], "vm.power-off"),
        new(Capability.Metrics, [Capability.Power], "a step whose targets you choose without their load, by name or tag"),
    ];

    /// <param name="others">Connections that can do all that the step asks for.</param>
    public static string For(Capability lacking, IReadOnlySet<Capability> able, IReadOnlyList<KnownConnection> others)
    {
        if (Known.FirstOrDefault(one => one.Lacking == lacking && one.Needs.All(able.Contains)) is { } near) return near.Text;
        return others.Count > 0 ? $"a connection that can, such as {others[0]}" : "the platform's own tools";
    }

    private sealed record Alternative(Capability Lacking, Capability[] Needs, string Text);
}
