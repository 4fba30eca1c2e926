using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Fleet;

namespace Runbooks.Server.Runs.Units;

/// <summary>The targets that a scope holds over all its steps.</summary>
internal static class HeldTargets
{
    public static Task<TargetSelection> SelectAsync(JsonElement input, SelectionContext context) =>
        TargetResolver.ResolveAsync(new TargetsInput { Targets = input.GetProperty("hold") }, TargetKind.Vm, context.Fleet);
}
