using System.Collections;
using System.Diagnostics.CodeAnalysis;
using Runbooks.Workflows.Expressions;

namespace Runbooks.Workflows.Execution.Rules;

/// <summary>Settled steps as expressions see them, made when one looks: most look at none, and a run may have thousands.</summary>
internal sealed class VisibleSteps(Func<Dictionary<string, StepView>> make) : IReadOnlyDictionary<string, StepView>
{
    private Dictionary<string, StepView>? made;

    public int Count => Made.Count;

    public IEnumerable<string> Keys => Made.Keys;

    public IEnumerable<StepView> Values => Made.Values;

    private Dictionary<string, StepView> Made => made ??= make();

    public StepView this[string key] => Made[key];

    public bool ContainsKey(string key) => Made.ContainsKey(key);

    public bool TryGetValue(string key, [MaybeNullWhen(false)] out StepView value) => Made.TryGetValue(key, out value);

    public IEnumerator<KeyValuePair<string, StepView>> GetEnumerator() => Made.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
