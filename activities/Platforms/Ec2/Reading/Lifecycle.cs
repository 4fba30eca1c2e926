using Amazon.EC2;
using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>An instance's state in operators' terms. https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-instance-lifecycle.html</summary>
internal static class Lifecycle
{
    private const string Hibernated = "Client.UserInitiatedHibernate";

    /// <summary>A guest that is stopping still works, as one that is starting soon does; one that is being removed is neither on nor off.</summary>
    public static PowerState PowerOf(Instance instance) => Name(instance) switch
    {
        "pending" or "running" or "stopping" => PowerState.On,
        "stopped" => IsHibernated(instance) ? PowerState.Suspended : PowerState.Off,
        _ => PowerState.Unknown,
    };

    public static string Name(Instance instance) => instance.State?.Name?.Value ?? "";

    /// <summary>Removed instances are listed for an hour.</summary>
    public static bool IsGone(Instance instance) => Name(instance) == InstanceStateName.Terminated.Value;

    /// <summary>Of a stopped or stopping instance: whether its memory was or is being kept.</summary>
    public static bool IsHibernated(Instance instance) => instance.StateReason?.Code == Hibernated;
}
