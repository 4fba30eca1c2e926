using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms.Libvirt.Making;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Tests.Platforms.Libvirt.TestDriver;

/// <summary><c>test:///default</c>, libvirt's own imaginary host inside this process. All connections share it as long as one is open.</summary>
internal sealed class DriverTestbed : PlatformTestbed, IFaultInjector
{
    public const string Uri = "test:///default";

    private const string Template = "7e3a1a00-0000-4000-8000-000000000001";

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

    public override (int Cpus, long MemoryBytes) OtherSize => (3, 1L << 30);

    public override IPlatform Connect() => new LibvirtPlatform(new LibvirtSettings { Uri = Uri }, TimeProvider.System, new Peers());

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
        foreach (var domain in connection.ListDomains())
        {
            using (domain) RawDomains.Remove(connection, domain);
        }

        using (var pool = connection.LookupPool("default-pool"))
        {
            foreach (var volume in pool.ListVolumes())
            {
                using (volume) volume.Delete();
            }

            pool.Create(VolumeXml.Raw("template.img", 1 << 20)).Dispose();
        }

        RawDomains.Define(connection, Domain("template", Template, "<metadata><template xmlns='https://runbooks.dev/libvirt/template/1.0'/></metadata>", """
            <disk type='file' device='disk'><source file='/default-pool/template.img'/><target dev='vda' bus='virtio'/></disk>
            <interface type='network'><mac address='52:54:00:00:00:01'/><source network='default'/></interface>
            """));
        RawDomains.Define(connection, Domain("test", vm));
        using var made = connection.Lookup(vm);
        made.Create();
    }

    private static string Domain(string name, string uuid, string metadata = "", string devices = "") =>
        $"<domain type='test'><name>{name}</name><uuid>{uuid}</uuid>{metadata}<memory>2097152</memory><vcpu>2</vcpu>"
        + $"<os><type>hvm</type></os><devices>{devices}</devices></domain>";
}
