using System.Xml.Linq;
using Microsoft.AspNetCore.Http;

namespace Runbooks.Activities.Tests.Platforms.Ec2.StandIn;

/// <summary>Stands in for EC2 and CloudWatch over a real connection: the Query protocol, as strict as AWS about what it does not know.</summary>
internal sealed class AwsStandIn : IAsyncDisposable
{
    private const string Ec2 = "http://ec2.amazonaws.com/doc/2016-11-15/", Monitoring = "http://monitoring.amazonaws.com/doc/2010-08-01/";

    private readonly Dictionary<(string Service, string Action), Func<Query, IEnumerable<object?>>> _actions;
    private StandInServer _server = null!;

    private AwsStandIn(TimeProvider clock)
    {
        World = new World(clock);
        var (instances, catalogue, backups) = (new InstanceActions(World, Faults), new CatalogueActions(World), new BackupActions(World));
        Metrics = new MetricActions(World);
        _actions = new()
        {
            [("ec2", "DescribeInstances")] = instances.Describe,
            [("ec2", "DescribeInstanceStatus")] = instances.DescribeStatus,
            [("ec2", "StartInstances")] = instances.Start,
            [("ec2", "StopInstances")] = instances.Stop,
            [("ec2", "RebootInstances")] = instances.Reboot,
            [("ec2", "TerminateInstances")] = instances.Terminate,
            [("ec2", "ModifyInstanceAttribute")] = instances.Modify,
            [("ec2", "CreateTags")] = instances.CreateTags,
            [("ec2", "DeleteTags")] = instances.DeleteTags,
            [("ec2", "RunInstances")] = new RunAction(World, Faults).Run,
            [("ec2", "DescribeImages")] = catalogue.Images,
            [("ec2", "DescribeSubnets")] = catalogue.Subnets,
            [("ec2", "DescribeHosts")] = catalogue.Hosts,
            [("ec2", "DescribeInstanceTypes")] = catalogue.Types,
            [("ec2", "DescribeSecurityGroups")] = catalogue.Groups,
            [("ec2", "CreateImage")] = backups.CreateImage,
            [("ec2", "DeregisterImage")] = backups.Deregister,
            [("ec2", "DescribeSnapshots")] = backups.Snapshots,
            [("ec2", "DeleteSnapshot")] = backups.DeleteSnapshot,
            [("monitoring", "GetMetricData")] = Metrics.GetData,
        };
    }

    public World World { get; }

    public Faults Faults { get; } = new();

    public MetricActions Metrics { get; }

    /// <summary>The actions that were asked for, in order.</summary>
    public List<string> Log { get; } = [];

    public string Address => _server.Address;

    public static async Task<AwsStandIn> StartAsync(TimeProvider clock)
    {
        var standIn = new AwsStandIn(clock);
        standIn._server = await StandInServer.StartAsync((context, body) =>
            standIn.Answer(context.Request, body) is { } said ? new StandInServer.Reply(said.Status, "text/xml;charset=UTF-8", said.Text) : null);
        return standIn;
    }

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    /// <summary>Null where the connection is cut.</summary>
    private (int Status, string Text)? Answer(HttpRequest request, string body)
    {
        if (Faults.Drops) return null;
        var service = "ec2";
        try
        {
            service = Signature.Check(request, body);
            var query = new Query(body);
            var action = query.Need("Action");
            var space = service == "ec2" ? Ec2 : Monitoring;
            if (!space.EndsWith($"/{query.Need("Version")}/", StringComparison.Ordinal)) throw new Refusal("NoSuchVersion", "The requested version is invalid");
            Log.Add(action);
            Faults.Check(action);
            if (!_actions.TryGetValue((service, action), out var act)) throw new Refusal("InvalidAction", $"The action {action} is not valid for this web service.");
            var answer = new XElement(action + "Response", Xml.Of("requestId", Guid.NewGuid()), act(query).ToArray());
            query.RefuseUnread();
            return Faults.Strikes(Faults.LosesAnswer, action) ? null : (200, Xml.Write(answer, space));
        }
        catch (Refusal refusal)
        {
            var error = new XElement("Error", Xml.Of("Code", refusal.Code), Xml.Of("Message", refusal.Message));
            var answer = service == "ec2" ? Xml.In("Response", Xml.In("Errors", error), Xml.Of("RequestID", Guid.NewGuid())) : Xml.In("ErrorResponse", error);
            return (refusal.Status, Xml.Write(answer, service == "ec2" ? "" : Monitoring));
        }
    }
}
