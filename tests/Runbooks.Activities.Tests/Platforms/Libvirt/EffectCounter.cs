using System.Threading.Channels;
using Runbooks.Activities.Platforms;
using Runbooks.Activities.Platforms.Libvirt;
using Runbooks.Activities.Platforms.Libvirt.Native;

namespace Runbooks.Activities.Tests.Platforms.Libvirt;

/// <summary>Counts what libvirt really did, by the events of a connection of its own. Events arrive late but in order: a VM that is
/// defined for that purpose marks how far the count goes.</summary>
internal sealed class EffectCounter : IDisposable
{
    private const string MarkPrefix = "00000000-0000-4000-8000-";

    private readonly DomainEvents _events = new();
    private readonly Channel<InventoryChange> _seen;
    private readonly List<InventoryChange> _counted = [];
    private readonly string _type;
    private int _marks;

    public EffectCounter(string uri, string domainType)
    {
        _type = domainType;
        EventLoop.Start();
        Connection = ConnectHandle.Open(uri);
        _events.Register(Connection);
        _seen = _events.Listen();
    }

    public ConnectHandle Connection { get; }

    /// <summary>Null for operations that make no event of their own.</summary>
    public async Task<int?> CountAsync(PlatformOperation operation)
    {
        string[] words = operation switch
        {
            PlatformOperation.PowerOn => ["started"],
            PlatformOperation.PowerOff or PlatformOperation.Shutdown => ["stopped"],
            PlatformOperation.Suspend => ["suspended"],
            // A move shows where it leads: where it began, it looks as if the VM was switched off.
            PlatformOperation.Resize or PlatformOperation.Provision or PlatformOperation.Migrate => ["defined"],
            PlatformOperation.Delete => ["undefined"],
            _ => [],
        };
        if (words.Length == 0) return null;
        await ReadToMarkAsync();
        var done = _counted.Where(change => words.Contains(change.What));
        return operation is PlatformOperation.Provision
            ? done.Count(change => change.NativeId?.StartsWith(MarkPrefix, StringComparison.Ordinal) == false)
            : done.Count(change => change.NativeId == operation.NativeId);
    }

    public void Dispose()
    {
        _events.Deregister(Connection);
        Connection.Dispose();
    }

    private async Task ReadToMarkAsync()
    {
        var mark = $"{MarkPrefix}{++_marks:D12}";
        RawDomains.Define(Connection, $"<domain type='{_type}'><name>mark-{_marks}</name><uuid>{mark}</uuid><memory>1024</memory>"
            + "<os><type arch='x86_64'>hvm</type></os></domain>");
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        await foreach (var change in _seen.Reader.ReadAllAsync(patience.Token))
        {
            if (change.NativeId == mark) break;
            _counted.Add(change);
        }

        RawDomains.Undefine(Connection, mark);
    }
}
