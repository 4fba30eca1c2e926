using System.Net.ServerSentEvents;
using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities.Selectors;
using Runbooks.Server.Access;
using Runbooks.Server.Access.Keys;
using Runbooks.Server.Connections;
using Runbooks.Server.Fleet.Listing;
using Runbooks.Server.Fleet.Live;
using Runbooks.Server.Fleet.Metrics;
using Runbooks.Server.Fleet.Picture;
using Runbooks.Server.Http;

namespace Runbooks.Server.Fleet;

internal static class FleetApi
{
    public static void MapFleet(this IEndpointRouteBuilder api)
    {
        var fleet = api.MapGroup("/fleet").WithTags("Fleet").Requires(Permission.Look);
        fleet.MapGet("vms", ListVms).WithSummary("Finds VMs of all connections, as last seen.");
        fleet.MapGet("vms/{id}", GetVm).WithSummary("Gives one VM.");
        fleet.MapGet("vms/{id}/metrics", VmMetrics).WithSummary("Gives the course of a metric of a VM.");
        fleet.MapGet("hosts", ListHosts).WithSummary("Finds hosts of all connections, as last seen.");
        fleet.MapGet("hosts/{id}", GetHost).WithSummary("Gives one host.");
        fleet.MapGet("hosts/{id}/metrics", HostMetrics).WithSummary("Gives the course of a metric of a host.");
        fleet.MapGet("storages", ListStorages).WithSummary("Finds storages of all connections, as last seen.");
        fleet.MapGet("storages/{id}", GetStorage).WithSummary("Gives one storage.");
        fleet.MapGet("sparklines", Sparklines).WithSummary("Gives the course of a metric of several VMs or hosts, in few points.");
        fleet.MapGet("vocabulary", Vocabulary).WithSummary("Tags, hosts, clusters and connections that are in use, for writing selectors.");
        fleet.MapGet("summary", Summary).WithSummary("Counts the fleet by state and connection.");
        fleet.MapGet("events", Events).EndsWithItsKey().WithSummary("Server-sent events: ready, vm, host, storage, removed, loads, reload, ping.");
    }

    private static FleetPage<VmRow> ListVms([AsParameters] FleetQuery query, FleetPicture picture, IMetricHistory metrics) =>
        FleetList.Read(picture.Snapshot.Vms, SelectorSubject.Vm, query, metrics, FleetList.TextsOf, VmRow.Of, FleetSorts.Vms);

    private static FleetPage<HostRow> ListHosts([AsParameters] FleetQuery query, FleetPicture picture, IMetricHistory metrics) =>
        FleetList.Read(picture.Snapshot.Hosts, SelectorSubject.Host, query, metrics, FleetList.TextsOf, HostRow.Of, FleetSorts.Hosts);

    private static FleetPage<StorageRow> ListStorages([AsParameters] FleetQuery query, FleetPicture picture, IMetricHistory metrics) =>
        FleetList.Read(picture.Snapshot.Storages, SelectorSubject.Storage, query, metrics, FleetList.TextsOf, StorageRow.Of, FleetSorts.Storages);

    private static Results<Ok<VmRow>, Problem> GetVm(string id, FleetPicture picture) =>
        picture.Snapshot.FindVm(Decoded(id)) is { } found ? TypedResults.Ok(VmRow.Of(found)) : Problem.NotFound("vm", Decoded(id));

    private static Results<Ok<HostRow>, Problem> GetHost(string id, FleetPicture picture) =>
        picture.Snapshot.FindHost(Decoded(id)) is { } found ? TypedResults.Ok(HostRow.Of(found)) : Problem.NotFound("host", Decoded(id));

    private static Results<Ok<StorageRow>, Problem> GetStorage(string id, FleetPicture picture) =>
        picture.Snapshot.Storages.FirstOrDefault(storage => storage.Id == Decoded(id)) is { } found
            ? TypedResults.Ok(StorageRow.Of(found))
            : Problem.NotFound("storage", Decoded(id));

    private static Results<Ok<SeriesAnswer>, Problem> VmMetrics(
        string id, [AsParameters] SeriesQuery query, FleetPicture picture, MetricSeries series, TimeProvider time) =>
        picture.Snapshot.FindVm(Decoded(id)) is null ? Problem.NotFound("vm", Decoded(id)) : TypedResults.Ok(query.Read(Decoded(id), series, time.GetUtcNow()));

    private static Results<Ok<SeriesAnswer>, Problem> HostMetrics(
        string id, [AsParameters] SeriesQuery query, FleetPicture picture, MetricSeries series, TimeProvider time) =>
        picture.Snapshot.FindHost(Decoded(id)) is null ? Problem.NotFound("host", Decoded(id)) : TypedResults.Ok(query.Read(Decoded(id), series, time.GetUtcNow()));

    private static SparklinesAnswer Sparklines([AsParameters] SparklinesQuery query, MetricSeries series, TimeProvider time) =>
        query.Read(series, time.GetUtcNow());

    private static FleetVocabulary Vocabulary(FleetPicture picture) => FleetVocabulary.Of(picture.Snapshot);

    private static FleetSummary Summary(FleetPicture picture, ConnectionRegistry registry) => FleetSummary.Of(picture.Snapshot, registry.All);

    private static ServerSentEventsResult<object> Events(FleetEvents events, IHostApplicationLifetime server, CancellationToken cancellation) =>
        TypedResults.ServerSentEvents(FollowAsync(events, server, cancellation));

    // A stream that outlives the server's stop would hold it up.
    private static async IAsyncEnumerable<SseItem<object>> FollowAsync(
        FleetEvents events, IHostApplicationLifetime server, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, server.ApplicationStopping);
        await foreach (var item in events.FollowAsync(either.Token)) yield return item;
    }

    // An id may contain a slash, which the router leaves as it is sent.
    private static string Decoded(string id) => id.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);
}
