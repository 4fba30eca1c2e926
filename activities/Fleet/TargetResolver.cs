namespace Runbooks.Activities.Fleet;

/// <summary>Turns a step's <c>targets</c> input into targets.</summary>
public static class TargetResolver
{
    public static Task<TargetSelection> ResolveAsync(TargetsInput input, TargetKind kind, IFleet fleet) =>
        throw new NotImplementedException($"{input} {kind} {fleet}");
}
