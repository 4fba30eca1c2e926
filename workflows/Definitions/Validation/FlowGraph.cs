namespace Runbooks.Workflows.Definitions.Validation;

/// <summary>The steps of one body and what leads to what.</summary>
internal sealed class FlowGraph
{
    private readonly Dictionary<string, List<string>> _next = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _previous = new(StringComparer.Ordinal);

    public FlowGraph(FlowBody body)
    {
        foreach (var step in body.Steps) (_next[step.Id], _previous[step.Id]) = ([], []);
        foreach (var transition in body.Transitions)
        {
            if (!_next.ContainsKey(transition.From) || !_previous.ContainsKey(transition.To)) continue;
            _next[transition.From].Add(transition.To);
            _previous[transition.To].Add(transition.From);
        }
    }

    public bool IsAlone(string step) => _next[step].Count is 0 && _previous[step].Count is 0;

    public int Inbound(string step) => _previous[step].Count;

    /// <summary>All steps that lead to the step.</summary>
    public HashSet<string> Before(string step)
    {
        HashSet<string> found = new(StringComparer.Ordinal);
        var open = new Stack<string>(_previous[step]);
        while (open.TryPop(out var at))
            if (found.Add(at)) foreach (var earlier in _previous[at]) open.Push(earlier);
        return found;
    }

    /// <summary>A circle of steps, the first one again at its end; null where there is none.</summary>
    public IReadOnlyList<string>? Cycle()
    {
        var open = _next.Keys.ToDictionary(step => step, step => _previous[step].Count, StringComparer.Ordinal);
        var ready = new Queue<string>(open.Where(step => step.Value is 0).Select(step => step.Key));
        while (ready.TryDequeue(out var step))
        {
            open.Remove(step);
            foreach (var next in _next[step])
                if (--open[next] is 0) ready.Enqueue(next);
        }

        return open.Count is 0 ? null : Trace(open.Keys);
    }

    /// <summary>Goes backwards among steps that each have one before them in the set: sooner or later in a circle.</summary>
    private List<string> Trace(IEnumerable<string> left)
    {
        var among = left.ToHashSet(StringComparer.Ordinal);
        List<string> path = [];
        for (var at = among.Order(StringComparer.Ordinal).First(); ; at = _previous[at].First(among.Contains))
        {
            var start = path.IndexOf(at);
            path.Add(at);
            if (start < 0) continue;
            var circle = path[start..];
            circle.Reverse();
            return circle;
        }
    }
}
