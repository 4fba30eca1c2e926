using System.Xml.Linq;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>How EC2 writes an instance.</summary>
internal static class InstanceXml
{
    private static readonly Dictionary<string, int> Codes = new()
    {
        ["pending"] = 0, ["running"] = 16, ["shutting-down"] = 32, ["terminated"] = 48, ["stopping"] = 64, ["stopped"] = 80,
    };

    public static XElement State(string name, string state) => Xml.In(name, Xml.Of("code", Codes[state]), Xml.Of("name", state));

    public static IEnumerable<object?> Reservation(Instance instance)
    {
        yield return Xml.Of("reservationId", "r-" + instance.Id[2..]);
        yield return Xml.Of("ownerId", World.Account);
        yield return Xml.List("instancesSet", [[.. Content(instance)]]);
    }

    private static XElement? Groups(Instance instance) => Xml.List("groupSet", instance.Groups.Select(group => new object?[] { Xml.Of("groupId", group) }));

    private static IEnumerable<object?> Content(Instance instance)
    {
        var shown = instance.Shown;
        yield return Xml.Of("instanceId", instance.Id);
        yield return Xml.Of("imageId", instance.Image);
        yield return State("instanceState", shown);
        yield return Xml.Of("instanceType", instance.Type);
        yield return Xml.Of("launchTime", instance.Launched);
        yield return Xml.In("placement", Xml.Of("availabilityZone", instance.Zone), Xml.Of("tenancy", instance.Host is null ? "default" : "host"), Xml.Of("hostId", instance.Host));
        yield return Xml.Of("subnetId", instance.Subnet);
        yield return Xml.Of("privateIpAddress", "10.0.0." + Convert.ToInt32(instance.Id[^2..], 16));
        yield return Xml.Of("platformDetails", "Linux/UNIX");
        yield return Xml.Of("rootDeviceType", instance.RootDevice);
        yield return Xml.Of("clientToken", instance.Token);
        yield return Xml.In("hibernationOptions", Xml.Of("configured", instance.Hibernates));
        if (instance.Reason is { } reason && shown is not ("running" or "pending"))
            yield return Xml.In("stateReason", Xml.Of("code", reason.Code), Xml.Of("message", reason.Message));
        if (shown == "terminated") yield break;
        yield return Xml.List("blockDeviceMapping", instance.Volumes.Select(volume => new object?[]
        {
            Xml.Of("deviceName", volume.Device), Xml.In("ebs", Xml.Of("volumeId", volume.Volume), Xml.Of("deleteOnTermination", volume.Deleted)),
        }));
        yield return Xml.Tags(instance.Tags);
        yield return Xml.Of("vpcId", World.Vpc);
        yield return Groups(instance);
        var address = shown == "running" ? instance.PublicAddress : null;
        yield return Xml.Of("ipAddress", address);
        yield return Xml.List("networkInterfaceSet", [[
            Xml.Of("networkInterfaceId", "eni-" + instance.Id[2..]), Xml.Of("subnetId", instance.Subnet), Groups(instance),
            Xml.Of("macAddress", $"02:00:00:00:{instance.Id[^4..^2]}:{instance.Id[^2..]}"),
            address is null ? null : Xml.In("association", Xml.Of("publicIp", address), Xml.Of("ipOwnerId", instance.AddressOwner)),
        ]]);
    }
}
