namespace Runbooks.Activities;

/// <summary>Says of a switch that setting it is nobody's right but that of somebody who agreed to it for this run: <c>x-consent</c> in the JSON
/// Schema. The validator refuses steps by which nobody could agree, approvals name it, and the activity reads
/// <see cref="ActivityContext.Consent"/> before it acts on it.</summary>
/// <param name="what">What is agreed to, as an approval says it: <c>guests that … lose …</c>.</param>
[AttributeUsage(AttributeTargets.Property)]
public sealed class NeedsConsentAttribute(string what) : Attribute
{
    public string What { get; } = what;
}
