using CsCheck;
using Runbooks.Server.Runs.History;

namespace Runbooks.Server.Tests.Runs.History;

/// <summary>Changes of a store with few runs and targets, so that they meet. Each gives its answer as text.</summary>
internal static class StoreChange
{
    private static readonly string[] _runs = ["r1", "r2", "r3", "r4"];
    private static readonly string[] _targets = ["vm-1", "vm-2"];
    private static readonly string[] _statuses = ["running", "running", "waiting", "completed"];

    private static readonly Gen<string> _run = Gen.OneOf(_runs);

    private static readonly Gen<LeaseAsk> _lease =
        Gen.Select(Gen.OneOf(_targets), Gen.OneOf("u", "v"), (target, unit) => Draft.Lease(target, root: "", unit));

    private static readonly Gen<LeaseAsk[]> _leases = Gen.Frequency((2, Gen.Const(Array.Empty<LeaseAsk>())), (1, _lease.Array[1, 2]));

    private static readonly Gen<Func<IRunStore, Task<string>>> _start =
        Gen.Select(_run, Gen.OneOf("", "k1", "k2"), Gen.OneOf<int?>(null, 1, 2), Gen.Bool, _leases, Start);

    private static readonly Gen<Func<IRunStore, Task<string>>> _append =
        Gen.Select(_run, Gen.OneOf(_statuses), Gen.Int[0, 9], _leases, _leases, _leases, Gen.Bool.Array[4], Append);

    private static readonly Gen<Func<IRunStore, Task<string>>> _claim = Gen.Select(_run, Gen.OneOf("a", "b"), Claim);

    private static readonly Gen<Func<IRunStore, Task<string>>> _enqueue = Gen.Select(_run, Gen.OneOf("m", "n"), Enqueue);

    private static readonly Gen<Func<IRunStore, Task<string>>> _break = Gen.OneOf(_targets).Select(Break);

    public static Gen<Func<IRunStore, Task<string>>> Any { get; } =
        Gen.Frequency((3, _start), (8, _append), (1, _claim), (2, _enqueue), (1, _break));

    /// <summary>Mostly starts and appends that concern nothing but their run.</summary>
    public static Gen<Func<IRunStore, Task<string>>> MostlyPlain { get; } = Gen.Frequency(
        (6, _run.Select(run => Start(run, "", null, false, []))),
        (24, Gen.Select(_run, Gen.OneOf(_statuses), Gen.Int[0, 19], (run, status, fault) => Append(run, status, fault, [], [], [], new bool[4]))),
        (1, Any));

    private static Func<IRunStore, Task<string>> Start(string run, string key, int? max, bool queue, LeaseAsk[] leases)
    {
        var start = Draft.Start(run, key.Length == 0 ? null : key, max, queue);
        start = start with { Append = start.Append with { Leases = OfRoot(run, leases) } };
        return async store => StoreContent.Text(await store.StartAsync(start));
    }

    /// <param name="fault">0: a stale sequence, 1: a stale epoch, 2: the same again.</param>
    private static Func<IRunStore, Task<string>> Append(
        string run, string status, int fault, LeaseAsk[] takes, LeaseAsk[] waits, LeaseAsk[] gives, bool[] flags)
    {
        var nonce = Guid.NewGuid();
        return async store =>
        {
            var row = await store.ReadRunAsync(run);
            var after = (row?.Sequence ?? 0) + (fault == 0 ? 1 : 0);
            var append = Draft.Append(run, after, status, (row?.Epoch ?? 1) - (fault == 1 ? 1 : 0)) with
            {
                Nonce = nonce,
                Leases = OfRoot(run, takes),
                LeaseWaits = OfRoot(run, waits),
                Releases = OfRoot(run, gives),
                Consumed = flags[0] ? [.. (await store.ReadInboxAsync(run)).Select(m => m.Id).Take(2)] : [],
                Outgoing = flags[1] ? [new OutgoingMessage(_runs[fault % 4], Draft.Message("out"))] : [],
                Approvals = flags[2] ? [new ApprovalAsk("s", "please", [], Draft.T0, null)] : [],
                ApprovalsSettled = flags[3] ? ["s"] : [],
            };
            var first = StoreContent.Text(await store.AppendAsync(append));
            return fault == 2 ? first + StoreContent.Text(await store.AppendAsync(append)) : first;
        };
    }

    /// <summary>r3 is a sub-run of r1, r4 one of r2: a run has one root run.</summary>
    private static LeaseAsk[] OfRoot(string run, LeaseAsk[] asks) =>
        [.. asks.Select(ask => ask with { RootRunId = run is "r1" or "r3" ? "r1" : "r2" })];

    private static Func<IRunStore, Task<string>> Claim(string run, string owner) =>
        async store => (await store.ClaimAsync(run, owner))?.Row.ToString() ?? "none";

    private static Func<IRunStore, Task<string>> Enqueue(string run, string id) =>
        async store => (await store.EnqueueAsync(run, Draft.Message(id))).ToString();

    private static Func<IRunStore, Task<string>> Break(string target) =>
        async store => string.Join(",", (await store.BreakLeaseAsync(target)).Order());
}
