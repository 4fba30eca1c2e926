using System.ComponentModel;
using System.Text.RegularExpressions;

namespace Runbooks.Activities.Platforms.Ec2;

/// <summary>A connection to one region of one AWS account. Several regions are several connections.</summary>
public sealed partial record Ec2Settings
{
    /// <summary>The region's code, <c>eu-central-1</c>.</summary>
    [Description("The region's code, for example eu-central-1")]
    public required string Region { get; init; }

    /// <summary>The access key that requests are signed with; its secret is the secret <c>secretAccessKey</c>. Without it, credentials
    /// are taken from where the AWS SDK looks: environment, profile, and the role of the machine or container that the server runs on.</summary>
    [Description("The access key's id; empty takes the role of the machine that the server runs on")]
    public string? AccessKeyId { get; init; }

    /// <summary>Images (AMI ids) that VMs may be made from, besides the account's own.</summary>
    [Description("AMI ids that VMs may be made from, besides the account's own")]
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>The instance type of a new VM of which no size is ordered; of one with CPUs and memory, its family is taken.</summary>
    [Description("The instance type of new VMs where no size is ordered, for example m7i.large")]
    public string? DefaultInstanceType { get; init; }

    /// <summary>A security group (sg-…) without any rules. Backups need it: EC2 starts what it restores, and until that is stopped again it
    /// meets nobody in there.</summary>
    [Description("The id of a security group without rules, which keeps restored VMs to themselves; without it there are no backups")]
    public string? IsolatedSecurityGroup { get; init; }

    /// <summary>Whether CloudWatch is asked for loads, every five minutes. AWS charges for it, by metric.</summary>
    [Description("Whether CloudWatch is asked for loads; AWS charges for that")]
    public bool Metrics { get; init; } = true;

    /// <summary>The address of EC2's interface, where it is not the region's public one: a VPC endpoint.</summary>
    [Description("The address of EC2's interface, where it is not the region's public one")]
    public string? ServiceUrl { get; init; }

    /// <summary>The same for CloudWatch.</summary>
    [Description("The address of CloudWatch's interface, where it is not the region's public one")]
    public string? MetricsServiceUrl { get; init; }

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal Ec2Settings Checked(IReadOnlyDictionary<string, string> secrets)
    {
        Require(RegionForm().IsMatch(Region), $"region is '{Region}'; give a region's code such as eu-central-1");
        Require(Images.All(image => ImageForm().IsMatch(image)), "images are AMI ids such as ami-0123456789abcdef0");
        Require(string.IsNullOrEmpty(DefaultInstanceType) || TypeForm().IsMatch(DefaultInstanceType),
            $"defaultInstanceType is '{DefaultInstanceType}'; give an instance type such as m7i.large");
        Require(string.IsNullOrEmpty(IsolatedSecurityGroup) || GroupForm().IsMatch(IsolatedSecurityGroup),
            $"isolatedSecurityGroup is '{IsolatedSecurityGroup}'; give a security group's id such as sg-0123456789abcdef0");
        foreach (var (name, address) in new[] { ("serviceUrl", ServiceUrl), ("metricsServiceUrl", MetricsServiceUrl) })
            Require(IsAddress(address), $"{name} is '{address}'; give a URL such as https://vpce-1234.ec2.eu-central-1.vpce.amazonaws.com");
        var (id, secret) = (!string.IsNullOrEmpty(AccessKeyId), secrets.GetValueOrDefault(Ec2Factory.SecretAccessKey) is { Length: > 0 });
        Require(id || !secret, "there is a secretAccessKey without its accessKeyId");
        // An id may be written before its secret is; that it is lacking is found out by the first call.
        return this;
    }

    private static bool IsAddress(string? text) =>
        string.IsNullOrEmpty(text) || (Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https");

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ActivityFailure("input.invalid", $"The settings of this EC2 connection are wrong: {otherwise}.");
    }

    [GeneratedRegex(@"^[a-z]{2,}(-[a-z]+)+-[0-9]+\z")]
    private static partial Regex RegionForm();

    [GeneratedRegex(@"^[a-z0-9-]+\.[a-z0-9-]+\z")]
    private static partial Regex TypeForm();

    [GeneratedRegex(@"^sg-[0-9a-f]{8,17}\z")]
    private static partial Regex GroupForm();

    [GeneratedRegex(@"^ami-[0-9a-f]{8,17}\z")]
    private static partial Regex ImageForm();
}
