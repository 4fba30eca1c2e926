namespace Runbooks.Workflows.Definitions.Reading;

/// <summary>Reads a workflow's <c>policy</c>.</summary>
internal static class PolicyMapper
{
    public static RunPolicy Map(ObjectReader root)
    {
        if (root.Object("policy") is not { } policy) return RunPolicy.Default;
        var concurrency = policy.Object("concurrency");
        var limits = policy.Object("limits");
        var read = new RunPolicy
        {
            MaxConcurrent = concurrency?.Integer("max", 1, 1000),
            WhenBusy = concurrency?.Choice("whenBusy", ("skip", WhenBusy.Skip), ("queue", WhenBusy.Queue), ("cancel-running", WhenBusy.CancelRunning))
                       ?? WhenBusy.Queue,
            Timeout = policy.Duration("timeout"),
            OnFailure = policy.Choice("onFailure", ("stop", OnFailure.Stop), ("roll-back", OnFailure.RollBack)) ?? OnFailure.Stop,
            Limits = new RunLimits(limits?.Integer("targets", 1, 10_000), limits?.Share("shareOfCluster")),
        };
        RefuseUnavailable(policy);
        concurrency?.Finish();
        limits?.Finish();
        policy.Finish();
        return read;
    }

    private static void RefuseUnavailable(ObjectReader policy)
    {
        if (policy.Take("window") is not null) policy.Error("window", "is not available yet; start the workflow by a schedule that keeps to the window.");
    }
}
