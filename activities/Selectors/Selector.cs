using System.Text.Json;
using Runbooks.Activities.Fleet;

namespace Runbooks.Activities.Selectors;

/// <summary>A condition over VMs or hosts in JavaScript syntax, compiled from a whitelisted syntax tree.</summary>
public sealed class Selector
{
    private Selector(string text, TargetKind kind)
    {
        Text = text;
        Kind = kind;
    }

    /// <summary>The canonical text.</summary>
    public string Text { get; }

    public TargetKind Kind { get; }

    /// <summary>Names of inputs that must be bound before evaluation.</summary>
    public IReadOnlySet<string> Inputs { get; } = new HashSet<string>();

    /// <exception cref="SelectorException">Not a selector; says where and why.</exception>
    public static Selector Parse(string text, TargetKind kind) => new(text, kind);

    /// <summary>Replaces <c>inputs.x</c> by its value, so that the condition can be kept with a target.</summary>
    public Selector Bind(IReadOnlyDictionary<string, JsonElement> inputs) => throw new NotImplementedException($"{inputs}");

    public SelectorAnswer Evaluate(FleetObject subject, IMetricHistory metrics) => throw new NotImplementedException($"{subject}{metrics}");
}

/// <param name="Matches">A comparison with an unknown metric is false.</param>
/// <param name="Unknown">An unknown metric took part, so that the answer could be another with more samples.</param>
public readonly record struct SelectorAnswer(bool Matches, bool Unknown);

/// <param name="position">Offset into the text, from 0.</param>
public sealed class SelectorException(string message, int position) : Exception(message)
{
    public int Position { get; } = position;
}
