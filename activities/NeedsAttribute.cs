using Runbooks.Activities.Platforms;

namespace Runbooks.Activities;

/// <summary>What an input asks of the connection's platform beyond what its activity needs: <c>x-needs</c> in the JSON Schema.</summary>
/// <param name="capability">What the platform must be able to do.</param>
[AttributeUsage(AttributeTargets.Property, AllowMultiple = true)]
public sealed class NeedsAttribute(Capability capability) : Attribute
{
    public Capability Capability { get; } = capability;

    /// <summary>The value of the input that asks for it; null: true, or any text.</summary>
    public string? When { get; init; }
}
