using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Execution;

/// <summary>What the core must know of activities, from the catalogue.</summary>
internal static class TraitsReader
{
    public static ActivityTraits? Find(ActivityCatalogue catalogue, string name)
    {
        if (catalogue.Describe(name) is { } known)
            return new(name, known.Effect, catalogue.Find(name) is ITargetActivity, [.. known.Outcomes], Selectors(known.InputSchema));
        return name.StartsWith("flow.", StringComparison.Ordinal) ? new(name, Effect.Read, false, [], []) : null;
    }

    /// <summary>Inputs that hold selectors, by their format.</summary>
    private static ImmutableArray<KeyValuePair<string, TargetKind>> Selectors(JsonElement schema)
    {
        if (!schema.TryGetProperty("properties", out var properties)) return [];
        var found = ImmutableArray.CreateBuilder<KeyValuePair<string, TargetKind>>();
        foreach (var property in properties.EnumerateObject())
        {
            var format = property.Value.TryGetProperty("format", out var named) ? named.GetString() : null;
            if (format is "vm-selector" or "targets") found.Add(new(property.Name, TargetKind.Vm));
            if (format is "host-selector") found.Add(new(property.Name, TargetKind.Host));
        }

        return found.ToImmutable();
    }
}
