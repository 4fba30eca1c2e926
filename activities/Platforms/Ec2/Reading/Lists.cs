namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>The SDK gives null, not an empty list, for what AWS left out.</summary>
internal static class Lists
{
    public static IReadOnlyList<T> OrEmpty<T>(this List<T>? list) => list ?? [];
}
