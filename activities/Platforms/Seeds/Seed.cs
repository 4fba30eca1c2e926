using System.Text;

namespace Runbooks.Activities.Platforms.Seeds;

/// <summary>The disc from which cloud-init's source NoCloud reads what a guest shall be.</summary>
internal static class Seed
{
    /// <summary>The label by which cloud-init finds the disc.</summary>
    private const string Label = "cidata";

    /// <param name="instance">Another one than at the last start makes cloud-init begin anew.</param>
    public static byte[] Write(string instance, string name, string userData) => IsoImage.Write(Label,
    [
        ("meta-data", Encoding.UTF8.GetBytes($"instance-id: {instance}\nlocal-hostname: {name}\n")),
        ("user-data", Encoding.UTF8.GetBytes(userData)),
    ]);
}
