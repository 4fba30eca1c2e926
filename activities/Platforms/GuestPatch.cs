using System.Collections.Immutable;

namespace Runbooks.Activities.Platforms;

/// <summary>The result of <see cref="PlatformOperation.PatchGuest"/>, as JSON.</summary>
/// <param name="RebootNeeded">What was changed takes effect with the next start only.</param>
public sealed record GuestPatch(ImmutableArray<GuestPackage> Packages, bool RebootNeeded);

/// <param name="From">The version before; null where it was not installed.</param>
/// <param name="To">The version after; null where it was removed.</param>
public sealed record GuestPackage(string Name, string? From, string? To);
