using Microsoft.AspNetCore.Http.HttpResults;
using Runbooks.Activities.Catalogue;
using Runbooks.Activities.Integration;
using Runbooks.Activities.Messaging;
using Runbooks.Server.Access;
using Runbooks.Server.Hosting;
using Runbooks.Server.Http;
using Runbooks.Workflows.Flow;

namespace Runbooks.Server.Catalogue;

/// <summary>The activities that steps can use.</summary>
internal static class ActivitiesApi
{
    public static IServiceCollection AddActivityCatalogue(this IServiceCollection services)
    {
        services.AddSliceOptions<SmtpOptions>("Smtp");
        services.AddSliceOptions<OutboundOptions>("Outbound");
        return services.AddActivities(FlowSteps.Assembly);
    }

    public static void MapActivities(this IEndpointRouteBuilder api) => api
        .MapGet("/activities", List)
        .WithTags("Activities")
        .WithSummary("Lists all activities with their inputs, outcomes and outputs. Every activity has the outcome 'failed' too.")
        .Requires(Permission.Look);

    private static Ok<Page<ActivityDescriptor>> List(ActivityCatalogue catalogue) => TypedResults.Ok(new Page<ActivityDescriptor>(catalogue.Descriptors));
}
