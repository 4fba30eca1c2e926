using System.ComponentModel;
using Runbooks.Activities.Platforms.OpenStack.Http;

namespace Runbooks.Activities.Platforms.OpenStack;

/// <summary>A connection to one region of an OpenStack cloud, as one project. Several regions are several connections.</summary>
public sealed record OpenStackSettings
{
    /// <summary>The address of Keystone: <c>https://cloud.example.com:5000/v3</c>.</summary>
    [Description("The address of the identity service: https://cloud.example.com:5000/v3")]
    public required string AuthUrl { get; init; }

    /// <summary>May be left out where the cloud has one.</summary>
    [Description("The region; may be left out where the cloud has one only")]
    public string? Region { get; init; }

    /// <summary>Its secret is the secret <c>applicationCredentialSecret</c>. It has its own user, project and rights.</summary>
    [Description("The id of an application credential, which takes the place of user, password and project")]
    public string? ApplicationCredentialId { get; init; }

    /// <summary>Its password is the secret <c>password</c>.</summary>
    [Description("The user's name, where no application credential is given")]
    public string? UserName { get; init; }

    [Description("The name of the project that VMs belong to, where no application credential is given")]
    public string? Project { get; init; }

    [Description("The name of the domain that user and project belong to")]
    public string Domain { get; init; } = "Default";

    /// <summary>Few clouds keep users and projects in different domains.</summary>
    [Description("The domain that the user belongs to, where it is another than the project's")]
    public string? UserDomain { get; init; }

    [Description("The domain that the project belongs to, where it is another than the user's")]
    public string? ProjectDomain { get; init; }

    /// <summary>Whether the user has a cloud administrator's rights. Hosts, live migration, maintenance and loads need them.</summary>
    [Description("The user may administer the cloud: hosts are read, VMs are moved between them, hosts are put into maintenance, loads are read")]
    public bool Administrator { get; init; }

    /// <summary>Reads and changes the VMs of all projects, not only of the user's.</summary>
    [Description("Shows the VMs of all projects, which an administrator may; new ones belong to the user's project")]
    public bool AllProjects { get; init; }

    /// <summary>Whether VMs are asked for their loads: one call for each at every sample.</summary>
    [Description("Reads the loads of VMs, which takes one call for each; needs an administrator")]
    public bool Metrics { get; init; } = true;

    /// <summary>Whether snapshots are taken, as images: full copies of the disk in the image store.</summary>
    [Description("Takes snapshots, as images: full copies of the disk")]
    public bool Snapshots { get; init; } = true;

    [Description("The flavor of new VMs where no size is ordered, for example m1.small")]
    public string? DefaultFlavor { get; init; }

    /// <summary>A network's name or id; <c>auto</c> leaves it to the cloud, <c>none</c> gives none.</summary>
    [Description("The network of new VMs where none is ordered: a name, auto (the cloud chooses) or none")]
    public string DefaultNetwork { get; init; } = "auto";

    [Description("Which of the cloud's addresses are used")]
    public EndpointInterface Interface { get; init; } = EndpointInterface.Public;

    /// <summary>Accepted besides the authorities that the machine trusts.</summary>
    [Description("Certificates of the authorities that issued the cloud's certificates, as PEM, where the machine does not trust them")]
    public string? Authorities { get; init; }

    internal Trust? Trust { get; private init; }

    /// <exception cref="ActivityFailure"><c>input.invalid</c>, naming the setting.</exception>
    internal OpenStackSettings Checked()
    {
        Require(Uri.TryCreate(AuthUrl, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0,
            $"authUrl is '{AuthUrl}'; give a URL such as https://cloud.example.com:5000/v3");
        var (credential, user) = (!string.IsNullOrEmpty(ApplicationCredentialId), !string.IsNullOrEmpty(UserName));
        Require(credential != user, "give either applicationCredentialId, or userName and project");
        Require(credential || !string.IsNullOrEmpty(Project), "project is empty; a user's rights are those that it has in a project");
        Require(Administrator || !AllProjects, "allProjects needs administrator");
        Require(!string.IsNullOrWhiteSpace(DefaultNetwork), "defaultNetwork is empty; give a network, auto or none");
        var trust = string.IsNullOrWhiteSpace(Authorities) ? null : Trust.Parse(Authorities);
        Require(trust is not null || string.IsNullOrWhiteSpace(Authorities), "authorities holds no certificate; give them as PEM");
        return this with { Trust = trust };
    }

    private static void Require(bool holds, string otherwise)
    {
        if (!holds) throw new ActivityFailure("input.invalid", $"The settings of this OpenStack connection are wrong: {otherwise}.");
    }
}

/// <summary>A cloud has each service's address up to three times.</summary>
public enum EndpointInterface
{
    Public,
    Internal,
    Admin,
}
