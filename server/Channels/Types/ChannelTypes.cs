using System.ComponentModel.DataAnnotations;
using Runbooks.Activities;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging;

namespace Runbooks.Server.Channels.Types;

/// <summary>The services that there are. A new one is an entry here, and its activity.</summary>
internal sealed class ChannelTypes(EmailChannel email, OutboundHttp http, TimeProvider time)
{
    private const string Webhook = "webhook", Secret = "secret", RoutingKey = "routingKey", ApiKey = "apiKey";

    public IReadOnlyList<IChannelType> All { get; } =
    [
        email,
        new WebChannel(http, time)
        {
            Name = "slack", SettingsType = typeof(NoSettings), SecretNames = [Webhook],
            Compose = (call, _) => Slack.Compose(call.Secret(Webhook), call.Message),
        },
        new WebChannel(http, time)
        {
            Name = "teams", SettingsType = typeof(NoSettings), SecretNames = [Webhook],
            Compose = (call, _) => Teams.Compose(call.Secret(Webhook), call.Message),
        },
        new WebChannel(http, time)
        {
            Name = "dingtalk", SettingsType = typeof(NoSettings), SecretNames = [Webhook, Secret],
            Compose = (call, now) => DingTalk.Compose(call.Secret(Webhook), call.Secret(Secret), call.Message, now),
        },
        new WebChannel(http, time)
        {
            Name = "wecom", SettingsType = typeof(NoSettings), SecretNames = [Webhook],
            Compose = (call, _) => WeCom.Compose(call.Secret(Webhook), call.Message),
        },
        new WebChannel(http, time)
        {
            Name = "feishu", SettingsType = typeof(NoSettings), SecretNames = [Webhook, Secret],
            Compose = (call, now) => Feishu.Compose(call.Secret(Webhook), call.Secret(Secret), call.Message, now),
        },
        new WebChannel(http, time)
        {
            Name = "pagerduty", SettingsType = typeof(PagerDutySettings), SecretNames = [RoutingKey], Resolves = true,
            Compose = (call, _) => PagerDuty.Compose(
                call.Read<PagerDutySettings>().Address, call.Secret(RoutingKey), call.IsOver ? PagerDutyAction.Resolve : PagerDutyAction.Trigger, call.Key, call.Message),
        },
        new WebChannel(http, time)
        {
            Name = "opsgenie", SettingsType = typeof(OpsgenieSettings), SecretNames = [ApiKey], Resolves = true,
            Compose = (call, _) => Opsgenie.Compose(
                call.Read<OpsgenieSettings>().Whole, call.Secret(ApiKey), call.IsOver ? OpsgenieAction.Close : OpsgenieAction.Create, call.Key, call.Message),
        },
    ];

    public IChannelType? Find(string name) => All.FirstOrDefault(type => type.Name == name);
}

public sealed record NoSettings;

public sealed record PagerDutySettings
{
    /// <summary>Where PagerDuty is reached; another one for the EU (https://events.eu.pagerduty.com) or a proxy.</summary>
    [Format(Formats.Uri)]
    [StringLength(2000, MinimumLength = 1)]
    public string Address { get; init; } = PagerDuty.Address;
}

public sealed record OpsgenieSettings
{
    /// <summary>Where the account is.</summary>
    public OpsgenieRegion Region { get; init; }

    /// <summary>Where Opsgenie is reached, in place of the region's address: a proxy.</summary>
    [Format(Formats.Uri)]
    [StringLength(2000)]
    public string? Address { get; init; }

    internal string Whole => Opsgenie.AddressOf(Region, Address);
}
