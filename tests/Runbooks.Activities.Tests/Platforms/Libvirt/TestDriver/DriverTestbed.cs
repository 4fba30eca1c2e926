using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms.Libvirt.Native;
using Runbooks.Activities.Platforms.Libvirt.Reading;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.TestDriver;

/// <summary><c>test:///default</c>, libvirt's own imaginary host inside this process. All connections share it as long as one is open.</summary>
internal sealed class DriverTestbed : PlatformTestbed, IFaultInjector
{
    public const string Uri = "test:///default";

    private readonly EffectCounter _effects;

    public DriverTestbed()
    {
        EventLoop.Start();
        using var connection = ConnectHandle.Open(Uri);
        Reset(connection, Vm);
        _effects = new EffectCounter(Uri, "test");
    }

    public override string Platform => "libvirt";

    public override string Vm => "6695eb01-f6a4-8304-79aa-97f2502e193f";

    public override IFaultInjector? Faults => this;

    public IReadOnlySet<PlatformFault> Injectable { get; } = new HashSet<PlatformFault> { PlatformFault.VmDeleted };

    public override IPlatform Connect() => new LibvirtPlatform(new LibvirtSettings { Uri = Uri }, TimeProvider.System);

    public override Task<int?> CountEffectsAsync(PlatformOperation operation) => _effects.CountAsync(operation);

    public Task InjectAsync(PlatformFault fault, string vm)
    {
        RawDomains.Undefine(_effects.Connection, vm);
        return Task.CompletedTask;
    }

    public Task MendAsync(PlatformFault fault) => Task.CompletedTask;

    public override ValueTask DisposeAsync()
    {
        _effects.Dispose();
        return ValueTask.CompletedTask;
    }

    /// <summary>The host lives on where another test has not closed it yet.</summary>
    private static void Reset(ConnectHandle connection, string vm)
    {
        if (!RawDomains.Exists(connection, vm))
            RawDomains.Define(connection, $"<domain type='test'><name>test</name><uuid>{vm}</uuid><memory>8388608</memory><vcpu>2</vcpu><os><type>hvm</type></os></domain>");
        using var domain = connection.Lookup(vm);
        foreach (var snapshot in domain.ListSnapshots())
        {
            using (snapshot) snapshot.Delete();
        }

        var power = Power.Of(domain.GetState(), domain.RuntimeId is not null).State;
        if (power == PowerState.Off) domain.Create();
        if (power == PowerState.Suspended) domain.Resume();
    }
}
