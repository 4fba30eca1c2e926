using System.Collections.Frozen;

namespace Runbooks.Workflows.Expressions;

/// <summary>The names that expressions may use.</summary>
internal static class ScopeNames
{
    public static readonly FrozenSet<string> Ours =
        new[] { "inputs", "steps", "vars", "item", "index", "run", "now", "secrets" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Names that only the inputs of triggers may use: what made the trigger fire.</summary>
    public static readonly FrozenSet<string> OfTriggers =
        new[] { "trigger", "alert", "target", "payload", "samples", "targets", "value" }.ToFrozenSet(StringComparer.Ordinal);

    /// <summary>JavaScript's own names that give the same result everywhere and cannot be used to take memory unseen. Missing on
    /// purpose: buffers and typed arrays, Intl, Temporal, Promise, Proxy, Function, globalThis.</summary>
    private static readonly FrozenSet<string> Language = new[]
    {
        "undefined", "NaN", "Infinity", "isNaN", "isFinite", "parseInt", "parseFloat", "Object", "Array", "String", "Number", "Boolean",
        "BigInt", "Symbol", "Math", "JSON", "Date", "RegExp", "Map", "Set", "Error", "TypeError", "RangeError", "SyntaxError",
        "encodeURIComponent", "decodeURIComponent", "encodeURI", "decodeURI", "arguments",
    }.ToFrozenSet(StringComparer.Ordinal);

    public static bool IsKnown(string name) => IsOfScope(name) || Language.Contains(name);

    public static bool IsOfScope(string name) => Ours.Contains(name) || OfTriggers.Contains(name);

    /// <summary>What is in scope, for messages.</summary>
    public static string Describe(ExpressionScope scope)
    {
        if (scope.Outside.Count > 0) return $"In scope: {string.Join(", ", scope.Outside.Keys.Append("now").Order(StringComparer.Ordinal))}.";
        var inputs = scope.Inputs.ValueKind is System.Text.Json.JsonValueKind.Object
            ? scope.Inputs.EnumerateObject().Select(input => input.Name)
            : [];
        List<string> parts = [List("inputs", inputs), List("steps", scope.Steps.Keys), List("vars", scope.Variables.Keys)];
        if (scope.Item is not null) parts.Add("item");
        if (scope.Index is not null) parts.Add("index");
        return "In scope: " + string.Join(", ", [.. parts.Where(part => part.Length > 0), "run", "now", "secrets"]) + ".";
    }

    private static string List(string root, IEnumerable<string> names)
    {
        var sorted = names.Order(StringComparer.Ordinal).Take(13).ToList();
        if (sorted.Count is 0) return "";
        return $"{root} ({string.Join(", ", sorted.Take(12))}{(sorted.Count > 12 ? ", …" : "")})";
    }
}
