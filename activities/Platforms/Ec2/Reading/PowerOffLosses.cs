using System.Collections.Immutable;
using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>What an instance does not come back with after it was off.
/// https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/how-ec2-instance-stop-start-works.html</summary>
internal static class PowerOffLosses
{
    private const string GroupTag = "aws:autoscaling:groupName";

    /// <summary>AWS owns the addresses that it lends; an Elastic IP is the account's, and stays.</summary>
    private const string Lent = "amazon";

    public static ImmutableArray<string> Of(Instance instance, InstanceSize? size) => [.. Enumerate(instance, size)];

    private static IEnumerable<string> Enumerate(Instance instance, InstanceSize? size)
    {
        if (instance.RootDeviceType?.Value == "instance-store")
            yield return "its root disk, which is an instance store";
        else if (size?.HasInstanceStore == true)
            yield return $"the contents of the instance store that its type {size.Name} has";
        if (instance.Tags.OrEmpty().FirstOrDefault(tag => tag.Key == GroupTag) is { } group)
            yield return $"its place in the Auto Scaling group {group.Value}, which replaces it";
        if (LentAddress(instance) is { } address)
            yield return $"its public address {address}, which is not an Elastic IP";
    }

    private static string? LentAddress(Instance instance) => instance.NetworkInterfaces.OrEmpty()
        .FirstOrDefault(network => network.Association?.IpOwnerId == Lent)?.Association.PublicIp;
}
