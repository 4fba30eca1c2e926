
namespace Runbooks.Activities.Tests.Recording;

/// <summary>Kills a unit at every point of each of its operations, and executes it again.</summary>
internal static class EveryCrash
{
    /// <param name="arrange">Makes a fresh world.</param>
    /// <param name="vm">The target; null without.</param>
    /// <param name="check">Sees the world after the second execution, and its result; null where that is <c>step.interrupted</c>.</param>
    /// <returns>How many crashes there were.</returns>
    public static async Task<int> OfAsync(
        Func<Bench> arrange, IActivity activity, object input, string? vm, Action<Bench, ActivityResult?> check)
    {
        var points = (await OperationsAsync(arrange, activity, input, vm)).SelectMany(CrashAt.Each).ToList();
        foreach (var point in points)
        {
            using var bench = arrange();
            await Assert.ThrowsAsync<Crash>(() => bench.ExecuteAsync(activity, input, vm, point));
            var result = await AgainAsync(bench, activity, input, vm);
            check(bench, result);
            if (result is not null) Assert.Empty(bench.Ledger.Unsettled);
            Assert.All(bench.Platform.Effects.CountBy(effect => effect), effect => Assert.Equal(1, effect.Value));
            if (vm is not null) Assert.Equal(bench.Operations.Distinct(), bench.Operations);
        }

        return points.Count;
    }

    private static async Task<IReadOnlyList<string>> OperationsAsync(Func<Bench> arrange, IActivity activity, object input, string? vm)
    {
        using var bench = arrange();
        await bench.ExecuteAsync(activity, input, vm);
        return [.. bench.Ledger.Names];
    }

    private static async Task<ActivityResult?> AgainAsync(Bench bench, IActivity activity, object input, string? vm)
    {
        try
        {
            return await bench.ExecuteAsync(activity, input, vm);
        }
        catch (ActivityFailure failure) when (failure.Code == "step.interrupted")
        {
            return null;
        }
    }
}
