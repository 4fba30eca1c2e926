using System.Diagnostics.CodeAnalysis;

namespace Runbooks.Activities.Compute.Balancing;

/// <summary>A move as an operation of a unit: its name alone tells a restarted unit what was begun.</summary>
internal sealed record NamedMove(string VmId, string From, string To)
{
    public string Name => $"migrate {VmId} from {From} to {To}";

    public static bool TryRead(string name, [NotNullWhen(true)] out NamedMove? move)
    {
        const string Start = "migrate ", From = " from ", To = " to ";
        var from = name.IndexOf(From, StringComparison.Ordinal);
        var to = name.LastIndexOf(To, StringComparison.Ordinal);
        var isMove = name.StartsWith(Start, StringComparison.Ordinal) && from > 0 && to > from;
        move = isMove ? new NamedMove(name[Start.Length..from], name[(from + From.Length)..to], name[(to + To.Length)..]) : null;
        return isMove;
    }
}

/// <summary>A move that was made, for later steps.</summary>
public sealed record MoveReport(string Id, string Name, string From, string To);
