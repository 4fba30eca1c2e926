using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>One run of the <see cref="ModelRunStore"/>.</summary>
internal sealed class ModelRun(RunRow row)
{
    public RunRow Row { get; set; } = row;

    public Guid Nonce { get; set; }

    public List<StoredEvent> Events { get; } = [];

    public List<InboxMessage> Inbox { get; } = [];

    public List<string> Seen { get; } = [];

    public HashSet<string> Targets { get; } = [];

    public SortedDictionary<string, ApprovalAsk> Approvals { get; } = new(StringComparer.Ordinal);

    public List<StoredLogLine> Logs { get; } = [];

    public StoredSnapshot? Snapshot { get; set; }

    public SlotAsk? Slot { get; set; }

    public bool Admitted { get; set; }

    public bool Ended => Row.Projection.Terminal;
}
