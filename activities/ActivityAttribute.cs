using Runbooks.Activities.Platforms;

namespace Runbooks.Activities;

/// <summary>Names an activity and makes it discoverable. Names are unique; a duplicate stops the start.</summary>
/// <param name="name">The name that definitions use, e.g. <c>vm.power-off</c>.</param>
/// <param name="effect">What the activity does to the world.</param>
[AttributeUsage(AttributeTargets.Class, Inherited = false)]
public sealed class ActivityAttribute(string name, Effect effect) : Attribute
{
    public string Name { get; } = name;

    public Effect Effect { get; } = effect;

    public required string Title { get; init; }

    public required string Group { get; init; }

    /// <summary>The outcomes besides <c>failed</c>, which every activity has.</summary>
    public string[] Outcomes { get; init; } = ["done"];

    /// <summary>Why its changes cannot be taken back, in one sentence; said by every activity that changes something and is not
    /// <see cref="IUndoable"/>.</summary>
    public string? NoUndo { get; init; }

    /// <summary>What the connection's platform must be able to do.</summary>
    public Capability[] Needs { get; init; } = [];
}
