using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using Runbooks.Server.Fleet.Listing;
using Runbooks.Server.Fleet.Picture;

namespace Runbooks.Server.Fleet.Live;

/// <summary>The fleet's changes for somebody who watches: <c>vm</c>, <c>host</c> and <c>storage</c> with the row as it is now, <c>removed</c>
/// with kind and id, <c>loads</c> when loads were sampled, <c>reload</c> where so much changed that the list is better read again, and
/// <c>ping</c> in between. It begins with <c>ready</c>.</summary>
internal sealed class FleetEvents(FleetPicture picture, TimeProvider time)
{
    /// <summary>Changes are gathered so long.</summary>
    internal static readonly TimeSpan Gathering = TimeSpan.FromSeconds(1);

    /// <summary>Proxies cut connections on which nothing comes.</summary>
    internal static readonly TimeSpan PingInterval = TimeSpan.FromSeconds(20);

    private const int Many = 500;

    public async IAsyncEnumerable<SseItem<object>> FollowAsync([EnumeratorCancellation] CancellationToken cancellation)
    {
        var (number, loads, seen) = (picture.ChangeNumber, picture.LoadsNumber, picture.Snapshot);
        yield return Item("ready", new { at = time.GetUtcNow() });
        while (await WaitAsync(number, cancellation) is { } changed)
        {
            if (!changed)
            {
                yield return Item("ping", new { at = time.GetUtcNow() });
                continue;
            }

            (number, var now) = (picture.ChangeNumber, picture.Snapshot);
            foreach (var item in Items(FleetDifference.Between(seen, now))) yield return item;
            seen = now;
            if (loads == picture.LoadsNumber) continue;
            loads = picture.LoadsNumber;
            yield return Item("loads", new { at = time.GetUtcNow() });
        }
    }

    /// <returns>Whether something changed; null when the watching is over.</returns>
    private async Task<bool?> WaitAsync(long number, CancellationToken cancellation)
    {
        try
        {
            await picture.ChangedAfter(number, cancellation).WaitAsync(PingInterval, time, cancellation);
            await Task.Delay(Gathering, time, cancellation);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    private static IEnumerable<SseItem<object>> Items(FleetDifference difference) => difference.Count > Many
        ? [Item("reload", new { difference.Count })]
        :
        [
            .. difference.Vms.Select(vm => Item("vm", VmRow.Of(vm))),
            .. difference.Hosts.Select(host => Item("host", HostRow.Of(host))),
            .. difference.Storages.Select(storage => Item("storage", StorageRow.Of(storage))),
            .. difference.Removed.Select(removed => Item("removed", removed)),
        ];

    private static SseItem<object> Item(string type, object data) => new(data, type);
}
