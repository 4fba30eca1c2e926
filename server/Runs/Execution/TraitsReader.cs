using System.Collections.Immutable;
using System.Text.Json;
using Runbooks.Activities;
using Runbooks.Activities.Catalogue;
using Runbooks.Workflows.Execution;

namespace Runbooks.Server.Runs.Execution;

/// <summary>What the core must know of activities, from the catalogue.</summary>
internal static class TraitsReader
{
    /// <summary>What the core makes of the units itself.</summary>
    private static readonly string[] TargetLists =
        [.. typeof(TargetsOutput).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name))];

    public static ActivityTraits? Find(ActivityCatalogue catalogue, string name)
    {
        if (catalogue.Describe(name) is { } known)
        {
            var overTargets = catalogue.Find(name) is ITargetActivity;
            return new(name, known.Effect, overTargets, [.. known.Outcomes], Selectors(known.InputSchema))
            {
                Consents = Consents(known.InputSchema),
                Gathers = overTargets ? [.. Properties(known.OutputSchema).Except(TargetLists)] : [],
            };
        }

        return name.StartsWith("flow.", StringComparison.Ordinal) ? new(name, Effect.Read, false, [], []) : null;
    }

    private static IEnumerable<string> Properties(JsonElement schema) =>
        schema.TryGetProperty("properties", out var properties) ? properties.EnumerateObject().Select(property => property.Name) : [];

    private static ImmutableArray<KeyValuePair<string, string>> Consents(JsonElement schema) => !schema.TryGetProperty("properties", out var properties)
        ? []
        : [.. from property in properties.EnumerateObject()
              where property.Value.TryGetProperty(Consent.Keyword, out _)
              select KeyValuePair.Create(property.Name, property.Value.GetProperty(Consent.Keyword).GetString()!)];

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
