using Runbooks.Activities.Fleet;
using Runbooks.Activities.Selectors;

namespace Runbooks.Server.FleetRules.Deciding;

/// <summary>What a rule looks at in one round.</summary>
/// <param name="Objects">All objects of the rule's kind.</param>
/// <param name="LastRound">When it was looked at before; null where never, or not with this rule.</param>
/// <param name="BusyWith">The run that has an object in hand.</param>
internal sealed record Sight(
    IReadOnlyList<FleetObject> Objects, IMetricHistory Metrics, DateTimeOffset Now, DateTimeOffset? LastRound, Func<FleetObject, string?> BusyWith);

/// <param name="Changes">States that are others than before, by object; the whole rule's under an empty id.</param>
/// <param name="Watched">How many objects the rule looks at.</param>
/// <param name="Unknown">Of how many of them nothing is known.</param>
internal sealed record Round(IReadOnlyDictionary<string, ObjectState> Changes, IReadOnlyList<Firing> Firings, int Watched, int Unknown);

/// <summary>One round of a rule over all its objects: a pure function of what is seen and of the states before.</summary>
internal static class RuleRound
{
    /// <summary>The state of the whole rule, where it fires for its objects together.</summary>
    public const string WholeId = "";

    public static Round Decide(FleetRule rule, IReadOnlyDictionary<string, ObjectState> before, Sight sight)
    {
        var (changes, moved, unknown, watched) = (new Dictionary<string, ObjectState>(), new List<(FleetObject Subject, ObjectState State, Move Move)>(), 0, 0);
        var firing = new List<FleetObject>();
        var seen = new HashSet<string>(before.Count);
        foreach (var subject in sight.Objects)
        {
            var known = before.GetValueOrDefault(subject.Id);
            if (rule.LookAt(subject, known, sight) is not { } look) continue;
            seen.Add(subject.Id);
            watched++;
            if (look.Condition == Verdict.Unknown) unknown++;
            var (state, move) = Episodes.Next(rule.Timing, known ?? ObjectState.Clear, sight.LastRound, look);
            if (!state.Equals(known ?? ObjectState.Clear)) changes[subject.Id] = state;
            if (state.Standing == Standing.Firing) firing.Add(subject);
            if (move is Move.Fired or Move.Held) moved.Add((subject, state, move));
        }

        // What is gone, or no longer the rule's, is over.
        foreach (var id in before.Keys)
            if (id != WholeId && !seen.Contains(id)) changes[id] = ObjectState.Clear;
        var storms = Storms(before, changes, moved, sight);
        var firings = rule.Match == Matching.Each
            ? [.. moved.Select(one => Firing(one.Subject, one.State, one.Move, sight.Now, storms))]
            : Together(rule, before, changes, firing, watched, sight, storms);
        return new Round(changes, firings, watched, unknown);
    }

    /// <summary>The objects that share what happens to them: those of a cluster, else those of a connection.</summary>
    public static string GroupOf(FleetObject subject) => subject.Cluster ?? $"connection {subject.Connection}";

    /// <summary>What came of one object's move.</summary>
    public static Firing Firing(FleetObject subject, ObjectState state, Move move, DateTimeOffset now, IReadOnlyDictionary<string, int> storms) => state.Standing switch
    {
        Standing.SelfInflicted => new Firing(state.Episode, now, [subject], Consequence.SelfInflicted, Run: state.Run),
        Standing.Flapping when move == Move.Held => new Firing(state.Episode, now, [subject], Consequence.Flapping),
        _ when storms.TryGetValue(GroupOf(subject), out var together) => new Firing(state.Episode, now, [subject], Consequence.Storm, Together: together),
        _ => new Firing(state.Episode, now, [subject], Consequence.Acts),
    };

    /// <summary>What came of the whole rule's move.</summary>
    /// <param name="firing">The objects that fire now.</param>
    public static Firing Firing(IReadOnlyList<FleetObject> firing, ObjectState state, Move move, DateTimeOffset now, IReadOnlyDictionary<string, int> storms)
    {
        var together = firing.Select(GroupOf).Where(storms.ContainsKey).Select(group => storms[group]).DefaultIfEmpty(0).Max();
        var consequence = move == Move.Held ? Consequence.Flapping : together > 0 ? Consequence.Storm : Consequence.Acts;
        return new Firing(state.Episode, now, firing, consequence, Group: true, together);
    }

    /// <summary>The rule as a whole has episodes too: they begin when any (or all) of its objects fire, and end when none (or not all) does.</summary>
    public static (ObjectState State, Move Move) Whole(FleetRule rule, ObjectState known, DateTimeOffset? last, DateTimeOffset now, int firing, int watched)
    {
        var holds = firing > 0 && (rule.Match == Matching.Any || firing == watched) ? Verdict.Yes : Verdict.No;
        return Episodes.Next(rule.Timing with { For = TimeSpan.Zero }, known, last, new Look(now, holds, Look.Not(holds)));
    }

    private static Firing[] Together(
        FleetRule rule, IReadOnlyDictionary<string, ObjectState> before, Dictionary<string, ObjectState> changes, List<FleetObject> firing, int watched,
        Sight sight, IReadOnlyDictionary<string, int> storms)
    {
        var known = before.GetValueOrDefault(WholeId, ObjectState.Clear);
        var (state, move) = Whole(rule, known, sight.LastRound, sight.Now, firing.Count, watched);
        if (!state.Equals(known)) changes[WholeId] = state;
        return move is Move.Fired or Move.Held ? [Firing(firing, state, move, sight.Now, storms)] : [];
    }

    private static IReadOnlyDictionary<string, int> Storms(
        IReadOnlyDictionary<string, ObjectState> before, Dictionary<string, ObjectState> changes, List<(FleetObject Subject, ObjectState State, Move Move)> moved, Sight sight)
    {
        if (moved.Count == 0) return StormGuard.None;
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        var bursts = new List<Burst>();
        foreach (var subject in sight.Objects)
        {
            var group = GroupOf(subject);
            sizes[group] = sizes.GetValueOrDefault(group) + 1;
            var state = changes.GetValueOrDefault(subject.Id) ?? before.GetValueOrDefault(subject.Id);
            if (state is { Starts: [.., var last] }) bursts.Add(new Burst(subject.Id, group, last));
        }

        return StormGuard.Storms(bursts, sight.Now, sizes);
    }
}
