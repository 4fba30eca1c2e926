using Amazon.EC2.Model;

namespace Runbooks.Activities.Platforms.Ec2.Reading;

/// <summary>Reads instances, all or one.</summary>
internal sealed class InstanceReader(Ec2Client client, InstanceTypes types, HostReader hosts, Plugs plugs, Ec2Names names)
{
    public async Task<IReadOnlyList<VirtualMachine>> ListAsync(IReadOnlyDictionary<string, Host> known, CancellationToken cancellation)
    {
        var instances = await AllAsync(new DescribeInstancesRequest(), cancellation);
        var there = instances.Where(one => !Lifecycle.IsGone(one.Instance)).ToList();
        var sizes = await types.GetAsync(there.Select(one => one.Instance.InstanceType.Value), cancellation);
        var checks = await ChecksAsync(new DescribeInstanceStatusRequest { MaxResults = Limits.Page }, cancellation);
        var cards = await plugs.OfAsync(there.Select(one => one.Instance).ToList(), cancellation);
        return [.. there.Select(one => Read(one, sizes, known, checks, cards))];
    }

    /// <summary>Null where EC2 knows no such instance, or has removed it.</summary>
    public async Task<VirtualMachine?> ReadAsync(string id, CancellationToken cancellation)
    {
        if (await FindOwnedAsync(id, cancellation) is not { } found || Lifecycle.IsGone(found.Instance)) return null;
        var known = found.Instance.Placement?.HostId is { Length: > 0 } host ? await hosts.ListAsync([host], cancellation) : HostReader.None;
        var sizes = await types.GetAsync([found.Instance.InstanceType.Value], cancellation);
        var running = Lifecycle.Name(found.Instance) == "running";
        var checks = running ? await ChecksAsync(new DescribeInstanceStatusRequest { InstanceIds = [id] }, cancellation) : [];
        return Read(found, sizes, known, checks, await plugs.OfAsync([found.Instance], cancellation));
    }

    /// <summary>The instance, also one that was removed; null where EC2 knows none.</summary>
    public async Task<Instance?> FindAsync(string id, CancellationToken cancellation) => (await FindOwnedAsync(id, cancellation))?.Instance;

    /// <exception cref="PlatformException"><see cref="PlatformError.NotFound"/>: there is none, or it was removed.</exception>
    public async Task<Instance> GetAsync(string id, CancellationToken cancellation) =>
        await FindAsync(id, cancellation) is { } instance && !Lifecycle.IsGone(instance)
            ? instance
            : throw new PlatformException(PlatformError.NotFound, $"EC2 has no instance '{id}' in this region, or it was terminated");

    /// <summary>What a request gives, all pages of it; instances that were removed are among them.</summary>
    public async Task<IReadOnlyList<Owned>> AllAsync(DescribeInstancesRequest request, CancellationToken cancellation)
    {
        if (request.InstanceIds is null) request.MaxResults = Limits.Page;
        var all = new List<Owned>();
        do
        {
            var page = await client.CallAsync(ec2 => ec2.DescribeInstancesAsync(request, cancellation), cancellation);
            all.AddRange(page.Reservations.OrEmpty().SelectMany(
                reservation => reservation.Instances.OrEmpty().Select(instance => new Owned(reservation.OwnerId, instance))));
            request.NextToken = page.NextToken;
        }
        while (!string.IsNullOrEmpty(request.NextToken));

        return all;
    }

    /// <summary>What RunInstances made under a client token; null where EC2 shows none.</summary>
    public async Task<Instance?> OfTokenAsync(string token, CancellationToken cancellation) =>
        await AllAsync(new DescribeInstancesRequest { Filters = [new Filter("client-token", [token])] }, cancellation) is [var made, ..] ? made.Instance : null;

    /// <summary>EC2 takes a name twice; operators do not mean that. What the same token made may have it.</summary>
    /// <exception cref="PlatformException"><see cref="PlatformError.Conflict"/>.</exception>
    public async Task RefuseTakenAsync(string name, string token, CancellationToken cancellation)
    {
        var named = await AllAsync(new DescribeInstancesRequest { Filters = [new Filter("tag:Name", [name])] }, cancellation);
        if (named.FirstOrDefault(one => !Lifecycle.IsGone(one.Instance) && one.Instance.ClientToken != token) is { } taken)
            throw new PlatformException(PlatformError.Conflict, $"the instance {taken.Instance.InstanceId} has the name '{name}' already");
    }

    private async Task<Owned?> FindOwnedAsync(string id, CancellationToken cancellation)
    {
        try
        {
            return (await AllAsync(new DescribeInstancesRequest { InstanceIds = [id] }, cancellation)).SingleOrDefault();
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
            return null;
        }
    }

    private VirtualMachine Read(
        Owned one, IReadOnlyDictionary<string, InstanceSize> sizes, IReadOnlyDictionary<string, Host> known, Dictionary<string, string> checks,
        ILookup<string, NetworkCard> cards)
    {
        var instance = one.Instance;
        var host = instance.Placement?.HostId is { Length: > 0 } id ? known.GetValueOrDefault(id) : null;
        return new InstanceReading(
            instance, one.Account, sizes.GetValueOrDefault(instance.InstanceType.Value), host, checks.GetValueOrDefault(instance.InstanceId))
            .ToVm(names) with { Cards = [.. cards[instance.InstanceId]] };
    }

    /// <summary>By instance; EC2 checks only those that run. One that ends meanwhile has no check.</summary>
    private async Task<Dictionary<string, string>> ChecksAsync(DescribeInstanceStatusRequest request, CancellationToken cancellation)
    {
        var checks = new Dictionary<string, string>();
        try
        {
            do
            {
                var page = await client.CallAsync(ec2 => ec2.DescribeInstanceStatusAsync(request, cancellation), cancellation);
                foreach (var status in page.InstanceStatuses.OrEmpty()) checks[status.InstanceId] = status.Status?.Status?.Value ?? "";
                request.NextToken = page.NextToken;
            }
            while (!string.IsNullOrEmpty(request.NextToken));
        }
        catch (PlatformException error) when (error.Error == PlatformError.NotFound)
        {
        }

        return checks;
    }
}

internal sealed record Owned(string Account, Instance Instance);
