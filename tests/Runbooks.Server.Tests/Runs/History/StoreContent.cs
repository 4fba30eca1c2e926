using System.Text;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>Answers and contents of a store as text, so that two stores can be compared. The numbers in ids of granting messages are each
/// store's own.</summary>
internal static class StoreContent
{
    public static string Text(StartResult result) => result switch
    {
        StartResult.Duplicate duplicate => $"duplicate {duplicate.Run}",
        StartResult.Busy busy => $"busy {string.Join(",", busy.Runs)}",
        StartResult.LeaseBusy busy => Text(busy.Holders),
        _ => result.ToString(),
    };

    public static string Text(AppendResult result) => result switch
    {
        AppendResult.Committed committed => $"committed {string.Join(",", committed.Wake.Order())}",
        AppendResult.LeaseBusy busy => Text(busy.Holders),
        _ => result.ToString(),
    };

    public static async Task<string> ReadAsync(IRunStore store)
    {
        var text = new StringBuilder();
        foreach (var row in (await store.ListAsync(new RunQuery())).Items)
        {
            text.Append(row).AppendLine();
            foreach (var e in await store.ReadHistoryAsync(row.RunId, 0, 1_000))
                text.Append(e.Sequence).Append(e.Type).AppendLine(Convert.ToHexString(e.Data));
            var inbox = (await store.ReadInboxAsync(row.RunId)).Select(m => m.Type == "lease-granted" ? m.Data : m.ToString());
            text.AppendJoin('\n', inbox).AppendLine();
        }
        text.AppendJoin('\n', await store.ReadLeasesAsync()).AppendLine();
        text.AppendJoin('\n', (await store.ReadApprovalsAsync()).Select(a => (a.RunId, a.Approval.Path))).AppendLine();
        return text.AppendJoin('\n', (await store.ReadForsakenAsync("a", 1_000)).Order(StringComparer.Ordinal)).ToString();
    }

    private static string Text(IReadOnlyDictionary<string, LeaseRow> holders) =>
        string.Join(";", holders.OrderBy(h => h.Key, StringComparer.Ordinal).Select(h => h.Value));
}
