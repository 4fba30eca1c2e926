namespace Runbooks.Activities.Platforms.OpenStack.Images;

/// <summary>What is written on images that are snapshots.</summary>
internal static class Snapshots
{
    public const string OfServer = "runbooks_server", Named = "runbooks_snapshot", Keyed = "runbooks_key";
}
