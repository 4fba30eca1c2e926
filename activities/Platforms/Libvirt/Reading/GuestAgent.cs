using System.Xml.Linq;

namespace Runbooks.Activities.Platforms.Libvirt.Reading;

/// <summary>Whether the guest agent has its end of the channel open, which libvirt notices by itself: the agent is not asked anything.</summary>
internal static class GuestAgent
{
    private const string Channel = "org.qemu.guest_agent.0";

    /// <summary>Null where the domain has no channel for one.</summary>
    public static bool? Answers(XElement domain)
    {
        var channel = domain.Elements("devices").Elements("channel").Elements("target")
            .FirstOrDefault(target => (string?)target.Attribute("name") == Channel);
        return channel is null ? null : (string?)channel.Attribute("state") == "connected";
    }
}
